internal import Messages
internal import Runtime
internal import Wire

/// A call in which one side or both send any number of messages.
///
/// `@unchecked Sendable`: as its base class, touched on its loop only.
final class StreamingCall<Request: Message, Reply: Message>: ClientCall, @unchecked Sendable {
  /// The one request of a server-streaming call; nil where requests are a stream.
  private let request: Request?
  private(set) var inbox: MessageInbox<Reply>
  /// The application has, or can have, replies of this attempt.
  private var hasDelivered = false

  init(
    _ method: Method<Request, Reply>, _ request: Request?, _ options: CallOptions, loop: EventLoop
  ) {
    self.request = request
    inbox = MessageInbox { _ in }
    super.init(
      path: method.path, idempotency: method.idempotency, options: options, loop: loop)
    inbox = MessageInbox { [weak self] in self?.consumed($0) }
  }

  override var canStartOver: Bool { !hasDelivered }

  override var isReaderReady: Bool { inbox.isEmpty }

  /// Begins the call; for a stream of requests, returns once they can be written.
  func begin(by worker: ChannelWorker) async {
    worker.begin(self)
    if request == nil { await untilOpen() }
  }

  override func open(on connection: ClientConnection) {
    guard let head = headThatFits() else { return }
    if let request {
      let sent = connection.send(
        request, .request, isEnd: true, aux: timeLeft, head: head, on: self)
      if case .tooLarge(let size) = sent { abandon(Self.tooLarge(size, connection)) }
    } else {
      connection.sendEmpty(.request, isEnd: false, aux: timeLeft, head: head, on: self)
    }
  }

  override func receiveReply(_ body: UnsafeRawBufferPointer, owed: Int) throws(RPCError) {
    let reply: Reply = try unsafe decode(body)
    hasDelivered = true
    inbox.deliver(reply, waiting(body.count, owed: owed))
  }

  override func finish(_ result: Result<Void, RPCError>) {
    giveMetadata()
    // Before the caller, who may go on at once, elsewhere.
    options.watch?.ended(result)
    inbox.end(result, trailing: replyMetadata?.trailing)
  }

  override func heardInitial(_ metadata: Metadata) {
    // The application has it: another attempt would have to say the same.
    hasDelivered = true
    inbox.begin(metadata)
  }

  /// The caller has taken a reply.
  private func consumed(_ cost: MessageCost) {
    guard loop.isCurrent else { return loop.execute { self.consumed(cost) } }
    taken(cost)
    if inbox.isEmpty { releaseHeldBytes() }
  }
}
