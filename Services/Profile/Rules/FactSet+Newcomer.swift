import Messages

extension FactSet {
  /// Whether these facts may make a customer, now that nobody owns their identifiers.
  func checkNewcomer() throws(Refusal) {
    let cookie = IdentifierKind.cookie.text
    switch newcomers {
    case .anybody: return
    case .visitors where identifiers.allSatisfy({ $0.kind == cookie }): return
    case .visitors, .nobody:
      let index = identifiers.firstIndex { $0.kind != cookie } ?? 0
      throw Refusal(
        .notFound, field: "identifiers[\(index)]", rule: "identifier.unknown",
        "names no customer; identify the customer first")
    }
  }

  func checkVersion(_ current: UInt64) throws(Refusal) {
    guard expectedVersion == 0 || expectedVersion == current else {
      throw Refusal(
        .versionMismatch, field: "expected_version", rule: "other_version",
        "the profile has version \(current), not \(expectedVersion); read it again")
    }
  }
}
