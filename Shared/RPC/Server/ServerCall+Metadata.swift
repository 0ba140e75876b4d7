internal import Messages
internal import Wire

/// Answers that carry metadata, or pass interceptors on their way out. Calls that do neither never
/// come here.
extension ServerCall {
  /// Whether the answer is more than a message and a status.
  var isAdorned: Bool { interception != nil || state.hasAdditions }

  /// As `reply(with:)`, with everything around it; with interceptors, once they are done.
  func replyAdorned(with reply: some Message) {
    guard let connection, !isOver else { return }
    if let interception, interception.isUnderWay {
      interception.answer = { self.replyAdorned(with: reply) }
      return
    }
    guard let head = trailingHead() else { return }
    if let error = sendPendingMetadata(connection) { return fail(error) }
    send(reply, head, connection)
  }

  /// As `finish()`, with everything around it; with interceptors, once they are done.
  func finishAdorned() {
    guard let connection, !isOver else { return }
    if let interception, interception.isUnderWay {
      interception.answer = { self.finishAdorned() }
      return
    }
    guard let head = trailingHead() else { return }
    if let error = sendPendingMetadata(connection) { return fail(error) }
    end(connection, .ok, head)
  }

  /// Initial metadata that goes in front of an error, and the error with what else goes with it.
  func adorned(_ error: RPCError, _ connection: Connection) -> RPCError {
    // Where even that cannot be sent, the call's own error says more.
    _ = sendPendingMetadata(connection)
    var error = error
    error.metadata.entries += state.withAdditions { $0.trailing.entries }
    return error
  }

  /// The envelope of a RESPONSE with OK; nil, and the call has failed, where it cannot be sent.
  private func trailingHead() -> ResponseHead? {
    let head = ResponseHead(metadata: state.withAdditions { $0.trailing })
    guard let error = Self.unsendable(head) else { return head }
    state.withAdditions { $0.trailing = Metadata() }
    fail(error)
    return nil
  }

  /// Sends the initial metadata, if there is any that has not gone yet; returns why it cannot be sent.
  func sendPendingMetadata(_ connection: Connection) -> RPCError? {
    guard totals.sentMessages == 0, state.withAdditions({ !$0.initial.isEmpty }) else {
      return nil
    }
    return sendInitialMetadata(on: connection)
  }

  /// Sends initial metadata, even none, in a frame of its own.
  func sendInitialMetadata(on connection: Connection) -> RPCError? {
    guard totals.sentMessages == 0, let metadata = state.takeInitialMetadata() else {
      return CallState.initialMetadataSent
    }
    let head = ResponseHead(metadata: metadata)
    if let error = Self.unsendable(head) { return error }
    connection.sendEmpty(.data, isEnd: false, aux: 0, head: head, on: self)
    return nil
  }

  /// Why no client would take this envelope; nil where it would.
  private static func unsendable(_ head: ResponseHead) -> RPCError? {
    if let error = RPCError(keysOf: head.metadata) { return error }
    let size = head.encodedSize
    guard size > FrameHeader.maxHead else { return nil }
    return RPCError(
      .resourceExhausted,
      "the metadata of the answer takes \(size) bytes of at most \(FrameHeader.maxHead): send less")
  }
}

extension ServerConnection {
  /// Sends a call's initial metadata now; on the loop.
  func sendInitialMetadata(of state: CallState) throws(RPCError) {
    guard let call = streams[state.stream] as? ServerCall, !call.isOver else {
      throw RPCError(.cancelled, "the call is over")
    }
    if let error = call.sendInitialMetadata(on: self) { throw error }
  }
}
