import Testing

@testable import Consent

private let now = Instant.utc("2025-06-06T12:00:00Z")

private func event(
  _ action: ConsentEvent.Action, _ purpose: String = "marketing", _ channel: String = "email",
  hoursAgo: Int64 = 1, entry: UInt64 = 7, until: Instant? = nil
) -> ConsentEvent {
  ConsentEvent(
    entry: entry, action: action, actor: .subject, scope: Scope(purpose, channel),
    effectiveAt: now.adding(seconds: -3600 * hoursAgo),
    recordedAt: now.adding(seconds: -3600 * hoursAgo), validUntil: until)
}

private func decide(
  _ purpose: Purpose = .marketing, topic: String = "", _ events: [ConsentEvent] = [event(.grant)],
  _ preferences: Preferences? = nil, status: Subject.Status = .active
) throws -> Decision {
  let subject = Subject(
    status: status, history: ConsentHistory(events), preferences: preferences)
  let zone = try preferences.flatMap { try Zones.all.get()[$0.timeZone] }
  let question = ContactQuestion(
    purpose: purpose, scope: Scope(purpose.id, "email"), topic: topic, instant: now)
  return Decision(question, about: subject, in: zone)
}

@Suite struct `The decision` {
  @Test func `is to allow where consent stands and nothing is against it`() throws {
    let decision = try decide()
    #expect(decision.verdict == .allow)
    #expect(decision.reasons.isEmpty)
    #expect(decision.permittedBy == 7)
  }

  @Test func `is to deny one who has said nothing, with that reason alone`() throws {
    let decision = try decide(.marketing, [])
    #expect(decision.verdict == .deny)
    #expect(decision.reasons == [Reason(code: .noConsent)])
  }

  @Test(arguments: [
    (ConsentEvent.Action.deny, Reason.Code.consentDenied), (.withdraw, .consentWithdrawn),
  ])
  func `names the no and its entry`(action: ConsentEvent.Action, code: Reason.Code) throws {
    let decision = try decide(.marketing, [event(action, entry: 3)])
    #expect(decision.reasons == [Reason(code: code, entry: 3)])
  }

  @Test func `is to deny after an expiry`() throws {
    let decision = try decide(.marketing, [event(.grant, until: now)])
    #expect(decision.reasons == [Reason(code: .consentExpired, entry: 7)])
  }

  @Test func `is to deny an objection, and the consent it took back`() throws {
    let decision = try decide(.marketing, [event(.grant, hoursAgo: 2), event(.object, entry: 8)])
    #expect(decision.reasons.map(\.code) == [.objected, .consentWithdrawn])
    #expect(decision.reasons.map(\.entry) == [8, 8])
  }

  @Test(arguments: [
    (Subject.Status.restricted, Reason.Code.subjectRestricted), (.erased, .subjectErased),
  ])
  func `is to deny whoever is restricted or erased, whatever the purpose`(
    status: Subject.Status, code: Reason.Code
  ) throws {
    for purpose in [Purpose.marketing, .service, .recall] {
      #expect(try decide(purpose, status: status).reasons.first == Reason(code: code))
    }
  }

  @Test func `returns every failing reason in the order of the rules`() throws {
    let preferences = Preferences(
      timeZone: "Etc/UTC", refusedChannels: ["email"],
      topics: [TopicPreference(topic: "art", isWanted: false)],
      quietHours: [DailyWindow("10:00", "14:00")], contactHours: [DailyWindow("15:00", "16:00")],
      pauseUntil: now.adding(seconds: 60))
    let decision = try decide(
      .marketing, topic: "art", [event(.object)], preferences, status: .restricted)
    #expect(
      decision.reasons.map(\.code) == [
        .subjectRestricted, .objected, .consentWithdrawn, .topicUnwanted, .channelRefused, .paused,
        .quietHours, .outsideContactHours,
      ])
    #expect(decision.verdict == .deny)
    #expect(decision.nextAllowedAt == nil)
  }

  @Test func `is to wait where only the hours are against it`() throws {
    let preferences = Preferences(timeZone: "Etc/UTC", quietHours: [DailyWindow("10:00", "14:00")])
    let decision = try decide(.marketing, [event(.grant)], preferences)
    #expect(decision.verdict == .defer)
    #expect(decision.nextAllowedAt == .utc("2025-06-06T14:00:00Z"))
    #expect(decision.permittedBy == 0)
  }

  @Test func `is to deny where the zone of quiet hours is not known`() throws {
    let preferences = Preferences(quietHours: [DailyWindow("22:00", "23:00")])
    let decision = try decide(.marketing, [event(.grant)], preferences)
    #expect(decision.verdict == .deny)
    #expect(decision.reasons.map(\.code) == [.zoneUnknown])
  }

  @Test func `needs no zone without quiet hours`() throws {
    #expect(try decide(.marketing, [event(.grant)], Preferences()).verdict == .allow)
  }

  @Test func `tells when time alone may change it`() throws {
    let end = now.adding(seconds: 90)
    #expect(try decide(.marketing, [event(.grant, until: end)]).changesAt == end)
    #expect(try decide().changesAt == now.adding(seconds: Decision.horizonSeconds))
    let paused = Preferences(pauseUntil: now.adding(seconds: 30))
    #expect(try decide(.marketing, [event(.grant)], paused).changesAt == paused.pauseUntil)
  }

  @Test func `denies when nothing can be known`() {
    let decision = Decision.unavailable(at: now)
    #expect(decision.verdict == .deny)
    #expect(decision.reasons.map(\.code) == [.unavailable])
  }
}

