internal import Messages
internal import Runtime
internal import Wire

/// One call on its server: from REQUEST to RESPONSE.
///
/// `@unchecked Sendable`: as its base class, it is touched on its loop only; its handler's task
/// prefers that loop, and `write` returns to it.
final class ServerCall: Stream, @unchecked Sendable {
  let route: Route
  let state: CallState
  private let server: ServerContext
  private let tasks: HandlerTasks
  private let recorder: any MethodRecorder
  let started: Int64
  private var task: Task<Void, Never>?
  private(set) var isOver = false
  /// Nil where no interceptors run around the handler.
  var interception: Interception?
  private var hasMessage = false
  /// Where the messages of a streamed request go; nil where there is one message only.
  private var requests: RequestSink?

  init(
    id: UInt32, route: Route, recorder: any MethodRecorder, state: CallState,
    connection: Connection, server: ServerContext, tasks: HandlerTasks
  ) {
    self.route = route
    self.recorder = recorder
    self.state = state
    self.server = server
    self.tasks = tasks
    started = connection.loop.now
    super.init(loop: connection.loop)
    self.id = id
    self.connection = connection
    recorder.started()
    if let deadline = state.deadline { loop.schedule(self, at: deadline) }
  }

  // Requests

  /// The REQUEST frame itself.
  func begin(_ frame: Frame, _ piece: Piece, isEnd: Bool) {
    if route.kind.hasRequestStream {
      unsafe route.start(self, UnsafeRawBufferPointer(start: nil, count: 0))
      guard !isOver else { return }
    }
    unsafe receiveData(frame.body, piece, isEnd: isEnd)
  }

  override func receiveData(_ body: UnsafeRawBufferPointer, _ piece: Piece, isEnd: Bool) {
    unsafe assemble(body, piece, isReaderReady: requests?.isEmpty() ?? true) { message, owed in
      if let requests {
        unsafe requests.deliver(message, owed)
      } else {
        unsafe startWithOnlyMessage(message, owed)
      }
    }
    guard isEnd, !isOver else { return }
    if let requests {
      requests.end(.success(()))
    } else if !hasMessage {
      fail(RPCError(.internal, "\(route.path) takes one request message, and got none"))
    }
  }

  private func startWithOnlyMessage(_ message: UnsafeRawBufferPointer, _ owed: Int) {
    giveBack(owed)
    guard !hasMessage else {
      return fail(RPCError(.internal, "\(route.path) takes one request message, and got two"))
    }
    hasMessage = true
    unsafe route.start(self, message)
  }

  /// Reads a message; nil, and the call has failed, where the bytes are not one.
  func decode<Request: Message>(_ body: UnsafeRawBufferPointer) -> Request? {
    guard let arena = connection?.share.arena else { return nil }
    defer { arena.reset() }
    do {
      return try unsafe Request(decoding: body, arena: arena)
    } catch {
      fail(RPCError(.invalidArgument, "the request is not a \(Request.fullName): \(error)"))
      return nil
    }
  }

  func receiveRequests(_ sink: RequestSink) { requests = sink }

  /// The handler has taken a message that cost `byteCount` bytes of credit.
  func consumed(_ byteCount: Int) {
    guard loop.isCurrent else { return loop.execute { self.consumed(byteCount) } }
    giveBack(byteCount)
    if requests?.isEmpty() == true { releaseHeldBytes() }
  }

  // The handler

  /// Runs the handler in a task of this loop.
  func run(_ handler: @escaping HandlerTasks.Handler) {
    if let interceptors = route.interceptors {
      task = tasks.run(self, intercepted(by: interceptors, handler))
    } else {
      task = tasks.run(self, handler)
    }
  }

  /// The handler's run, from beginning to end, within its task.
  func perform(_ handler: HandlerTasks.Handler) async {
    do {
      try await handler(CallContext(state))
    } catch {
      handlerFailed(error)
    }
    // The task may serve another call from here on: this one must not cancel it any more.
    task = nil
  }

  private func handlerFailed(_ error: any Error) {
    if !(error is RPCError), !(error is CancellationError) {
      server.observer.handlerFailed(method: route.path, error: error)
    }
    fail(RPCError(handlerError: error))
  }

  // Replies

