internal import Runtime
internal import Wire

/// A call whose caller waits no more.
extension ClientCall {
  /// Has the server hear of it, unless it knows by itself: the deadline of a call ends it there too. So
  /// when thousands time out together, no more RESETs go out than the server's budget has room for.
  final func withdraw(from connection: Connection?, telling code: StatusCode) {
    guard let connection else { return }
    let isAffordable = connection.machine.affordsReset(loop.now)
    guard code == .cancelled, !isAffordable, hasToldDeadline, let deadline = options.deadline,
      deadline <= loop.now,
      let connection = connection as? ClientConnection, connection.hasSent(self)
    else { return connection.reset(self, code) }
    connection.leave(self)
  }
}

extension ClientConnection {
  /// Whether the server may have heard of a call.
  fileprivate func hasSent(_ call: ClientCall) -> Bool { !unopened.contains(call.id) }

  /// Forgets a call that the server is about to end without being asked. Its place is taken till then.
  fileprivate func leave(_ call: ClientCall) {
    guard streams.removeValue(forKey: call.id) != nil else { return }
    let leftCalls = leftCalls ?? LeftCalls(self)
    self.leftCalls = leftCalls
    leftCalls.add(call.id)
    call.detach()
    call.failOutbox(RPCError(.deadlineExceeded, "the call is past its deadline"))
    streamEnded()
  }
}

extension Connection {
  /// A message's frame has come for a call that has been left; with its end the place is free.
  final func passOver(_ frame: Frame, isEnd: Bool) {
    unsafe credit(frame.body.count, stream: 0)
    if isEnd { streamEnded() }
  }
}
