public import RPC
public import Storage

extension StorageError {
  /// What a caller can do about it; what happened is the log's business.
  ///
  /// - Parameter records: whose they are, as in `consent`.
  public func status(of records: String) -> RPCError {
    switch remedy {
    case .retry:
      RPCError(
        .unavailable, "The \(records) records are busy; try again.", retryAfterMilliseconds: 100)
    case .giveUp where code == .full:
      RPCError(.resourceExhausted, "The \(records) store is full; nothing was kept.")
    case .refuse, .giveUp:
      RPCError(
        .internal, "The \(records) records could not be used; the service's log says why.")
    }
  }
}