  /// Answers with one message, and OK.
  func reply(with reply: some Message) {
    if isAdorned { return replyAdorned(with: reply) }
    guard let connection, !isOver else { return }
    let sent = connection.send(
      reply, .response, isEnd: true, aux: 0, head: NoHead(), on: self)
    if case .tooLarge(let size) = sent { return fail(Self.tooLarge(size, connection)) }
    conclude(.ok)
    if case .now = sent { connection.complete(self) }
  }

  /// Ends a streamed reply with OK.
  func finish() {
    if isAdorned { return finishAdorned() }
    guard let connection, !isOver else { return }
    end(connection, .ok, ResponseHead())
  }

  /// Answers with a status other than OK.
  func fail(_ error: RPCError) {
    guard let connection, !isOver else { return }
    let error = state.hasAdditions ? adorned(error, connection) : error
    end(connection, error.code == .ok ? .unknown : error.code, ResponseHead(bounded: error))
    task?.cancel()
  }

  func end(_ connection: Connection, _ code: StatusCode, _ head: ResponseHead) {
    let waits = !outbox.isEmpty
    connection.sendEmpty(.response, isEnd: true, aux: code.rawValue, head: head, on: self)
    conclude(code, head.message)
    if !waits { connection.complete(self) }
  }

  /// Sends one message of a streamed reply; returns when the connection has taken it.
  func write(_ reply: some Message) async throws {
    guard loop.isCurrent else {
      return try await withTaskExecutorPreference(loop) { try await self.write(reply) }
    }
    let error: RPCError? = await unsafe withUnsafeContinuation { continuation in
      guard let connection, !isOver else {
        return unsafe continuation.resume(returning: RPCError(.cancelled, "the call is over"))
      }
      if state.hasAdditions, let error = sendPendingMetadata(connection) {
        return unsafe continuation.resume(returning: error)
      }
      let sent = connection.send(
        reply, .data, isEnd: false, aux: 0, head: NoHead(), on: self,
        sent: { unsafe continuation.resume(returning: $0) })
      switch sent {
      case .now: unsafe continuation.resume(returning: nil)
      case .tooLarge(let size):
        unsafe continuation.resume(returning: Self.tooLarge(size, connection))
      case .queued: break
      }
    }
    if let error { throw error }
  }

  static func tooLarge(_ size: Int, _ connection: Connection) -> RPCError {
    RPCError(
      .resourceExhausted,
      "a reply of \(size) bytes exceeds the \(connection.machine.peer.maxMessage) the client accepts"
    )
  }

  // The end

  /// The deadline has passed: for the handler, or for an answer that waits for the client's credit.
  /// A status needs no credit, and may cut short what does.
  override func fire() {
    let error = RPCError(.deadlineExceeded, "\(route.path) was not done by its deadline")
    guard !isOver else {
      connection?.reset(self, error.code, error.message)
      return
    }
    failOutbox(error)
    fail(error)
  }

  override func detached() { loop.cancel(self) }

  override func terminate(_ error: RPCError) {
    guard !isOver else { return }
    conclude(error.code, error.message)
    task?.cancel()
  }

  func conclude(_ code: StatusCode, _ message: String = "") {
    isOver = true
    requests?.end(.failure(RPCError(.cancelled, "the call is over")))
    requests = nil
    recorder.ended(
      CallContext(state), code, nanoseconds: MonotonicClock.now - started, totals: totals)
    if let interceptors = route.interceptors { tell(interceptors, code, message) }
  }
}

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
          inbox.deliver(request, byteCount: owed)
        },
        end: { inbox.end($0) },
        isEmpty: { inbox.isEmpty }))
  }
}

extension ResponseHead {
  /// Where the envelope would be larger than a frame allows, the text is cut; where that is not
  /// enough, metadata and details are left out.
  init(bounded error: RPCError) {
    self.init(
      metadata: error.metadata, message: error.message, details: error.details,
      retryAfterMilliseconds: error.retryAfterMilliseconds)
    guard encodedSize > FrameHeader.maxHead else { return }
    message = error.message.prefix(utf8: FrameHeader.maxHead / 2)
    guard encodedSize > FrameHeader.maxHead else { return }
    metadata = Metadata()
    details = []
  }
}
