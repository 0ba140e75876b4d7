/// What a program can read about an error: an encoded message and the full name of its type.
public struct ErrorDetail: Envelope {
  /// Such as `cameo.rpc.v1.FieldViolation`.
  public var type: String
  public var value: [UInt8]

  public init(type: String = "", value: [UInt8] = []) {
    self.type = type
    self.value = value
  }

  public init(decoding bytes: RawSpan) throws(EnvelopeError) {
    try self.init(decoding: bytes, 0..<bytes.byteCount)
  }

  init(decoding bytes: RawSpan, _ range: Range<Int>) throws(EnvelopeError) {
    self.init()
    var reader = EnvelopeReader(range)
    while try reader.next(in: bytes) {
      switch reader.field {
      case 1: type = try reader.string(in: bytes)
      case 2: value = try reader.array(in: bytes)
      default: try reader.skip(in: bytes)
      }
    }
  }

  public var encodedSize: Int {
    EnvelopeSize.field(type.utf8.count) + EnvelopeSize.field(value.count)
  }

  public func encode(into bytes: inout MutableRawSpan) {
    var writer = EnvelopeWriter()
    encode(with: &writer, into: &bytes)
  }

  func encode(with writer: inout EnvelopeWriter, into bytes: inout MutableRawSpan) {
    writer.string(type, field: 1, into: &bytes)
    writer.array(value, field: 2, into: &bytes)
  }
}
