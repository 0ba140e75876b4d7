extension ConnectionMachine {
  /// Judges a header before its payload is waited for or room is made for it: nil, or why the
  /// connection has to end. `mutating`, as ``sendableBytes(_:)`` is, lest the compiler copy all of the
  /// machine in order to look at it.
  public mutating func check(_ header: FrameHeader) -> ConnectionFailure? {
    guard header.length <= Settings.largestFrame else {
      return failure("the top byte of a frame's length is not 0: this is not Cameo RPC")
    }
    guard header.length <= local.maxFrame else {
      return failure("a frame is larger than max_frame")
    }
    guard header.head <= FrameHeader.maxHead, header.head <= header.length else {
      return failure("an envelope is larger than 8192 bytes or than its frame")
    }
    guard header.type.isKnown || header.type.isSkippable else {
      return failure("a frame has an unknown type below 0x80")
    }
    guard isReady || header.type == .hello else {
      return failure("the first frame is not HELLO")
    }
    return checkPlace(header)
  }

  /// Whether a type may come on its stream: the connection's own is 0, calls have odd ids.
  private func checkPlace(_ header: FrameHeader) -> ConnectionFailure? {
    switch header.type {
    case .hello, .ping, .goAway:
      return header.stream == 0
        ? checkControl(header) : failure("HELLO, PING or GOAWAY names a stream")
    case .window where header.stream == 0:
      return checkControl(header)
    case .request, .data, .response, .reset, .window:
      guard header.stream & 1 == 1, header.stream <= Self.highestStream else {
        return failure("a stream id is 0, even, or beyond 2^31-1")
      }
      return header.type == .window ? checkControl(header) : nil
    default:
      return nil
    }
  }

  /// END, MORE, COMPRESSED and NO_MESSAGE speak of messages, and these frames have none.
  private func checkControl(_ header: FrameHeader) -> ConnectionFailure? {
    guard header.flags.isDisjoint(with: .lowNibble) else {
      return failure("HELLO, WINDOW, PING or GOAWAY has a flag that it does not know")
    }
    let expected: UInt32? =
      switch header.type {
      case .ping: 8
      case .window: 0
      default: UInt32(header.head)
      }
    guard header.length == expected, header.type != .ping || header.head == 0 else {
      return failure("HELLO, WINDOW, PING or GOAWAY has a payload of the wrong size")
    }
    return nil
  }

  func failure(_ text: String, _ code: StatusCode = .internal) -> ConnectionFailure {
    ConnectionFailure(code: code, text: text)
  }
}
