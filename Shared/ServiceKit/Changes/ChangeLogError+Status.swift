import Messages
public import RPC
public import Storage

extension ChangeLogError {
  /// What a consumer or a watcher is told: code and reason say what happened, the text how to go on. A
  /// `compacted_cursor` or a `newest_cursor` in the reason says where the log begins or ends.
  public var status: RPCError {
    let (code, reason): (StatusCode, String) =
      switch self {
      case .compacted: (.outOfRange, "COMPACTED")
      case .ahead: (.outOfRange, "AHEAD")
      case .dropped: (.failedPrecondition, "CONSUMER_DROPPED")
      case .unknown: (.notFound, "CONSUMER_UNKNOWN")
      case .foreign: (.permissionDenied, "CONSUMER_FOREIGN")
      case .tooMany: (.resourceExhausted, "TOO_MANY_CONSUMERS")
      }
    let detail = RPCV1.Reason(code: reason, metadata: metadata)
    return RPCError(
      code, "\(self).",
      details: [ErrorDetail(type: RPCV1.Reason.fullName, value: detail.encoded())])
  }

  private var metadata: [RPCV1.ReasonEntry] {
    switch self {
    case .compacted(_, let upTo): [.init(key: "compacted_cursor", value: "\(upTo)")]
    case .ahead(_, let newest): [.init(key: "newest_cursor", value: "\(newest)")]
    case .dropped, .unknown, .foreign, .tooMany: []
    }
  }
}