@Suite struct `Each of how, when and about what alone turns the verdict` {
  @Test func `how: a channel that is refused`() throws {
    let preferences = Preferences(refusedChannels: ["email"])
    #expect(
      try decide(.marketing, [event(.grant)], preferences).reasons.map(\.code) == [
        .channelRefused
      ])
  }

  @Test func `when: a pause, up to, not including, its end`() throws {
    let paused = Preferences(pauseUntil: now.adding(seconds: 1))
    #expect(try decide(.marketing, [event(.grant)], paused).reasons.map(\.code) == [.paused])
    #expect(try decide(.marketing, [event(.grant)], Preferences(pauseUntil: now)).verdict == .allow)
  }

  @Test func `about what: a topic that is not wanted`() throws {
    let preferences = Preferences(topics: [TopicPreference(topic: "art", isWanted: false)])
    #expect(try decide(.marketing, topic: "art", [event(.grant)], preferences).verdict == .deny)
    #expect(try decide(.marketing, topic: "music", [event(.grant)], preferences).verdict == .allow)
    #expect(try decide(.marketing, topic: "", [event(.grant)], preferences).verdict == .allow)
  }
}

@Suite struct `Topics form a tree` {
  @Test(arguments: [
    ("art", false), ("art/painting", false), ("art/music", true), ("art/music/jazz", true),
    ("artichokes", true), ("news", true),
  ])
  func `the nearest choice above a topic decides`(topic: String, isWanted: Bool) {
    let preferences = Preferences(topics: [
      TopicPreference(topic: "art/music", isWanted: true),
      TopicPreference(topic: "art", isWanted: false),
    ])
    #expect(preferences.wants(topic: topic) == isWanted)
  }

  @Test func `the root decides for the rest`() {
    let preferences = Preferences(topics: [
      TopicPreference(topic: "*", isWanted: false), TopicPreference(topic: "art", isWanted: true),
    ])
    #expect(preferences.wants(topic: "art/painting"))
    #expect(!preferences.wants(topic: "news"))
  }
}

@Suite struct `The ground a purpose stands on` {
  private static let everything = Scope("*", "*")

  @Test func `a contract needs no consent`() throws {
    let decision = try decide(.service, [])
    #expect(decision.verdict == .allow)
    #expect(decision.permittedBy == 0)
  }

  @Test func `a contract's purpose is refused only by name`() throws {
    #expect(try decide(.service, [event(.withdraw, "*", "*")]).verdict == .allow)
    #expect(try decide(.service, [event(.withdraw, "service")]).verdict == .deny)
  }

  @Test func `an interest yields to any no that reaches it`() throws {
    #expect(try decide(.analytics, []).verdict == .allow)
    for action in [ConsentEvent.Action.withdraw, .deny, .object] {
      #expect(try decide(.analytics, [event(action, "*", "*")]).verdict == .deny)
    }
    #expect(
      try decide(.analytics, [event(.object, "analytics")]).reasons.map(\.code) == [.objected])
  }

  @Test func `nobody refuses what the law demands`() throws {
    #expect(try decide(.recall, [event(.withdraw, "recall")]).verdict == .allow)
  }

  @Test func `a transactional purpose skips objection and topic, and nothing else`() throws {
    let preferences = Preferences(
      timeZone: "Etc/UTC", refusedChannels: ["email"],
      topics: [TopicPreference(topic: "*", isWanted: false)],
      quietHours: [DailyWindow("10:00", "14:00")], pauseUntil: now.adding(seconds: 60))
    let decision = try decide(.service, topic: "orders", [event(.object, "service")], preferences)
    #expect(decision.reasons.map(\.code) == [.channelRefused, .paused, .quietHours])
  }
}
