public import Messages
public import Wire

/// The messages a client sends in one call, in order; ends when the client has said its last.
public struct RequestStream<Request: Message>: AsyncSequence, Sendable {
  public typealias Element = Request
  public typealias Failure = RPCError

  let inbox: MessageInbox<Request>

  public func makeAsyncIterator() -> MessageIterator<Request> { MessageIterator(inbox) }
}

/// The messages a server answers with in one call, in order. Ends when the call ended OK, throws the
/// call's `RPCError` otherwise. Leaving the loop early, or cancelling the task, cancels the call.
public struct ReplyStream<Reply: Message>: AsyncSequence, Sendable {
  public typealias Element = Reply
  public typealias Failure = RPCError

  let inbox: MessageInbox<Reply>
  /// Cancels the call when the last copy of the stream and of its iterators is gone.
  let lifetime: CallLifetime

  /// What the server sent before its first reply; returns when that is clear: it has come, or a reply
  /// has, or the end. Cancelling the task cancels the call.
  public var initialMetadata: Metadata {
    get async { await inbox.initialMetadata() }
  }

  /// What came with the status of a call that has ended; empty before. An `RPCError` has it too.
  public var trailingMetadata: Metadata { inbox.trailingMetadata }

  public func makeAsyncIterator() -> MessageIterator<Reply> {
    MessageIterator(inbox, lifetime: lifetime)
  }
}

/// Reads a stream's messages one at a time, giving credit back with each.
public struct MessageIterator<Element: Message>: AsyncIteratorProtocol {
  private let inbox: MessageInbox<Element>
  private let lifetime: CallLifetime?

  init(_ inbox: MessageInbox<Element>, lifetime: CallLifetime? = nil) {
    self.inbox = inbox
    self.lifetime = lifetime
  }

  public mutating func next() async throws(RPCError) -> Element? { try await inbox.next() }

  public mutating func next(
    isolation actor: isolated (any Actor)?
  ) async throws(RPCError) -> Element? { try await inbox.next() }
}

/// Runs `end` once nobody holds it any more.
final class CallLifetime: Sendable {
  private let end: @Sendable () -> Void

  init(end: @escaping @Sendable () -> Void) { self.end = end }

  deinit { end() }
}

/// Where a handler writes the messages of a streamed reply.
public struct ReplyWriter<Reply: Message>: Sendable {
  private let call: ServerCall

  init(_ call: ServerCall) { self.call = call }

  /// Sends one message, and returns when the connection has taken it: a client that does not read
  /// makes this wait. Throws CANCELLED when the call is over, RESOURCE_EXHAUSTED when the message is
  /// larger than the client accepts.
  public func write(_ reply: Reply) async throws { try await call.write(reply) }
}

/// Where a client writes the messages of a streamed request.
public struct RequestWriter<Request: Message>: Sendable {
  private let call: ClientCall

  init(_ call: ClientCall) { self.call = call }

  /// Sends one message, and returns when the connection has taken it. Throws the call's error when
  /// it has ended.
  public func write(_ request: Request) async throws { try await call.write(request) }

  /// Says that no more messages follow.
  public func finish() async { await call.finishRequests() }

  /// Whether the call has its outcome already.
  var isCallOver: Bool {
    get async { await withTaskExecutorPreference(call.loop) { call.isOver } }
  }
}
