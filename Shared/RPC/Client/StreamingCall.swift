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

  init(
    _ method: Method<Request, Reply>, _ request: Request?, _ options: CallOptions, loop: EventLoop
  ) {
    self.request = request
    inbox = MessageInbox { _ in }
    super.init(path: method.path, options: options, loop: loop)
    inbox = MessageInbox { [weak self] in self?.consumed($0) }
  }

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
    inbox.deliver(try unsafe decode(body), byteCount: owed)
  }

  override func finish(_ result: Result<Void, RPCError>) {
    inbox.end(result, trailing: replyMetadata?.trailing)
    options.watch?.ended(result)
  }

  override func heardInitial(_ metadata: Metadata) { inbox.begin(metadata) }

  /// The caller has taken a reply that cost `byteCount` bytes of credit.
  private func consumed(_ byteCount: Int) {
    guard loop.isCurrent else { return loop.execute { self.consumed(byteCount) } }
    giveBack(byteCount)
    if inbox.isEmpty { releaseHeldBytes() }
  }
}
