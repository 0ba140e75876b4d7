internal import Messages
internal import Runtime
internal import Wire

/// One call on its client: from the caller's request to the server's status, over however many
/// connections it takes.
///
/// `@unchecked Sendable`: as its base class, touched on its loop only; callers elsewhere go there first.
@safe class ClientCall: Stream, @unchecked Sendable {
  let path: String
  final let idempotency: Idempotency
  final var options: CallOptions
  /// 0 on the first try.
  final var attempt: UInt32 = 0
  final private(set) var isOver = false
  /// Why it ended, where it did not end well: what its writers are told.
  final private(set) var failure: RPCError?
  /// Who sends it, and sends it again if need be; until it is over.
  final var sender: ChannelWorker?
  /// Where this attempt is open, on a channel that chooses among replicas and compares them.
  final var replica: Subchannel?
  /// When this attempt was sent there, in monotonic nanoseconds.
  final var openedAt: Int64 = 0
  /// Its failed attempts.
  final var history = AttemptHistory()
  /// Scheduled for its next attempt, not for its deadline.
  final var isWaitingToRetry = false
  /// The attempts beside this one, if the call is hedged.
  final var hedging: Hedging?
  /// The connection it was last sent on: the next attempt had better take another.
  final var avoids: ObjectIdentifier?
  /// Messages have followed the REQUEST: to send that again would not be all of the call.
  final var hasWritten = false
  /// Something has come back on this attempt.
  private(set) final var hasHeard = false
  /// The attempt under way, where somebody watches the call.
  final var watched: WatchedAttempt?
  /// The server knows the deadline of this attempt.
  final var hasToldDeadline = false
  /// A handler may have seen one of the attempts that have failed.
  final var wasSeen = false
  /// This attempt repeats one that no handler saw.
  final var isRepeated = false
  /// What the server has said around its replies; nil as long as it is nothing.
  final var replyMetadata: ReplyMetadata?
  /// Writers of a streamed request that wait for its call to have a connection.
  final var waitingWriters: [UnsafeContinuation<Void, Never>] = unsafe []

  init(path: String, idempotency: Idempotency, options: CallOptions, loop: EventLoop) {
    self.path = path
    self.idempotency = idempotency
    self.options = options
    super.init(loop: loop)
    mayCompress = options.mayCompress
  }

  final var head: RequestHead {
    RequestHead(
      method: path, metadata: watched?.metadata ?? options.metadata,
      trace: watched?.trace ?? options.traceBytes, attempt: attempt)
  }

  /// The head, unless it is too large for any frame, has a key that no server takes, or comes too late:
  /// then the call has failed.
  final func headThatFits() -> RequestHead? {
    if let deadline = options.deadline {
      guard deadline > loop.now else {
        abandon(missedDeadline)
        return nil
      }
      hasToldDeadline = timeLeft != 0
    }
    if let watch = options.watch { beginAttempt(watch) }
    let head = head
    if let error = RPCError(keysOf: head.metadata) {
      abandon(error)
      return nil
    }
    let size = head.encodedSize
    guard size > FrameHeader.maxHead else { return head }
    abandon(
      RPCError(
        .resourceExhausted,
        "\(path) with its metadata takes \(size) bytes of at most \(FrameHeader.maxHead): send less"
      ))
    return nil
  }

  /// Microseconds until the deadline, as REQUEST carries them: 0 is none. One that is further away
  /// than 32 bits can say (71 minutes) is kept by the client alone.
  final var timeLeft: UInt32 {
    guard let deadline = options.deadline else { return 0 }
    return UInt32(exactly: max((deadline - loop.now) / 1000, 1)) ?? 0
  }

  override final var requestAux: UInt32 { timeLeft }

  /// Sends the REQUEST. Overridden.
  func open(on connection: ClientConnection) {}

  /// The call has its outcome. Overridden; called once.
  func finish(_ result: Result<Void, RPCError>) {}

  /// Takes the reply's bytes. Overridden.
  func receiveReply(_ body: UnsafeRawBufferPointer, owed: Int) throws(RPCError) {}

  /// Replies wait for nobody: a message in pieces may go on.
  var isReaderReady: Bool { true }

  /// One request and one reply. Overridden.
  var isUnary: Bool { false }

  /// Nothing of a reply has been handed on that another attempt would repeat. Overridden.
  var canStartOver: Bool { true }

  /// Another call with the same request, for an attempt beside this one. Overridden by unary calls.
  func makeTwin() -> ClientCall? { nil }

  /// Takes over the reply that a twin has got. Overridden by unary calls.
  func takeReply(of twin: ClientCall) {}

  /// Takes the call up, before it is sent for the first time. One that may not be sent is over then.
  final func begin(by worker: ChannelWorker) {
    sender = worker
    if let deadline = options.deadline { loop.schedule(self, at: deadline) }
    guard worker.channel.policies.hedging != nil || options.attempts != nil else { return }
    beginHedging(by: worker)
  }

