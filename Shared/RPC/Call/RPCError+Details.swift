internal import Messages

extension RPCError {
  /// Bad input: INVALID_ARGUMENT that names the field and the rule it breaks, in its text and in a
  /// `cameo.rpc.v1.FieldViolation`.
  public static func invalid(_ field: String, rule: String, _ message: String) -> RPCError {
    let violation = RPCV1.FieldViolation(field: field, rule: rule, message: message)
    return RPCError(
      .invalidArgument, "\(field): \(message) (\(rule))", details: [ErrorDetail(violation)])
  }

  /// A refusal that a program can tell from others with the same status: `reason` is a
  /// SCREAMING_CASE code, carried in a `cameo.rpc.v1.Reason`.
  public static func reason(
    _ code: StatusCode, _ reason: String, _ message: String
  ) -> RPCError {
    RPCError(code, message, details: [ErrorDetail(RPCV1.Reason(code: reason))])
  }

  /// The code of the first `cameo.rpc.v1.Reason` among the details.
  public var reasonCode: String? {
    detail(RPCV1.Reason.self)?.code
  }

  /// The first `cameo.rpc.v1.FieldViolation` among the details: its field, rule and message.
  public var fieldViolation: (field: String, rule: String, message: String)? {
    detail(RPCV1.FieldViolation.self).map { ($0.field, $0.rule, $0.message) }
  }

  private func detail<Detail: Message>(_ type: Detail.Type) -> Detail? {
    for detail in details where detail.type == Detail.fullName {
      if let message = try? Detail(decoding: detail.value) { return message }
    }
    return nil
  }
}

extension ErrorDetail {
  init(_ message: some Message) {
    self.init(type: Swift.type(of: message).fullName, value: message.encoded())
  }
}
