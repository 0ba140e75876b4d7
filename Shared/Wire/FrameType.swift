/// What a frame is for: the byte at offset 8 of its header (protocol section 3).
///
/// A raw value of 0x80 and above that has no name here is an extension and is skipped; one below
/// it is an error.
public struct FrameType: RawRepresentable, Equatable, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Both sides, first of all, on stream 0: the limits that the sender accepts.
  public static let hello = FrameType(rawValue: 1)
  /// The client opens a stream with a method, and with the first message or its first piece.
  public static let request = FrameType(rawValue: 2)
  /// A message, or a piece of one, on an open stream.
  public static let data = FrameType(rawValue: 3)
  /// The server ends a stream with a status, and with the reply of a unary call.
  public static let response = FrameType(rawValue: 4)
  /// Either side ends a stream at once.
  public static let reset = FrameType(rawValue: 5)
  /// Credit in bytes, for a stream or (stream 0) for the connection.
  public static let window = FrameType(rawValue: 6)
  /// Eight bytes that come back with ACK.
  public static let ping = FrameType(rawValue: 7)
  /// The sender takes no calls beyond the stream that it names.
  public static let goAway = FrameType(rawValue: 8)

  /// Whether this version of the protocol gives the type a meaning.
  public var isKnown: Bool { rawValue >= 1 && rawValue <= 8 }

  /// Whether a receiver that does not know the type passes over the frame.
  public var isSkippable: Bool { rawValue >= 0x80 }

  /// Whether bodies of this type spend credit (protocol section 6).
  public var spendsCredit: Bool { rawValue >= 2 && rawValue <= 4 }
}
