public import RPC

/// Refusals that mean the same in every service, and have the same codes in all.
extension RPCError {
  /// ALREADY_EXISTS with reason OTHER_CONTENT: the id in `field` was used before, for something else.
  public static func otherContent(_ field: String, _ id: String) -> RPCError {
    .reason(
      .alreadyExists, "OTHER_CONTENT",
      "\(field) '\(id)' was used before with other content; use a new one.")
  }

  /// ABORTED with reason OTHER_VERSION: what a write relies on has changed since, as `message` says.
  public static func otherVersion(_ message: String) -> RPCError {
    .reason(.aborted, "OTHER_VERSION", message)
  }
}
