/// The bits at offset 9 of a frame's header (protocol section 4).
public struct FrameFlags: OptionSet, Equatable, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The sender's last frame on this stream.
  public static let end = FrameFlags(rawValue: 0x01)
  /// This message goes on in the stream's next frame.
  public static let more = FrameFlags(rawValue: 0x02)
  /// The whole message is compressed; counts on its first piece only.
  public static let compressed = FrameFlags(rawValue: 0x04)
  /// The body is no message at all, as opposed to a message of no bytes.
  public static let noMessage = FrameFlags(rawValue: 0x08)
  /// On PING: the answer.
  public static let ack = FrameFlags(rawValue: 0x10)
  /// On RESET and GOAWAY: no handler saw the refused call, so it may be sent again.
  public static let unprocessed = FrameFlags(rawValue: 0x20)

  /// The bits a receiver must understand; those of the high nibble it may ignore.
  static let lowNibble = FrameFlags(rawValue: 0x0F)
}
