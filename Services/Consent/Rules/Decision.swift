/// The answer to "may I contact this person?".
struct Decision: Equatable, Sendable {
  enum Verdict: Sendable {
    case allow
    case deny
    /// Not now.
    case `defer`
  }

  var verdict: Verdict
  /// Every failing reason, in the order of the rules; empty with `allow`.
  var reasons: [Reason]
  /// With `defer`: the first instant that pleases the hours.
  var nextAllowedAt: Instant?
  /// The first instant at which time alone may change the verdict.
  var changesAt: Instant
  /// With `allow`: the ledger entry that permits; 0: the purpose needs none.
  var permittedBy: UInt64
}

/// What is asked.
struct ContactQuestion: Equatable, Sendable {
  var purpose: Purpose
  /// Its purpose is `purpose.id`; no part is `Scope.every`.
  var scope: Scope
  /// Empty: none.
  var topic: String
  var instant: Instant
}

extension Decision {
  /// No verdict is looked ahead further than this.
  static let horizonSeconds: Int64 = 24 * 60 * 60

  /// Asks every rule in turn. The first reason to deny decides; without one, a reason to wait.
  ///
  /// - Parameter zone: the subject's; nil: not known.
  init(_ question: ContactQuestion, about subject: Subject, in zone: ZoneRules?) {
    let hours = subject.preferences.map {
      ContactHours($0, channel: question.scope.channel).outcome(at: question.instant, in: zone)
    }
    let said = ScopedHistory(
      of: question.scope, at: question.instant, in: subject.history.events)
    self.init(question, about: subject, said: said, hours: hours ?? .open)
  }

  /// The same, from what the caller has at hand.
  ///
  /// - Parameters:
  ///   - said: what reaches the question's scope.
  ///   - hours: what the rule on hours gave; it is one for all purposes.
  init(
    _ question: ContactQuestion, about subject: Subject, said: ScopedHistory,
    hours: ContactHours.Outcome
  ) {
    let consent = Permission.consent(to: question.purpose, said)
    var reasons: [Reason] = []
    Self.add(Self.standing(of: subject), to: &reasons)
    Self.add(Permission.objection(to: question.purpose, said), to: &reasons)
    Self.add(consent.reason, to: &reasons)
    if let preferences = subject.preferences {
      Self.add(Self.topic(question, preferences), to: &reasons)
      Self.add(Self.channel(question, preferences), to: &reasons)
      Self.add(Self.pause(question, preferences), to: &reasons)
    }
    reasons += hours.reasons
    self.init(
      verdict: Self.verdict(reasons), reasons: reasons, nextAllowedAt: nil,
      changesAt: Self.nextChange(question, subject, hours), permittedBy: 0)
    if verdict == .defer { nextAllowedAt = hours.nextAllowedAt }
    if verdict == .allow { permittedBy = consent.permittedBy }
  }

  /// The answer when nothing can be known.
  static func unavailable(at instant: Instant) -> Decision {
    Decision(
      verdict: .deny, reasons: [Reason(code: .unavailable)], nextAllowedAt: nil,
      changesAt: instant, permittedBy: 0)
  }

  private static func add(_ reason: Reason?, to reasons: inout [Reason]) {
    if let reason { reasons.append(reason) }
  }

  private static func verdict(_ reasons: [Reason]) -> Verdict {
    if reasons.isEmpty { return .allow }
    return reasons.allSatisfy(\.code.defers) ? .defer : .deny
  }
}

extension Decision {
  private static func standing(of subject: Subject) -> Reason? {
    switch subject.status {
    case .active: nil
    case .restricted: Reason(code: .subjectRestricted)
    case .erased: Reason(code: .subjectErased)
    }
  }

  private static func topic(_ question: ContactQuestion, _ preferences: Preferences) -> Reason? {
    guard !question.purpose.isTransactional, !question.topic.isEmpty else { return nil }
    return preferences.wants(topic: question.topic) ? nil : Reason(code: .topicUnwanted)
  }

  private static func channel(_ question: ContactQuestion, _ preferences: Preferences) -> Reason? {
    let isRefused = preferences.refusedChannels.contains(question.scope.channel)
    return isRefused ? Reason(code: .channelRefused) : nil
  }

  private static func pause(_ question: ContactQuestion, _ preferences: Preferences) -> Reason? {
    guard let end = preferences.pauseUntil, question.instant < end else { return nil }
    return Reason(code: .paused)
  }

  private static func nextChange(
    _ question: ContactQuestion, _ subject: Subject, _ hours: ContactHours.Outcome
  ) -> Instant {
    let instant = question.instant
    var next = instant.adding(seconds: horizonSeconds)
    if let change = subject.history.nextChange(after: instant) {
      next = min(next, change)
    }
    if let end = subject.preferences?.pauseUntil, end > instant { next = min(next, end) }
    return hours.changesAt.map { min(next, $0) } ?? next
  }
}
