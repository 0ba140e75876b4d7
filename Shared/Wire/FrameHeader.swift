/// The 16 bytes before every payload, in network byte order (protocol section 2).
public struct FrameHeader: Equatable, Sendable {
  /// How many bytes a header takes.
  public static let byteCount = 16
  /// How many bytes an envelope may take.
  public static let maxHead = 8192

  /// Bytes after the header, envelope included.
  public var length: UInt32
  /// The stream, or 0 for the connection.
  public var stream: UInt32
  public var type: FrameType
  public var flags: FrameFlags
  /// How many bytes of the payload are the envelope.
  public var head: UInt16
  /// A number whose meaning the type gives, else 0.
  public var aux: UInt32

  public init(
    length: UInt32, stream: UInt32, type: FrameType, flags: FrameFlags = [], head: UInt16 = 0,
    aux: UInt32 = 0
  ) {
    self.length = length
    self.stream = stream
    self.type = type
    self.flags = flags
    self.head = head
    self.aux = aux
  }

  /// Reads the first 16 of `bytes`, which the caller has made sure are there. Nothing is judged:
  /// that is ``ConnectionMachine/check(_:)``.
  public init(parsing bytes: RawSpan) {
    // Safe because these are integers, for which every bit pattern is a value; bounds are checked.
    length = unsafe UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self))
    stream = unsafe UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 4, as: UInt32.self))
    type = unsafe FrameType(rawValue: bytes.unsafeLoad(fromByteOffset: 8, as: UInt8.self))
    flags = unsafe FrameFlags(rawValue: bytes.unsafeLoad(fromByteOffset: 9, as: UInt8.self))
    head = unsafe UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 10, as: UInt16.self))
    aux = unsafe UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 12, as: UInt32.self))
  }

  /// Writes the first 16 of `bytes`.
  public func write(into bytes: inout MutableRawSpan) {
    bytes.storeBytes(of: length.bigEndian, toByteOffset: 0, as: UInt32.self)
    bytes.storeBytes(of: stream.bigEndian, toByteOffset: 4, as: UInt32.self)
    bytes.storeBytes(of: type.rawValue, toByteOffset: 8, as: UInt8.self)
    bytes.storeBytes(of: flags.rawValue, toByteOffset: 9, as: UInt8.self)
    bytes.storeBytes(of: head.bigEndian, toByteOffset: 10, as: UInt16.self)
    bytes.storeBytes(of: aux.bigEndian, toByteOffset: 12, as: UInt32.self)
  }

  /// How many bytes of the payload are the body; 0 where `head` claims more than there is.
  public var bodyLength: Int { max(0, Int(length) - Int(head)) }
}
