extension ConnectionMachine {
  /// How many body bytes may be sent on a stream now; 0 if it is over. The bound on one frame
  /// (`peer.maxFrame`, less the head) is the caller's to apply.
  public mutating func sendableBytes(_ stream: UInt32) -> Int {
    guard let slot = streams.find(stream) else { return 0 }
    return Int(min(streams[slot].send.available, send.available))
  }

  /// Notes a frame as sent: spends credit, moves the stream's state and forgets it once it is over.
  public mutating func didSend(
    _ type: FrameType, _ flags: FrameFlags, stream: UInt32, bodyBytes: Int
  ) {
    switch type {
    case .request, .data, .response: didSendMessage(type, flags, stream, bodyBytes)
    case .reset: reset(stream)
    case .ping where !flags.contains(.ack): pingsUnderWay += 1
    default: break
    }
  }

  /// Ends a stream from this side, which sends RESET. A stream that is over stays so.
  public mutating func reset(_ stream: UInt32) {
    guard let slot = streams.find(stream) else { return }
    endHere(slot)
  }

  /// Notes that this side means to send RESET for a call that the peer has not answered; false where
  /// so many have gone that the peer may take one more for a flood. Half of the peer's budget is used:
  /// what leaves over seconds may arrive at once.
  public mutating func affordsReset(_ now: Int64) -> Bool {
    floods.ownResets.charge(now, weight: 2)
  }

  /// Takes the latest RESET of the peer out of its budget: it was in order.
  public mutating func forgiveReset() { floods.resets.refund() }

  /// Notes body bytes as consumed by the application, or dropped (`stream` 0), and says which credit
  /// to send now: it gathers until half the window. Credit that a refused frame gave back comes out
  /// here too, so call it with 0 bytes and stream 0 after ``Event/refuse(stream:code:text:unprocessed:)``.
  ///
  /// The connection's credit may come back before the stream's: say so with stream 0 first, and with
  /// `creditedBefore` bytes when the application consumes them.
  public mutating func didConsume(
    _ bytes: Int, stream: UInt32, creditedBefore: Int = 0
  ) -> Credit {
    receive.gather(bytes - creditedBefore, of: local.connectionWindow)
    var credit = Credit(connection: receive.release(of: local.connectionWindow))
    guard stream != 0 else { return credit }
    // A message without bytes holds no credit; reading it is what shows that it was no flood.
    if bytes == 0 { floods.empties.refund() }
    guard let slot = streams.find(stream) else { return credit }
    streams[slot].receive.gather(bytes, of: local.streamWindow)
    if !streams[slot].marks.contains(.peerEnded) {
      credit.stream = streams[slot].receive.release(of: local.streamWindow)
    }
    return credit
  }

  private mutating func didSendMessage(
    _ type: FrameType, _ flags: FrameFlags, _ stream: UInt32, _ bodyBytes: Int
  ) {
    if bodyBytes > 0 {
      send.spend(bodyBytes)
      // The peer may credit the frame on its stream and on the connection.
      floods.windows.earn(2)
    }
    guard let slot = streams.find(stream) else { return }
    streams[slot].send.spend(bodyBytes)
    guard flags.contains(.end) else { return }
    if type == .response {
      endHere(slot)
    } else {
      streams[slot].marks.insert(.localEnded)
    }
  }

  /// Closes a stream from this side. What the peer sent before it heard of that is still to come: it
  /// may cancel the call once, end its messages once, and as a server begin with metadata, for free.
  mutating func endHere(_ slot: Int) {
    floods.resets.earn(1)
    if !streams[slot].marks.contains(.peerEnded) { floods.empties.earn(role == .client ? 2 : 1) }
    streams.remove(at: slot)
  }
}
