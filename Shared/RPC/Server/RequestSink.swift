internal import Messages
internal import Wire

/// The streamed request of one call, whatever its message type.
@safe struct RequestSink {
  let deliver: (UnsafeRawBufferPointer, _ owedBytes: Int) -> Void
  let end: (Result<Void, RPCError>) -> Void
  let isEmpty: () -> Bool
}

extension RequestStream {
  /// The stream of a call's requests, fed from its connection.
  init(of call: ServerCall) {
    let inbox = MessageInbox<Request> { call.consumed($0) }
    self.init(inbox: inbox)
    unsafe call.receiveRequests(
      RequestSink(
        deliver: { [unowned call] body, owed in
          guard let request: Request = unsafe call.decode(body) else { return }
          inbox.deliver(request, call.waiting(body.count, owed: owed))
        },
        end: { inbox.end($0) },
        isEmpty: { inbox.isEmpty }))
  }
}
