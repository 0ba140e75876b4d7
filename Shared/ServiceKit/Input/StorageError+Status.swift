public import RPC
public import Storage

extension StorageError {
  /// What a caller is told: the one place where failures of the store become statuses. What happened
  /// is the log's business.
  ///
  /// - Parameter records: whose they are, as in `consent`.
  public func status(of records: String) -> RPCError {
    switch code {
    case .busy, .closed, .unreachable:
      RPCError(
        .unavailable, "The \(records) records are busy; try again.", retryAfterMilliseconds: 100)
    case .unknownOutcome:
      RPCError(
        .unavailable,
        "Whether the \(records) records were changed is not known; send the same request again.",
        retryAfterMilliseconds: 100)
    case .timeout:
      RPCError(.deadlineExceeded, "The \(records) records took too long to read; ask for less.")
    case .full:
      RPCError(.resourceExhausted, "The \(records) store is full; nothing was kept.")
    case .corrupt:
      RPCError(.dataLoss, "The \(records) records are damaged; the service's log says where.")
    case .unsupported:
      RPCError(.unimplemented, "The \(records) store cannot do this.")
    case .io, .constraint, .schemaTooNew, .sql:
      RPCError(
        .internal, "The \(records) records could not be used; the service's log says why.")
    }
  }
}