  private final func beginHedging(by worker: ChannelWorker) {
    do {
      guard let policy = try hedgingPolicy(of: worker.channel.policies) else { return }
      hedging = Hedging(self, policy, by: worker)
    } catch {
      conclude(.failure(error))
    }
  }

  /// Forgets what the last attempt has brought. Overridden.
  func startOver() {
    hasHeard = false
    response = nil
    replyMetadata = nil
  }

  // What arrives

  override func receiveEnvelope(_ head: UnsafeRawBufferPointer, _ piece: Piece) {
    // Within a message an envelope has no meaning.
    guard piece != .middle, piece != .last else { return }
    hasHeard = true
    unsafe receiveInitialMetadata(head)
  }

  /// The server has sent initial metadata. Overridden.
  func heardInitial(_ metadata: Metadata) {}

  /// The status of a RESPONSE whose message comes in pieces.
  private final var response: (code: UInt32, head: ResponseHead)?

  override func receiveData(_ body: UnsafeRawBufferPointer, _ piece: Piece, isEnd: Bool) {
    unsafe takePiece(body, piece)
  }

  override func receiveResponse(_ frame: Frame, _ piece: Piece) {
    if piece != .middle && piece != .last {
      do {
        let head = try unsafe ResponseHead(decoding: RawSpan(_unsafeBytes: frame.head))
        if !head.metadata.isEmpty { heardTrailing(head.metadata) }
        response = (frame.header.aux, head)
      } catch {
        return cancel(
          RPCError(.internal, "the server's response head is malformed: \(error)"),
          telling: .internal)
      }
    }
    unsafe takePiece(frame.body, piece)
    guard piece != .first && piece != .middle, let response else { return }
    let connection = self.connection
    guard let error = Self.error(response.code, response.head) else {
      conclude(.success(()))
      connection?.complete(self)
      return
    }
    connection?.complete(self)
    attemptFailed(error)
  }

  override func unreadable(_ error: RPCError) { cancel(error) }

  private final func takePiece(_ body: UnsafeRawBufferPointer, _ piece: Piece) {
    if piece != .none { hasHeard = true }
    unsafe assemble(body, piece, isReaderReady: isReaderReady) { message, owed in
      do throws(RPCError) {
        try unsafe receiveReply(message, owed: owed)
      } catch {
        cancel(error)
      }
    }
  }

  private static func error(_ code: UInt32, _ head: ResponseHead) -> RPCError? {
    guard code != 0 else { return nil }
    return RPCError(
      StatusCode(aux: code), head.message, details: head.details, metadata: head.metadata,
      retryAfterMilliseconds: head.retryAfterMilliseconds)
  }

  /// Reads a message that the server sent.
  final func decode<Reply: Message>(
    _ body: UnsafeRawBufferPointer
  ) throws(RPCError) -> Reply {
    guard let arena = connection?.share.arena else {
      throw RPCError(.cancelled, "the call is over")
    }
    defer { arena.reset() }
    do {
      return try unsafe Reply(decoding: body, arena: arena)
    } catch {
      throw RPCError(.internal, "the reply is not a \(Reply.fullName): \(error)")
    }
  }

  // The end

  /// The deadline has passed, or the time before another attempt.
  override func fire() {
    if isWaitingToRetry { return retry() }
    cancel(missedDeadline)
  }

  private final var missedDeadline: RPCError {
    RPCError(.deadlineExceeded, "no answer to \(path) by its deadline")
  }

  /// The caller gives up: the server is told so, or why else, and the outcome is `error`.
  final func cancel(
    _ error: RPCError = RPCError(.cancelled, "the call was cancelled"),
    telling code: StatusCode = .cancelled
  ) {
    guard !isOver else { return }
    let connection = self.connection
    conclude(.failure(error))
    withdraw(from: connection, telling: code)
  }

  /// The REQUEST cannot be sent: the outcome is `error`, and the server hears of nothing.
  final func abandon(_ error: RPCError) {
    guard !isOver else { return }
    let connection = self.connection
    // The replica has heard of nothing, so it has neither failed nor done well.
    replica?.left(self)
    conclude(.failure(error))
    connection?.abandon(self)
  }

  override func terminate(_ error: RPCError) { attemptFailed(error) }

  final func conclude(_ result: Result<Void, RPCError>) {
    guard !isOver else { return }
    isOver = true
    switch result {
    case .success: sender?.channel.policies.throttle.succeeded()
    case .failure(let error):
      failure = error
      if isWaitingToRetry { stopWaiting() }
    }
    replica?.ended(self, result)
    sender = nil
    loop.cancel(self)
    if watched != nil { endAttempt(result) }
    if let hedging {
      self.hedging = nil
      hedging.ended(self, result)
    }
    finish(result)
    wakeWriters()
  }
}
