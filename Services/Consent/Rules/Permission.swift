/// Rules "objection" and "consent": whether the law and the subject's word permit a purpose.
enum Permission {
  /// GDPR Art. 21: an objection that no later grant has lifted. Not for transactional purposes.
  static func objection(to purpose: Purpose, _ said: ScopedHistory) -> Reason? {
    guard !purpose.isTransactional else { return nil }
    return said.objection.map { Reason(code: .objected, entry: $0.entry) }
  }

  /// GDPR Art. 6(1): by consent only while one stands; by contract unless this very purpose was
  /// refused; by an interest or a public task unless it was refused in any scope. What the law
  /// demands, or a life, nobody can refuse.
  static func consent(
    to purpose: Purpose, _ said: ScopedHistory
  ) -> (reason: Reason?, permittedBy: UInt64) {
    switch purpose.legalBasis {
    case .consent:
      return verdict(said.standing)
    case .contract:
      return verdict(said.refusal { $0.action != .object && $0.scope.purpose == purpose.id })
    case .publicTask, .legitimateInterests:
      return verdict(said.refusal { $0.action != .object })
    case .legalObligation, .vitalInterests:
      return (nil, 0)
    }
  }

  private static func verdict(_ standing: Standing) -> (reason: Reason?, permittedBy: UInt64) {
    let entry = standing.decidedBy?.entry ?? 0
    switch standing.status {
    case .granted: return (nil, entry)
    case .none: return (Reason(code: .noConsent), 0)
    case .expired: return (Reason(code: .consentExpired, entry: entry), 0)
    case .refused: return verdict(standing.decidedBy)
    }
  }

  private static func verdict(_ refusal: ConsentEvent?) -> (reason: Reason?, permittedBy: UInt64) {
    guard let refusal else { return (nil, 0) }
    let code: Reason.Code = refusal.action == .deny ? .consentDenied : .consentWithdrawn
    return (Reason(code: code, entry: refusal.entry), 0)
  }
}
