/// The first envelope each way: what its sender accepts. A limit of 0 stands for the default.
public struct Hello: Envelope {
  public var maxFrame: UInt32 = 0
  public var maxMessage: UInt32 = 0
  public var maxStreams: UInt32 = 0
  public var streamWindow: UInt32 = 0
  public var connectionWindow: UInt32 = 0
  public var codecs: [String] = []
  public var software: String = ""

  public init() {}

  /// Announces `settings`, raised to the defaults where they are lower, because HELLO may not lower
  /// a limit.
  public init(_ settings: Settings) {
    let announced = settings.announced
    maxFrame = announced.maxFrame
    maxMessage = announced.maxMessage
    maxStreams = announced.maxStreams
    streamWindow = announced.streamWindow
    connectionWindow = announced.connectionWindow
    codecs = announced.codecs
    software = announced.software
  }

  public init(decoding bytes: RawSpan) throws(EnvelopeError) {
    var reader = EnvelopeReader(0..<bytes.byteCount)
    while try reader.next(in: bytes) {
      switch reader.field {
      case 1: maxFrame = try reader.uint32(in: bytes)
      case 2: maxMessage = try reader.uint32(in: bytes)
      case 3: maxStreams = try reader.uint32(in: bytes)
      case 4: streamWindow = try reader.uint32(in: bytes)
      case 5: connectionWindow = try reader.uint32(in: bytes)
      case 6: codecs.append(try reader.string(in: bytes))
      case 7: software = try reader.string(in: bytes)
      default: try reader.skip(in: bytes)
      }
    }
  }

  public var encodedSize: Int {
    var size = EnvelopeSize.uint32(maxFrame) + EnvelopeSize.uint32(maxMessage)
    size += EnvelopeSize.uint32(maxStreams) + EnvelopeSize.uint32(streamWindow)
    size += EnvelopeSize.uint32(connectionWindow)
    for codec in codecs { size += EnvelopeSize.element(codec.utf8.count) }
    return size + EnvelopeSize.field(software.utf8.count)
  }

  public func encode(into bytes: inout MutableRawSpan) {
    var writer = EnvelopeWriter()
    writer.uint32(maxFrame, field: 1, into: &bytes)
    writer.uint32(maxMessage, field: 2, into: &bytes)
    writer.uint32(maxStreams, field: 3, into: &bytes)
    writer.uint32(streamWindow, field: 4, into: &bytes)
    writer.uint32(connectionWindow, field: 5, into: &bytes)
    for codec in codecs { writer.element(codec, field: 6, into: &bytes) }
    writer.string(software, field: 7, into: &bytes)
  }
}
