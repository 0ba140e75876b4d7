package import CMessages

/// Reads a message's bytes once, in order, before protobuf-c does, and refuses what it would not survive.
///
/// protobuf-c 1.4.1 alone merges a repeated singular submessage in quadratic time and memory, recurses
/// as deep as the bytes say, and takes text with NUL or broken UTF-8. The scan walks the same
/// descriptors, visits each byte at most once, and adds up a bound on what unpacking will allocate.
package struct PreScan {
  let limits: DecodingLimits
  /// Fields looked at, known and unknown: the scan's work.
  package private(set) var steps = 0
  package private(set) var elements = 0
  package private(set) var unknownFields = 0
  /// Bytes that unpacking takes from an arena, at most.
  package private(set) var allocationBound = 0
  /// How much of that submessages and unknown fields cost by being there at all.
  package private(set) var overhead = 0

  package init(limits: DecodingLimits) {
    self.limits = limits
  }

  /// Succeeds if `protobuf_c_message_unpack` may be given these bytes.
  package mutating func check(
    _ bytes: UnsafeRawBufferPointer, as message: UnsafePointer<ProtobufCMessageDescriptor>
  ) throws(DecodingError) {
    guard bytes.count <= limits.messageBytes else {
      throw unsafe Self.refusal(message, .messageBytes)
    }
    guard let start = bytes.baseAddress else {
      allocationBound += unsafe ArenaState.rounded(message.pointee.sizeof_message)
      return
    }
    unsafe try scan(
      WireCursor(next: start, end: start + bytes.count), Level(message: message, depth: 1))
    guard allocationBound <= limits.allocatedBytes,
      overhead <= limits.overheadPerByte * bytes.count + limits.freeOverhead
    else {
      throw unsafe Self.refusal(message, .allocation)
    }
  }

  /// One message on the way down, and which of its fields have been met.
  @safe
  private struct Level {
    let message: UnsafePointer<ProtobufCMessageDescriptor>
    let depth: Int
    var seen: UInt128 = 0
    /// Fields that are messages, or unknown.
    var costly = 0

    init(message: UnsafePointer<ProtobufCMessageDescriptor>, depth: Int) {
      unsafe self.message = unsafe message
      self.depth = depth
    }

    /// Whether the field was met before; it has been from here on.
    @inline(__always)
    mutating func meet(_ index: Int) -> Bool {
      let bit: UInt128 = 1 << UInt128(truncatingIfNeeded: index)
      defer { seen |= bit }
      return seen & bit != 0
    }
  }

  private mutating func scan(_ bytes: WireCursor, _ start: Level) throws(DecodingError) {
    var cursor = bytes
    var level = start
    guard level.depth <= limits.depth else {
      throw unsafe Self.refusal(level.message, .depth)
    }
    var fields = 0
    while !cursor.isAtEnd {
      fields += 1
      guard let tag = cursor.tag() else { throw unsafe Self.refusal(level.message, .tag) }
      if let index = unsafe Self.index(of: tag >> 3, in: level.message) {
        try known(index, tag & 7, &cursor, &level)
      } else {
        level.costly += 1
        try unsafe unknown(tag, &cursor, level.message)
      }
    }
    steps += fields
    let structBytes = unsafe ArenaState.rounded(level.message.pointee.sizeof_message)
    allocationBound += structBytes
    if level.depth > 1 { overhead += structBytes }
    if fields > 16 {
      let notes = Self.notes(fields)
      allocationBound += notes
      overhead += notes / fields * level.costly
    }
  }

  /// Bytes in which protobuf-c notes down a message's fields, 32 bytes a note: 16 of them on its stack,
  /// then slabs that double.
  @inline(never)
  private static func notes(_ fields: Int) -> Int {
    var slab = 16
    var room = slab
    while room < fields {
      slab *= 2
      room += slab
    }
    return 32 * (room - 16)
  }

  // MARK: fields

  @inline(__always)
  private mutating func known(
    _ index: Int, _ wireType: UInt32, _ cursor: inout WireCursor, _ level: inout Level
  ) throws(DecodingError) {
    let field = unsafe level.message.pointee.fields + index
    let shape = unsafe FieldShape(field.pointee.type)
    if unsafe field.pointee.label == PROTOBUF_C_LABEL_REPEATED {
      let isFirst = !level.meet(index)
      if wireType == 2 && shape.wireType != 2 {
        return try unsafe packed(field, shape, &cursor, level.message)
      }
      try unsafe count(1, shape, isFirst: isFirst, level.message, field)
    } else if shape == .message && level.meet(index) {
      throw unsafe Self.refusal(level.message, .repeatedMessage, field)
    }
    guard wireType == shape.wireType else {
      throw unsafe Self.refusal(level.message, .wireType, field)
    }
    if shape == .message { level.costly += 1 }
    try unsafe value(field, shape, &cursor, level)
  }

  @inline(__always)
  private mutating func value(
    _ field: UnsafePointer<ProtobufCFieldDescriptor>, _ shape: FieldShape,
    _ cursor: inout WireCursor, _ level: Level
  ) throws(DecodingError) {
    switch shape {
    case .varint:
      guard cursor.skipVarint() else {
        throw unsafe Self.refusal(level.message, cursor.varintRule, field)
      }
    case .fixed32, .fixed64:
      guard cursor.skip(shape.elementBytes) else {
        throw unsafe Self.refusal(level.message, .truncated, field)
      }
    case .string, .bytes, .message:
      let content = unsafe try delimited(&cursor, level.message, field)
      if shape == .string {
        if let rule = content.textRule() {
          throw unsafe Self.refusal(level.message, rule, field)
        }
      } else if shape == .message {
        let type = unsafe field.pointee.descriptor.assumingMemoryBound(
          to: ProtobufCMessageDescriptor.self)
        return try unsafe scan(content, Level(message: type, depth: level.depth + 1))
      }
      allocationBound += ArenaState.rounded(content.count + 1)
    }
  }

  private mutating func packed(
    _ field: UnsafePointer<ProtobufCFieldDescriptor>, _ shape: FieldShape,
    _ cursor: inout WireCursor, _ message: UnsafePointer<ProtobufCMessageDescriptor>
  ) throws(DecodingError) {
    var content = unsafe try delimited(&cursor, message, field)
    let bytes = content.count
    let number: Int
    if shape == .varint {
      guard let varints = content.countVarints() else {
        throw unsafe Self.refusal(message, content.varintRule, field)
      }
      // Of bools protobuf-c makes room for as many as there are bytes, however long each one is.
      number = unsafe field.pointee.type == PROTOBUF_C_TYPE_BOOL ? bytes : varints
    } else {
      let (quotient, rest) = content.count.quotientAndRemainder(dividingBy: shape.elementBytes)
      guard rest == 0 else { throw unsafe Self.refusal(message, .truncated, field) }
      number = quotient
    }
    try unsafe count(number, shape, isFirst: true, message, field)
  }

  @inline(__always)
  private mutating func count(
    _ number: Int, _ shape: FieldShape, isFirst: Bool,
    _ message: UnsafePointer<ProtobufCMessageDescriptor>,
    _ field: UnsafePointer<ProtobufCFieldDescriptor>
  ) throws(DecodingError) {
    elements += number
    guard elements <= limits.elements else {
      throw unsafe Self.refusal(message, .elements, field)
    }
    let bytes = number * shape.elementBytes + (isFirst ? 16 : 0)
    allocationBound += bytes
    if shape == .message { overhead += bytes }
  }

  private mutating func unknown(
    _ tag: UInt32, _ cursor: inout WireCursor,
    _ message: UnsafePointer<ProtobufCMessageDescriptor>
  ) throws(DecodingError) {
    unknownFields += 1
    guard unknownFields <= limits.unknownFields else {
      throw unsafe Self.refusal(message, .unknownFields)
    }
    let start = cursor
    let fits: Bool
    switch tag & 7 {
    case 0: fits = cursor.skipVarint()
    case 1: fits = cursor.skip(8)
    case 2: fits = cursor.delimited() != nil
    case 5: fits = cursor.skip(4)
    default:
      throw DecodingError(
        message: unsafe Self.name(message), field: "\(tag >> 3)", rule: .wireType)
    }
    guard fits else {
      let rule: DecodingError.Rule =
        switch tag & 7 {
        case 0: cursor.varintRule
        case 2: cursor.lengthRule
        default: .truncated
        }
      throw DecodingError(message: unsafe Self.name(message), field: "\(tag >> 3)", rule: rule)
    }
    // The value's copy, and its place in the message's array of unknown fields.
    let bytes = ArenaState.rounded(start.count - cursor.count) + 32
    allocationBound += bytes
    overhead += bytes
  }

  @inline(__always)
  private func delimited(
    _ cursor: inout WireCursor, _ message: UnsafePointer<ProtobufCMessageDescriptor>,
    _ field: UnsafePointer<ProtobufCFieldDescriptor>
  ) throws(DecodingError) -> WireCursor {
    guard let content = cursor.delimited() else {
      throw unsafe Self.refusal(message, cursor.lengthRule, field)
    }
    return content
  }

  // MARK: descriptors

  /// Where the field is in the descriptor's array, which is in the order of the numbers.
  @inline(__always)
  private static func index(
    of number: UInt32, in message: UnsafePointer<ProtobufCMessageDescriptor>
  ) -> Int? {
    let count = unsafe Int(message.pointee.n_fields)
    let fields = unsafe message.pointee.fields
    let guess = Int(number) - 1
    if guess < count, let fields = unsafe fields, unsafe fields[guess].id == number { return guess }
    return unsafe search(number, fields, count)
  }

  private static func search(
    _ number: UInt32, _ fields: UnsafePointer<ProtobufCFieldDescriptor>?, _ count: Int
  ) -> Int? {
    guard let fields = unsafe fields else { return nil }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      let id = unsafe fields[middle].id
      if id == number { return middle }
      if id < number { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  private static func name(_ message: UnsafePointer<ProtobufCMessageDescriptor>) -> String {
    unsafe String(cString: message.pointee.name)
  }

  @inline(never)
  private static func refusal(
    _ message: UnsafePointer<ProtobufCMessageDescriptor>, _ rule: DecodingError.Rule,
    _ field: UnsafePointer<ProtobufCFieldDescriptor>? = nil
  ) -> DecodingError {
    let field = unsafe field.map { unsafe String(cString: $0.pointee.name) } ?? ""
    return unsafe DecodingError(message: name(message), field: field, rule: rule)
  }
}
