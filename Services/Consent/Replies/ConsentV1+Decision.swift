import Messages

extension ConsentV1.MayContactReply {
  /// A sender may not rely on a verdict for longer: a withdrawal counts at once.
  private static let mostValiditySeconds: Int64 = 300

  /// - Parameter head: the ledger that was decided on.
  init(_ decision: Decision, for instant: Instant, on head: LedgerHead) {
    let latest = instant.adding(seconds: Self.mostValiditySeconds)
    self.init(
      verdict: ConsentV1.Verdict(decision.verdict),
      reasons: decision.reasons.map(ConsentV1.DecisionReason.init),
      nextAllowedAt: decision.nextAllowedAt.map(Google.Timestamp.init),
      decidedFor: Google.Timestamp(instant),
      validUntil: Google.Timestamp(min(decision.changesAt, latest)),
      ledgerHead: ConsentV1.LedgerHead(head), permittedBy: decision.permittedBy)
  }
}

extension ConsentV1.DecisionReason {
  init(_ reason: Reason) {
    self.init(
      rule: reason.code.rule.rawValue, code: reason.code.rawValue, message: reason.code.text,
      entry: reason.entry)
  }
}

extension ConsentV1.Verdict {
  init(_ verdict: Decision.Verdict) {
    switch verdict {
    case .allow: self = .allow
    case .deny: self = .deny
    case .defer: self = .`defer`
    }
  }
}

extension ConsentV1.LedgerHead {
  init(_ head: LedgerHead) { self.init(version: head.version, hash: head.hash) }
}

extension Google.Timestamp {
  init(_ instant: Instant) { self.init(microseconds: instant.microseconds) }
}
