package import Messages

/// A call as the code that serves it sees it: what is known about it, and where its reply goes.
package struct ServedCall: Sendable {
  /// What serves a call, in a task of one of the server's loops.
  package typealias Handler = @Sendable (ServedCall) async throws -> Void

  let call: ServerCall
  /// What the handler is told about the call.
  package let context: CallContext

  /// Answers a unary or client-streaming call, which has succeeded.
  package func reply(with reply: some Message) { call.reply(with: reply) }
}
