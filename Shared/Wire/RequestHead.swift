/// The envelope of a REQUEST: which method, and what travels with the call.
public struct RequestHead: Envelope {
  /// Such as `cameo.profile.v1.ProfileService/GetProfile`.
  public var method: String
  public var metadata: Metadata
  /// W3C trace context: 16 bytes trace id, 8 span id, 1 flags; may be empty.
  public var trace: [UInt8]
  /// 0 first, then 1, 2 ... on a retry.
  public var attempt: UInt32

  public init(
    method: String = "", metadata: Metadata = [], trace: [UInt8] = [], attempt: UInt32 = 0
  ) {
    self.method = method
    self.metadata = metadata
    self.trace = trace
    self.attempt = attempt
  }

  public init(decoding bytes: RawSpan) throws(EnvelopeError) {
    try self.init(decoding: bytes, likelyMethod: "")
  }

  /// Reads all of `bytes`. If the method is `likelyMethod`, such as that of the connection's last
  /// call, the string is shared instead of made anew.
  public init(decoding bytes: RawSpan, likelyMethod: String) throws(EnvelopeError) {
    self.init()
    var reader = EnvelopeReader(0..<bytes.byteCount)
    while try reader.next(in: bytes) {
      switch reader.field {
      case 1: method = try reader.string(in: bytes, like: likelyMethod)
      case 2:
        metadata.entries.append(
          try Metadata.Entry(decoding: bytes, try reader.range(in: bytes)))
      case 3: trace = try reader.array(in: bytes)
      case 4: attempt = try reader.uint32(in: bytes)
      default: try reader.skip(in: bytes)
      }
    }
  }

  public var encodedSize: Int {
    EnvelopeSize.field(method.utf8.count) + metadata.elementsSize
      + EnvelopeSize.field(trace.count) + EnvelopeSize.uint32(attempt)
  }

  public func encode(into bytes: inout MutableRawSpan) {
    var writer = EnvelopeWriter()
    writer.string(method, field: 1, into: &bytes)
    metadata.encodeElements(field: 2, with: &writer, into: &bytes)
    writer.array(trace, field: 3, into: &bytes)
    writer.uint32(attempt, field: 4, into: &bytes)
  }
}

extension Metadata {
  /// The bytes of all pairs as elements of a repeated field.
  var elementsSize: Int {
    var size = 0
    for entry in entries { size += EnvelopeSize.element(entry.encodedSize) }
    return size
  }

  func encodeElements(
    field: UInt8, with writer: inout EnvelopeWriter, into bytes: inout MutableRawSpan
  ) {
    for entry in entries {
      writer.prefix(entry.encodedSize, field: field, into: &bytes)
      entry.encode(with: &writer, into: &bytes)
    }
  }
}
