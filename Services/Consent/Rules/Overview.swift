/// The verdict for one purpose on one channel, and the consent behind it.
struct OverviewItem: Equatable, Sendable {
  var scope: Scope
  var decision: Decision
  var standing: Standing
}

extension OverviewItem {
  fileprivate init(
    _ said: ScopedHistory, about subject: Subject, _ purpose: Purpose, _ scope: Scope,
    at instant: Instant, _ hours: ContactHours.Outcome
  ) {
    let question = ContactQuestion(purpose: purpose, scope: scope, topic: "", instant: instant)
    self.init(
      scope: scope, decision: Decision(question, about: subject, said: said, hours: hours),
      standing: said.standing)
  }
}

/// The verdicts for every purpose and channel of the catalogue, in its order.
struct Overview: Equatable, Sendable {
  var items: [OverviewItem]
  /// The first instant at which time alone may change a verdict.
  var changesAt: Instant

  /// - Parameter zone: the subject's; nil: not known.
  init(
    of subject: Subject, by catalogue: Catalogue, for controller: String, at instant: Instant,
    in zone: ZoneRules?
  ) {
    // Consent does not depend on the hour, nor the hours on the purpose.
    let hours = catalogue.channels.map { channel in
      subject.preferences.map {
        ContactHours($0, channel: channel).outcome(at: instant, in: zone)
      } ?? .open
    }
    items = []
    items.reserveCapacity(catalogue.purposes.count * catalogue.channels.count)
    for purpose in catalogue.purposes {
      var scope = Scope(controller: controller, purpose: purpose.id, channel: Scope.every)
      let said = subject.history.events.filter { $0.scope.coversPurpose(of: scope) }
      for (channel, hours) in zip(catalogue.channels, hours) {
        scope.channel = channel
        items.append(
          OverviewItem(
            ScopedHistory(of: scope, at: instant, in: said), about: subject, purpose, scope,
            at: instant, hours))
      }
    }
    let horizon = instant.adding(seconds: Decision.horizonSeconds)
    changesAt = items.map(\.decision.changesAt).min() ?? horizon
  }
}

extension Overview {
  /// The events that decide on consent, each once, the oldest entry first.
  var deciding: [ConsentEvent] {
    var deciding: [ConsentEvent] = []
    for item in items {
      guard let event = item.standing.decidedBy else { continue }
      if !deciding.contains(where: { $0.entry == event.entry }) { deciding.append(event) }
    }
    return deciding.sorted { $0.entry < $1.entry }
  }
}
