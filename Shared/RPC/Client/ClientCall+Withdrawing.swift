internal import Runtime
internal import Wire

/// A call whose caller waits no more.
extension ClientCall {
  /// Has the server hear of it, unless it knows by itself: the deadline of a call ends it there too. So
  /// when thousands time out together, no more RESETs go out than the server's budget has room for.
  final func withdraw(from connection: Connection?) {
    guard let connection else { return }
    let isAffordable = connection.machine.affordsReset(loop.now)
    guard !isAffordable, hasToldDeadline, let deadline = options.deadline, deadline <= loop.now
    else { return connection.reset(self, .cancelled) }
    connection.leave(self)
  }
}

extension Connection {
  /// Forgets a call that the peer is about to end without being asked. What still comes of it is late.
  fileprivate final func leave(_ call: ClientCall) {
    guard streams.removeValue(forKey: call.id) != nil else { return }
    machine.reset(call.id)
    call.detach()
    call.failOutbox(RPCError(.deadlineExceeded, "the call is past its deadline"))
    streamEnded()
  }
}
