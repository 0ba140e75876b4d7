/// What a machine knows about one stream that is open or half-closed. Streams that are idle or closed
/// are not in the table: an id above the highest seen is idle, any other is closed.
struct StreamState {
  /// Never 0, which marks a free slot of the table.
  let id: UInt32
  var marks: Marks = []
  /// Bytes of the incoming message so far.
  var messageBytes: UInt32 = 0
  var send: SendWindow
  var receive: ReceiveWindow

  struct Marks: OptionSet {
    let rawValue: UInt8

    /// This side said END: it sends no more messages.
    static let localEnded = Marks(rawValue: 0x01)
    /// The peer said END.
    static let peerEnded = Marks(rawValue: 0x02)
    /// The incoming message has more pieces to come.
    static let inMessage = Marks(rawValue: 0x04)
    /// The incoming message is that of a RESPONSE.
    static let inResponse = Marks(rawValue: 0x08)
    /// The peer has sent DATA, so that initial metadata is too late.
    static let sawData = Marks(rawValue: 0x10)
  }

  /// Moves on by one piece of the incoming message and says which one it is.
  mutating func advance(_ flags: FrameFlags) -> Piece {
    let more = flags.contains(.more)
    if marks.contains(.inMessage) {
      guard !more else { return .middle }
      marks.remove(.inMessage)
      return .last
    }
    if flags.contains(.noMessage) { return .none }
    guard more else { return .whole }
    marks.insert(.inMessage)
    return .first
  }

  /// What is wrong with a piece's flags, if anything is.
  func misflagged(_ flags: FrameFlags, _ bytes: Int, mayCompress: Bool) -> String? {
    guard !flags.isSuperset(of: [.end, .more]) else { return "END and MORE exclude each other" }
    if flags.contains(.noMessage) {
      guard bytes == 0, flags.isDisjoint(with: [.more, .compressed]), !marks.contains(.inMessage)
      else { return "NO_MESSAGE with a message" }
    }
    guard mayCompress || !flags.contains(.compressed) || marks.contains(.inMessage) else {
      return "COMPRESSED without a codec in common"
    }
    return nil
  }

  /// Adds a piece to the incoming message; false if that makes it too large.
  mutating func count(_ bytes: Int, upTo limit: UInt32) -> Bool {
    let before = marks.contains(.inMessage) ? Int(messageBytes) : 0
    guard before + bytes <= Int(limit) else { return false }
    messageBytes = UInt32(before + bytes)
    return true
  }
}
