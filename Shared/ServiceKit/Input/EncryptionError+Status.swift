public import Encryption
public import RPC

extension EncryptionError {
  /// What a caller is told: the one place where failures of sealed data become statuses.
  ///
  /// - Parameter records: whose they are, as in `consent`.
  public func status(of records: String) -> RPCError {
    switch code {
    case .destroyed: .erased
    case .notAuthentic, .format, .missing, .wrongKey:
      RPCError(.dataLoss, "Sealed \(records) records cannot be opened: \(message).")
    case .source, .library:
      RPCError(.internal, "The \(records) records cannot be sealed or opened: \(message).")
    }
  }
}

extension RPCError {
  /// NOT_FOUND with reason ERASED: there was such a customer, and never will be again.
  public static let erased = RPCError.reason(.notFound, "ERASED", "The customer was erased.")
}
