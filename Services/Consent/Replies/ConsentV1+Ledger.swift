import Messages

extension ConsentV1.VerifyLedgerReply {
  init(_ finding: LedgerChain.Finding) {
    switch finding {
    case .intact(let head):
      self.init(verdict: .intact, ledgerHead: ConsentV1.LedgerHead(head))
    case .broken(let number, let text, let head):
      self.init(
        verdict: .broken, ledgerHead: ConsentV1.LedgerHead(head), brokenEntry: number,
        message: "Entry \(number): \(text).")
    }
  }
}

extension ConsentV1.ConsentChange {
  /// What the change log tells of an entry.
  init(_ appended: Appended) {
    self.init(ledgerHead: ConsentV1.LedgerHead(appended.state.head))
    if let event = appended.entry.event(number: appended.line.number) {
      entry = .consent(ConsentV1.ConsentEvent(event))
    }
    if case .preferences(let preferences) = appended.entry.content {
      entry = .preferences(ConsentV1.Preferences(preferences))
    }
  }
}

extension LedgerEntry.Content {
  /// The change log's name for an entry.
  var changeKind: String {
    switch self {
    case .preferences: "preferences.set"
    case .consent(let consent):
      switch consent.action {
      case .grant: "consent.granted"
      case .deny: "consent.denied"
      case .withdraw: "consent.withdrawn"
      case .object: "consent.objected"
      case .expire: "consent.expired"
      }
    }
  }
}
