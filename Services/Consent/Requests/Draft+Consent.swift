import Messages

extension Draft {
  /// Reads a grant.
  ///
  /// - Parameter recorder: the caller through whom it came.
  init(
    _ request: ConsentV1.GrantConsentRequest, recorder: String, _ reader: RequestReader
  ) throws(Refusal) {
    var reader = reader
    let purpose = reader.purpose(request.purpose)
    let effectiveAt = reader.effective(request.effectiveAt, "effective_at")
    let validUntil = request.validUntil.map { reader.instant($0, "valid_until") }
    if let validUntil, validUntil <= effectiveAt ?? reader.now {
      reader.refuse("valid_until", "order", "It must lie after effective_at.")
    }
    self.init(
      customer: reader.customer(request.customerId),
      request: reader.requestID(request.requestId),
      digest: Self.digest(of: request),
      expectedVersion: request.expectedVersion,
      actor: reader.actor(request.actor, "actor"), recorder: recorder,
      collection: reader.collection(request.collection, "collection"), effectiveAt: effectiveAt,
      content: .consent(
        LedgerEntry.Consent(
          action: .grant,
          scope: Scope(
            controller: reader.controller(request.controller), purpose: request.purpose,
            channel: reader.channel(request.channel, orEvery: true)),
          purposeVersion: purpose?.version ?? 0, legalBasis: purpose?.legalBasis,
          validUntil: validUntil)))
    try reader.finish()
  }

  /// Reads a withdrawal, a denial or an objection.
  init(
    _ request: ConsentV1.WithdrawConsentRequest, recorder: String, _ reader: RequestReader
  ) throws(Refusal) {
    var reader = reader
    let purpose = reader.purpose(request.purpose, orEvery: true)
    self.init(
      customer: reader.customer(request.customerId),
      request: reader.requestID(request.requestId),
      digest: Self.digest(of: request),
      expectedVersion: request.expectedVersion,
      actor: reader.actor(request.actor, "actor"), recorder: recorder,
      collection: reader.collection(request.collection, "collection"),
      effectiveAt: reader.effective(request.effectiveAt, "effective_at"),
      content: .consent(
        LedgerEntry.Consent(
          action: reader.refusal(request.action),
          scope: Scope(
            controller: reader.controller(request.controller, orEvery: true),
            purpose: request.purpose, channel: reader.channel(request.channel, orEvery: true)),
          purposeVersion: purpose?.version ?? 0, legalBasis: purpose?.legalBasis,
          validUntil: nil)))
    try reader.finish()
  }
}

extension RequestReader {
  fileprivate mutating func refusal(_ value: ConsentV1.ConsentAction) -> ConsentEvent.Action {
    switch value {
    case .unspecified, .withdraw: return .withdraw
    case .deny: return .deny
    case .object: return .object
    default:
      refuse("action", "refusal", "It is DENY, WITHDRAW or OBJECT; left out it is WITHDRAW.")
      return .withdraw
    }
  }
}
