import Messages
public import RPC

extension RPCError {
  /// The violations that the details tell of.
  private static let mostDetails = 20
  /// Those that the text tells of, too.
  private static let mostShown = 5

  /// Bad input: INVALID_ARGUMENT that names each field and the rule it breaks, in its text and in a
  /// `cameo.rpc.v1.FieldViolation`; of many violations the first.
  public static func invalid(_ violations: [Violation]) -> RPCError {
    let details = violations.prefix(mostDetails).map { violation in
      ErrorDetail(
        type: RPCV1.FieldViolation.fullName,
        value: RPCV1.FieldViolation(
          field: violation.path, rule: violation.rule, message: violation.message
        ).encoded())
    }
    let shown = violations.prefix(mostShown).map { "\($0.path): \($0.message) (\($0.rule))" }
    let rest = violations.count - shown.count
    return RPCError(
      .invalidArgument, shown.joined(separator: " ") + (rest > 0 ? " And \(rest) more." : ""),
      details: details)
  }
}

extension Violation {
  /// The field, and a name for the request where it is the whole of it.
  fileprivate var path: String { field.isEmpty ? "request" : field }
}
