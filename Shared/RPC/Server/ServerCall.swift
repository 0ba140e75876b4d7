internal import Messages
internal import Runtime
internal import Wire

/// One call on its server: from REQUEST to RESPONSE.
///
/// `@unchecked Sendable`: as its base class, it is touched on its loop only; its handler's task
/// prefers that loop, and `write` returns to it.
final class ServerCall: Stream, @unchecked Sendable {
  let method: ServedMethod
  /// What refuses this call in place of its method's handler.
  private let refusingRoute: Route?
  let state: CallState
  let started: Int64
  /// What its handler runs in; nil before it begins, and once it has ended.
  private var task: HandlerTask?
  private(set) var handler: ServedCall.Handler = { _ in }
  private(set) var isOver = false
  /// Until then it is safe to send the call again.
  private(set) var hasHandler = false
  /// Nil where no interceptors run around the handler.
  var interception: Interception?
  /// Asked for by a call that goes on for ever.
  private var endsAtDrain = false
  private var hasMessage = false
  /// Where the messages of a streamed request go; nil where there is one message only.
  private var requests: RequestSink?

  init(
    id: UInt32, method: ServedMethod, refusedBy refusingRoute: Route?, state: CallState,
    connection: Connection
  ) {
    self.method = method
    self.refusingRoute = refusingRoute
    self.state = state
    started = connection.loop.now
    super.init(loop: connection.loop)
    self.id = id
    self.connection = connection
    method.recorder.started()
    if let deadline = state.deadline { loop.schedule(self, at: deadline) }
  }

  /// The method's, or one that refuses this call.
  var route: Route { refusingRoute ?? method.route }
  private var server: ServerContext { method.server }

  // Requests

  /// The REQUEST frame itself.
  func begin(_ frame: Frame, _ piece: Piece, isEnd: Bool) {
    if route.kind.hasRequestStream {
      unsafe route.start(self, UnsafeRawBufferPointer(start: nil, count: 0))
      guard !isOver else { return }
    }
    unsafe receiveData(frame.body, piece, isEnd: isEnd)
  }

  override func unreadable(_ error: RPCError) { fail(error) }

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

  /// The handler has taken a message.
  func consumed(_ cost: MessageCost) {
    guard loop.isCurrent else { return loop.execute { self.consumed(cost) } }
    taken(cost)
    if requests?.isEmpty() == true { releaseHeldBytes() }
  }

  // The handler

  /// Has the handler run in a task of this loop.
  func run(_ handler: @escaping ServedCall.Handler) {
    hasHandler = true
    method.handlerBegan()
    state.origin.runningHandlers += 1
    if let interceptors = route.interceptors {
      self.handler = intercepted(by: interceptors, handler)
    } else {
      self.handler = handler
    }
    method.tasks.run(self)
  }

  /// Its turn may come late, on a loop that was busy: nobody waits any more for what is past its
  /// deadline, and what was given up meanwhile.
  func handlerMayBegin(in task: HandlerTask) -> Bool {
    if let deadline = state.deadline, !isOver, MonotonicClock.coarseNow >= deadline {
      server.observer.refused(method: route.path, .deadlinePassed)
      fail(RPCError(.deadlineExceeded, "\(route.path) had no time left when its turn came"))
    }
    guard !isOver else {
      handlerEnded()
      return false
    }
    self.task = task
    return true
  }

  func handlerReturned() {
    // The task may serve another call from here on: this one must not cancel it any more.
    task = nil
    if !isOver { fail(RPCError(.internal, "\(route.path) ended without an answer")) }
    handlerEnded()
  }

  func handlerFailed(_ error: any Error) {
    task = nil
    if !(error is RPCError), !(error is CancellationError) {
      server.observer.handlerFailed(method: route.path, error: error)
    }
    fail(RPCError(handlerError: error))
    handlerEnded()
  }

  private func handlerEnded() {
    // It may hold on to the call.
    handler = { _ in }
    method.handlerEnded()
    state.origin.runningHandlers -= 1
  }

  // Replies

  /// Answers with one message, and OK.
  func reply(with reply: some Message) {
    if isAdorned { return replyAdorned(with: reply) }
    guard let connection, !isOver else { return }
    send(reply, NoHead(), connection)
  }

  func send(_ reply: some Message, _ head: some EncodableHead, _ connection: Connection) {
    let sent = connection.send(reply, .response, isEnd: true, aux: 0, head: head, on: self)
    switch sent {
    case .tooLarge(let size): return fail(Self.tooLarge(size, connection))
    case .noRoom(let size): return fail(.noRoom(size))
    case .now, .queued: break
    }
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
  @concurrent func write(_ reply: some Message) async throws {
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
      case .noRoom(let size): unsafe continuation.resume(returning: .noRoom(size))
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
    dropOutbox(error)
    fail(error)
  }

  /// Ends the call from this side at once, whatever was still to be said, because of what it holds.
  func evict(_ text: String) {
    let error = RPCError(.resourceExhausted, text, isUnprocessed: !hasHandler)
    connection?.reset(self, error.code, error.message, isUnprocessed: error.isUnprocessed)
    terminate(error)
  }

  /// For a call that would else go on for ever: from now on a drain ends it.
  func endAtDrain() { endsAtDrain = true }

  /// The connection is to end.
  func drain() {
    guard endsAtDrain, !isOver else { return }
    let error = RPCError(.unavailable, "the server is draining: call again, elsewhere")
    dropOutbox(error)
    fail(error)
  }

  override var isResetInOrder: Bool {
    ResetRule.isInOrder(age: loop.now - started, timeAllowed: state.deadline.map { $0 - started })
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
    let now = MonotonicClock.now
    let limit = method.callEnded(
      CallContext(state), code, nanoseconds: now - started, totals, now: now, hasHandler)
    if let limit { server.observer.limitChanged(method: route.path, limit: limit) }
    if let interceptors = route.interceptors { tell(interceptors, code, message) }
  }
}
