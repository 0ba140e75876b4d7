public import Messages

/// A call as the code that serves it sees it: what is known about it, and where its reply goes.
public struct ServedCall: Sendable {
  /// What serves a call, in a task of one of the server's loops.
  public typealias Handler = @Sendable (ServedCall) async throws -> Void

  let call: ServerCall
  /// What the handler is told about the call.
  public let context: CallContext

  /// Answers a unary or client-streaming call, which has succeeded.
  public func reply(with reply: some Message) { call.reply(with: reply) }
}
