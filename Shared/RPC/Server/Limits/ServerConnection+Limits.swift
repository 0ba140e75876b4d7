internal import Runtime
internal import Wire

/// What a connection takes on, and whom it ends when it has taken on too much.
extension ServerConnection {
  /// Why a call is not let begin, and what to tell its client.
  struct CallRefusal {
    let reason: Refusal
    let text: String
    var retryAfterMilliseconds: UInt32 = 0
  }

  /// Nil: the call may begin.
  func refusal(of method: ServedMethod, _ origin: CallOrigin) -> CallRefusal? {
    // A client that cancels and calls again may leave handlers behind that do not notice.
    if origin.runningHandlers >= 2 * Int(machine.streamLimit) {
      return CallRefusal(
        reason: .abandonedHandlers, text: "handlers of calls that are over are still at work")
    }
    if let delay = method.retryAfterMilliseconds() {
      return CallRefusal(
        reason: .overload,
        text: "\(method.inFlight) calls of \(method.route.path.prefix(utf8: 200)) are at work",
        retryAfterMilliseconds: delay)
    }
    if bounds.memory.isUsedUp, !method.route.isHealth {
      return CallRefusal(
        reason: .memory, text: "the server's memory is used up",
        retryAfterMilliseconds: .random(in: 100...200))
    }
    return nil
  }

  /// Turns a call away whose REQUEST has come, with so many bytes of body.
  func refuse(_ stream: UInt32, _ refusal: CallRefusal, _ byteCount: Int) {
    let error = RPCError(
      .resourceExhausted, refusal.text, retryAfterMilliseconds: refusal.retryAfterMilliseconds)
    machine.reset(stream)
    credit(byteCount, stream: 0)
    sendReset(stream, error.code, error.resetText, isUnprocessed: true)
    server.observer.refused(method: calledPath, refusal.reason)
  }

  /// Ends the calls that take up most memory until there is room for `byteCount` bytes more. False
  /// when that would cost a call that takes up less than that, or `spared`.
  @discardableResult
  func endLargest(for byteCount: Int = 0, sparing spared: Stream? = nil) -> Bool {
    while heldBytes + byteCount > settings.maximumHeldBytes {
      guard let largest = streams.values.max(by: { $0.storedBytes < $1.storedBytes }),
        largest !== spared, largest.storedBytes > byteCount, let call = largest as? ServerCall
      else { return false }
      call.evict("its connection holds too many bytes, and this call held most of them")
    }
    return true
  }

  /// Ends what its peer has not moved on for `limit` nanoseconds. False: nothing waits for the peer.
  func endStalled(limit: Int64, now: Int64) -> Bool {
    guard phase == .open || phase == .closing else { return false }
    reportHeldBytes()
    if let since = unsentSince, now - since >= limit {
      close(RPCError(.unavailable, "the peer did not take what was sent to it in time"))
      return false
    }
    if phase == .open, !isReadingPaused, let since = unreadSince, now - since >= limit {
      fail(.resourceExhausted, "a frame that had begun did not arrive in time")
      return true
    }
    for case let call as ServerCall in Array(streams.values) {
      if let text = call.stall(limit: limit, now: now) { call.evict(text) }
    }
    return reportedBytes > 0
  }
}

extension ServerCall {
  /// What its peer should have moved on for `limit` nanoseconds, in words; nil where nothing is.
  fileprivate func stall(limit: Int64, now: Int64) -> String? {
    guard let connection else { return nil }
    // Without credit the peer could not go on if it wanted to.
    if isAssembling, now - lastPieceArrived >= limit, connection.machine.receivableBytes(id) > 0 {
      return "a message that had begun did not arrive in time"
    }
    // A handler that still writes may have a slow reader, for as long as they both like.
    if isOver, !outbox.isEmpty, now - lastPieceSent >= limit {
      return "the client did not take the answer in time"
    }
    return nil
  }
}
