/// The verdict for one purpose on one channel, and the consent behind it.
struct OverviewItem: Equatable, Sendable {
  var scope: Scope
  var decision: Decision
  var standing: Standing
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
    let events = subject.history.events
    let nextStanding = Standing.nextChange(after: instant, in: events)
    items = []
    items.reserveCapacity(catalogue.purposes.count * catalogue.channels.count)
    for purpose in catalogue.purposes {
      for (channel, hours) in zip(catalogue.channels, hours) {
        let scope = Scope(controller: controller, purpose: purpose.id, channel: channel)
        let question = ContactQuestion(
          purpose: purpose, scope: scope, topic: "", instant: instant)
        let standing = Standing(of: scope, at: instant, in: events)
        let decision = Decision(
          question, about: subject, hours: hours, nextStanding: nextStanding, standing: standing)
        items.append(OverviewItem(scope: scope, decision: decision, standing: standing))
      }
    }
    let horizon = instant.adding(seconds: Decision.horizonSeconds)
    changesAt = items.map(\.decision.changesAt).min() ?? horizon
  }
}
