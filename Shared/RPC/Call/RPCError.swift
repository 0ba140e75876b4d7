/// How a call ends when it does not end well: a status code, one sentence a person can act on, and
/// details a program can read. Thrown by handlers and by clients alike.
///
/// Codes are gRPC's, by number and meaning (https://grpc.github.io/grpc/core/md_doc_statuscodes.html).
public struct RPCError: Error, Sendable, Equatable {
  public var code: StatusCode
  public var message: String
  /// Encoded messages with their full names, `FieldViolation` and `Reason` among them.
  public var details: [ErrorDetail]
  /// Trailing metadata that came, or goes, with the status.
  public var metadata: Metadata
  /// How long to wait before trying again, in milliseconds; 0 says nothing about it, `neverRetry`
  /// asks not to.
  public var retryAfterMilliseconds: UInt32
  /// No handler saw the call: sending it again is safe, whatever the method.
  public var isUnprocessed: Bool

  public init(
    _ code: StatusCode, _ message: String, details: [ErrorDetail] = [],
    metadata: Metadata = Metadata(), retryAfterMilliseconds: UInt32 = 0,
    isUnprocessed: Bool = false
  ) {
    self.code = code
    self.message = message
    self.details = details
    self.metadata = metadata
    self.retryAfterMilliseconds = retryAfterMilliseconds
    self.isUnprocessed = isUnprocessed
  }
}

extension RPCError: CustomStringConvertible {
  public var description: String { "\(code.name): \(message)" }
}

extension RPCError {
  /// What a handler's error means on the wire: an `RPCError` as it is, a cancelled task as
  /// CANCELLED, anything else as INTERNAL without its text, which may name what a peer must not see.
  init(handlerError error: any Error) {
    switch error {
    case let error as RPCError: self = error
    case is CancellationError: self = RPCError(.cancelled, "the call was cancelled")
    default: self = RPCError(.internal, "the handler failed; its log says why")
    }
  }
}
