import Messages

extension ConsentV1.ConsentState {
  /// - Parameter isPast: a past state has no time until which it holds.
  init(
    _ overview: Overview, of customer: String, for controller: String, at instant: Instant,
    on state: SubjectState, isPast: Bool
  ) {
    self.init(
      customerId: customer, asOf: Google.Timestamp(instant), controller: controller,
      verdicts: overview.items.map(ConsentV1.ContactVerdict.init),
      deciding: overview.deciding.map(ConsentV1.ConsentEvent.init),
      preferences: state.subject.preferences.map(ConsentV1.Preferences.init),
      ledgerHead: ConsentV1.LedgerHead(state.head),
      validUntil: isPast ? nil : Google.Timestamp(overview.changesAt))
  }
}

extension ConsentV1.ContactVerdict {
  init(_ item: OverviewItem) {
    self.init(
      purpose: item.scope.purpose, channel: item.scope.channel,
      verdict: ConsentV1.Verdict(item.decision.verdict),
      reasons: item.decision.reasons.map(\.code.rawValue),
      nextAllowedAt: item.decision.nextAllowedAt.map(Google.Timestamp.init),
      consent: ConsentV1.ConsentStatus(item.standing.status),
      decidedBy: item.standing.decidedBy?.entry ?? 0)
  }
}

extension ConsentV1.ConsentStatus {
  init(_ status: Standing.Status) {
    switch status {
    case .none: self = .none
    case .granted: self = .granted
    case .refused: self = .refused
    case .expired: self = .expired
    }
  }
}

extension ConsentV1.ConsentEvent {
  init(_ event: ConsentEvent) {
    self.init(
      entry: event.entry, action: ConsentV1.ConsentAction(rawValue: Int32(event.action.rawValue)),
      actor: ConsentV1.Actor(rawValue: Int32(event.actor.rawValue)),
      controller: event.scope.controller, purpose: event.scope.purpose,
      channel: event.scope.channel, effectiveAt: Google.Timestamp(event.effectiveAt),
      recordedAt: Google.Timestamp(event.recordedAt),
      validUntil: event.validUntil.map(Google.Timestamp.init))
  }
}
