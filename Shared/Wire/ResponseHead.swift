/// The envelope of a RESPONSE, and of a server's first DATA where it sends metadata early.
public struct ResponseHead: Envelope {
  public var metadata: Metadata
  /// Human text of a status other than OK.
  public var message: String
  public var details: [ErrorDetail]
  /// How long the server asks the client to wait before it tries again, in milliseconds; 0 = none.
  public var retryAfterMilliseconds: UInt32

  public init(
    metadata: Metadata = [], message: String = "", details: [ErrorDetail] = [],
    retryAfterMilliseconds: UInt32 = 0
  ) {
    self.metadata = metadata
    self.message = message
    self.details = details
    self.retryAfterMilliseconds = retryAfterMilliseconds
  }

  public init(decoding bytes: RawSpan) throws(EnvelopeError) {
    self.init()
    var reader = EnvelopeReader(0..<bytes.byteCount)
    while try reader.next(in: bytes) {
      switch reader.field {
      case 1:
        metadata.entries.append(
          try Metadata.Entry(decoding: bytes, try reader.range(in: bytes)))
      case 2: message = try reader.string(in: bytes)
      case 3: details.append(try ErrorDetail(decoding: bytes, try reader.range(in: bytes)))
      case 4: retryAfterMilliseconds = try reader.uint32(in: bytes)
      default: try reader.skip(in: bytes)
      }
    }
  }

  public var encodedSize: Int {
    var size = metadata.elementsSize + EnvelopeSize.field(message.utf8.count)
    for detail in details { size += EnvelopeSize.element(detail.encodedSize) }
    return size + EnvelopeSize.uint32(retryAfterMilliseconds)
  }

  public func encode(into bytes: inout MutableRawSpan) {
    var writer = EnvelopeWriter()
    metadata.encodeElements(field: 1, with: &writer, into: &bytes)
    writer.string(message, field: 2, into: &bytes)
    for detail in details {
      writer.prefix(detail.encodedSize, field: 3, into: &bytes)
      detail.encode(with: &writer, into: &bytes)
    }
    writer.uint32(retryAfterMilliseconds, field: 4, into: &bytes)
  }
}
