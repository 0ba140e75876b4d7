internal import Wire

/// What a connection holds in memory, and for how much of it there is room.
extension Connection {
  /// A stream takes up so many bytes more, or fewer.
  final func hold(_ byteCount: Int) {
    heldBytes += byteCount
    // The end of the turn is when the loop learns what is held, and what is not held any more: room
    // that nobody is told of is room that others are refused.
    if byteCount != 0 { scheduleFlush() }
  }

  /// A frame has been handled.
  final func settle(_ stream: Stream) {
    stream.creditArrivals()
    if heldBytes > settings.maximumHeldBytes { overfilled() }
  }

  /// Whether messages may wait for their readers without taking up the connection's window: the peer
  /// could then fill that as well, and must still be within bounds.
  final var hasRoomForArrivals: Bool {
    heldBytes + Int(machine.local.connectionWindow) <= settings.maximumHeldBytes
  }

  /// Tells the loop what is held now.
  final func reportHeldBytes() {
    guard phase != .closed else { return }
    let held = heldBytes + output.capacity + unread.count
    if held != reportedBytes {
      share.ledger.change(by: held - reportedBytes)
      reportedBytes = held
    }
    if held > 0 { holdsBytes() }
  }

  /// The connection is over.
  final func reportNothingHeld() {
    share.ledger.change(by: -reportedBytes)
    reportedBytes = 0
  }
}

extension Stream {
  /// What a message costs that waits for its reader.
  final func waiting(_ byteCount: Int, owed: Int) -> MessageCost {
    let cost = MessageCost(credit: owed, memory: byteCount + MessageCost.overhead)
    store(cost.memory)
    return cost
  }

  /// Its reader has taken it.
  final func taken(_ cost: MessageCost) {
    store(-cost.memory)
    giveBack(cost.credit)
  }
}

/// What a message takes up while it waits for its reader.
struct MessageCost: Sendable {
  /// What a message takes up beside its bytes, at the least: one of no bytes is no gift either.
  static let overhead = 64

  /// Bytes of credit that its sender is owed.
  let credit: Int
  /// Bytes of memory.
  let memory: Int
}

extension RPCError {
  /// A message that would have to wait, of so many bytes, and there is no memory for it.
  static func noRoom(_ byteCount: Int) -> RPCError {
    RPCError(
      .resourceExhausted,
      "no room for \(byteCount) bytes more: the peer has too many waiting that it does not take")
  }
}

extension OutgoingMessage {
  /// Bytes that it takes up while it waits.
  var memory: Int { head.count + body.count + MessageCost.overhead }
}
