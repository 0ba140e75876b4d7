/// The envelope of a GOAWAY: no call beyond `lastStream` is taken.
public struct GoAway: Envelope {
  /// The last stream whose call is or was handled; 2^32-1 while a drain is only announced.
  public var lastStream: UInt32 = 0
  /// For a log.
  public var reason: String = ""

  /// What the first GOAWAY of a drain names: every call that is on its way still counts.
  public static let anyStream: UInt32 = .max

  public init(lastStream: UInt32 = 0, reason: String = "") {
    self.lastStream = lastStream
    self.reason = reason
  }

  public init(decoding bytes: RawSpan) throws(EnvelopeError) {
    var reader = EnvelopeReader(0..<bytes.byteCount)
    while try reader.next(in: bytes) {
      switch reader.field {
      case 1: lastStream = try reader.uint32(in: bytes)
      case 2: reason = try reader.string(in: bytes)
      default: try reader.skip(in: bytes)
      }
    }
  }

  public var encodedSize: Int {
    EnvelopeSize.uint32(lastStream) + EnvelopeSize.field(reason.utf8.count)
  }

  public func encode(into bytes: inout MutableRawSpan) {
    var writer = EnvelopeWriter()
    writer.uint32(lastStream, field: 1, into: &bytes)
    writer.string(reason, field: 2, into: &bytes)
  }
}
