/// What one message may cost to decode, whatever its sender wrote.
///
/// protobuf-c bounds none of these itself, and its cost is not linear in the bytes: see ``PreScan``.
public struct DecodingLimits: Sendable, Equatable {
  /// Bytes of one encoded message.
  public var messageBytes: Int
  /// How deep messages may lie within messages, the outermost being 1.
  public var depth: Int
  /// Elements of all repeated fields together, at all depths.
  public var elements: Int
  /// Fields that the schema does not know, at all depths.
  public var unknownFields: Int
  /// Bytes that unpacking may take from the arena.
  public var allocatedBytes: Int
  /// Bytes of that for each byte that came in, which submessages and unknown fields may take beyond
  /// ``freeOverhead``: what they cost by being there at all, whatever they hold. A list of records
  /// takes 2 to 8; one of empty records some hundred.
  public var overheadPerByte: Int
  /// Bytes of such overhead that a message of any size may take.
  public var freeOverhead: Int

  public init(
    messageBytes: Int = 4 << 20, depth: Int = 32, elements: Int = 1 << 18,
    unknownFields: Int = 10_000, allocatedBytes: Int = 64 << 20, overheadPerByte: Int = 10,
    freeOverhead: Int = 60 << 10
  ) {
    self.messageBytes = messageBytes
    self.depth = depth
    self.elements = elements
    self.unknownFields = unknownFields
    self.allocatedBytes = allocatedBytes
    self.overheadPerByte = overheadPerByte
    self.freeOverhead = freeOverhead
  }
}
