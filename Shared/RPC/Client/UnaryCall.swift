internal import Messages
internal import Runtime
internal import Wire

/// A call of one request and one reply, as its caller waits for it.
///
/// `@unchecked Sendable`: as its base class, touched on its loop only.
@safe final class UnaryCall<Request: Message, Reply: Message>: ClientCall, @unchecked Sendable {
  private let request: Request
  private var reply: Reply?
  private var caller: UnsafeContinuation<Result<Reply, RPCError>, Never>?

  init(
    _ method: Method<Request, Reply>, _ request: Request, _ options: CallOptions, loop: EventLoop
  ) {
    self.request = request
    super.init(
      path: method.path, idempotency: method.idempotency, options: options, loop: loop)
  }

  private init(twinOf call: UnaryCall) {
    request = call.request
    super.init(
      path: call.path, idempotency: call.idempotency, options: call.options, loop: call.loop)
  }

  /// Sends the call by way of `worker` and waits for its outcome; on the loop.
  func result(by worker: ChannelWorker) async throws(RPCError) -> Reply {
    let result = await withTaskCancellationHandler {
      await unsafe withUnsafeContinuation { continuation in
        unsafe caller = continuation
        worker.begin(self)
      }
    } onCancel: {
      loop.execute { self.cancel() }
    }
    return try result.get()
  }

  override var isUnary: Bool { true }

  override func makeTwin() -> ClientCall? { UnaryCall(twinOf: self) }

  override func takeReply(of twin: ClientCall) {
    guard let twin = twin as? UnaryCall else { return }
    reply = twin.reply
    replyMetadata = twin.replyMetadata
  }

  override func startOver() {
    super.startOver()
    reply = nil
  }

  override func open(on connection: ClientConnection) {
    guard let head = headThatFits() else { return }
    let sent = connection.send(
      request, .request, isEnd: true, aux: timeLeft, head: head, on: self)
    if case .tooLarge(let size) = sent { abandon(Self.tooLarge(size, connection)) }
  }

  override func receiveReply(_ body: UnsafeRawBufferPointer, owed: Int) throws(RPCError) {
    giveBack(owed)
    guard reply == nil else { throw RPCError(.internal, "\(path) has one reply, and sent two") }
    reply = try unsafe decode(body)
  }

  override func finish(_ result: Result<Void, RPCError>) {
    guard let caller = unsafe caller else { return }
    unsafe self.caller = nil
    giveMetadata()
    // Not a switch over both: the runtime would look up the type of the pair at every call.
    if case .failure(let error) = result {
      unsafe caller.resume(returning: .failure(error))
    } else if let reply {
      unsafe caller.resume(returning: .success(reply))
    } else {
      unsafe caller.resume(
        returning: .failure(RPCError(.internal, "\(path) ended OK without a reply")))
    }
  }
}
