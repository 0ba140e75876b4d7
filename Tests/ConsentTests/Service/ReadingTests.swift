import Messages
import RPC
import Storage
import Testing

@testable import Consent

@Suite struct `May I contact` {
  @Test(arguments: Form.allCases)
  func `is no for a customer never heard of, but for what they asked for`(form: Form) async throws {
    let scratch = try await Scratch(form)
    for purpose in ["marketing", "research", "personalisation"] {
      for channel in ["email", "sms", "phone", "post", "push"] {
        let reply = try await scratch.may(purpose, channel)
        #expect(reply.verdict == .deny)
        #expect(reply.reasons.map(\.code) == ["NO_CONSENT"])
        #expect(reply.ledgerHead == ConsentV1.LedgerHead())
      }
    }
    #expect(try await scratch.may("service").verdict == .allow)
  }

  @Test(arguments: Form.allCases)
  func `is yes after a grant, and says which entry permits`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let grant = try await scratch.grant("r1")
    let reply = try await scratch.may(at: 1)
    #expect(reply.verdict == .allow && reply.reasons.isEmpty && reply.permittedBy == 1)
    #expect(reply.ledgerHead == grant.ledgerHead)
    #expect(reply.decidedFor == .noon(1))
    #expect(reply.validUntil == .noon(6))
    #expect(try await scratch.may("marketing", "sms", at: 1).verdict == .deny)
    #expect(try await scratch.may("research", at: 1).verdict == .deny)
  }

  @Test(arguments: Form.allCases)
  func `holds no longer than the consent`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.grant("r1", until: .noon(3))
    #expect(try await scratch.may(at: 1).validUntil == .noon(3))
    let after = try await scratch.may(at: 3)
    #expect(after.reasons.map(\.code) == ["CONSENT_EXPIRED"] && after.reasons.map(\.entry) == [1])
  }

  @Test(arguments: Form.allCases)
  func `is no once withdrawn, whatever an import says later`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.grant("r1")
    try await scratch.withdraw("r2", at: 1)
    try await scratch.grant("r3", at: 2, by: .import)
    try await scratch.grant("r4", at: 3, by: .agent)
    let reply = try await scratch.may(at: 4)
    #expect(reply.verdict == .deny)
    #expect(reply.reasons.map(\.code) == ["CONSENT_WITHDRAWN"] && reply.reasons.map(\.entry) == [2])
    try await scratch.grant("r5", at: 5)
    #expect(try await scratch.may(at: 5).verdict == .allow)
  }

  @Test(arguments: Form.allCases)
  func `names objection, topic, channel, pause and hours in order, for a person too`(form: Form)
    async throws
  {
    let scratch = try await Scratch(form)
    try await scratch.withdraw("r1", purpose: "*", channel: "*", action: .object)
    try await scratch.prefer(
      "r2",
      ConsentV1.Preferences(
        timeZone: "Etc/UTC", refusedChannels: ["email"],
        topics: [ConsentV1.TopicPreference(topic: "art", choice: .unwanted)],
        quietHours: [
          ConsentV1.DailyWindow(
            from: ConsentV1.TimeOfDay(hours: 11), to: ConsentV1.TimeOfDay(hours: 13))
        ], pauseUntil: .noon(10)))
    let reply = try await scratch.may(topic: "art/painting")
    #expect(
      reply.reasons.map(\.code) == [
        "OBJECTED", "CONSENT_WITHDRAWN", "TOPIC_UNWANTED", "CHANNEL_REFUSED", "PAUSED",
        "QUIET_HOURS",
      ])
    #expect(
      reply.reasons.map(\.rule) == ["objection", "consent", "topic", "channel", "pause", "hours"])
    #expect(reply.reasons.allSatisfy { $0.message.hasSuffix(".") })
    #expect(reply.nextAllowedAt == nil)
  }

  @Test(arguments: Form.allCases)
  func `is later within quiet hours, in the subject's zone before the sender's`(form: Form)
    async throws
  {
    let scratch = try await Scratch(form)
    try await scratch.grant("r1")
    let quiet = ConsentV1.DailyWindow(
      from: ConsentV1.TimeOfDay(hours: 21), to: ConsentV1.TimeOfDay(hours: 8))
    try await scratch.prefer("r2", ConsentV1.Preferences(quietHours: [quiet]))
    #expect(try await scratch.may().reasons.map(\.code) == ["ZONE_UNKNOWN"])
    #expect(try await scratch.may(zone: "Mars/Base").reasons.map(\.code) == ["ZONE_UNKNOWN"])
    // Noon in UTC is 05:00 in Los Angeles.
    let deferred = try await scratch.may(zone: "America/Los_Angeles")
    #expect(deferred.verdict == .`defer` && deferred.reasons.map(\.code) == ["QUIET_HOURS"])
    #expect(deferred.nextAllowedAt == .noon(3 * 60))
    try await scratch.prefer(
      "r3", ConsentV1.Preferences(timeZone: "Europe/Prague"), only: ["time_zone"])
    #expect(try await scratch.may(zone: "America/Los_Angeles").verdict == .allow)
    let evening = try await scratch.may(planned: .noon(7 * 60))
    #expect(evening.verdict == .`defer` && evening.nextAllowedAt == .noon(18 * 60))
    #expect(evening.decidedFor == .noon(7 * 60))
  }

  @Test(arguments: Form.allCases)
  func `is no when the records cannot be read, and says so`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.grant("r1")
    await scratch.database.close()
    let reply = try await scratch.may()
    #expect(reply.verdict == .deny)
    #expect(reply.reasons.map(\.code) == ["UNAVAILABLE"])
    #expect(reply.reasons.map(\.rule) == ["available"])
    #expect(reply.validUntil == reply.decidedFor)
  }

  @Test(arguments: Form.allCases)
  func `is no when a subject's ledger is damaged`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.grant("r1")
    try await scratch.database.write(customer: Scratch.anna) {
      let damage = [SQLValue.text(Scratch.anna), .blob([0])]
      try await $0.execute("UPDATE subjects SET record = $2 WHERE customer_id = $1", damage)
      try await $0.execute("UPDATE ledger SET payload = $2 WHERE customer_id = $1", damage)
    }
    #expect(try await scratch.may().reasons.map(\.code) == ["UNAVAILABLE"])
    #expect(try await failure { try await scratch.state() }.code == .dataLoss)
  }

  @Test(arguments: Form.allCases)
  func `is told by the ledger where the record is of another version`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.grant("r1")
    try await scratch.withdraw("r2", at: 1, channel: "sms")
    let before = try await scratch.state(at: 2)
    let record = try await scratch.handlers.store.vault.reading(Scratch.anna).seal([0x63], .record)
    try await scratch.database.write(customer: Scratch.anna) {
      try await $0.execute(
        "UPDATE subjects SET record = $2 WHERE customer_id = $1",
        [.text(Scratch.anna), .blob(record)])
    }
    #expect(try await scratch.state(at: 2) == before)
  }
}

@Suite struct `The consent state` {
  @Test(arguments: Form.allCases)
  func `of a customer never heard of has a verdict for everything`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let state = try await scratch.state()
    #expect(state.customerId == Scratch.anna && state.controller == "cameo")
    #expect(state.verdicts.count == 20)
    #expect(state.verdicts.filter { $0.verdict == .allow }.allSatisfy { $0.purpose == "service" })
    #expect(
      state.verdicts.filter { $0.purpose != "service" }
        .allSatisfy { $0.verdict == .deny && $0.reasons == ["NO_CONSENT"] })
    #expect(state.verdicts.allSatisfy { $0.consent == .none && $0.decidedBy == 0 })
    #expect(state.deciding.isEmpty && state.preferences == nil)
    #expect(state.ledgerHead == ConsentV1.LedgerHead())
  }

  @Test(arguments: Form.allCases)
  func `shows verdicts, the consents behind them, preferences and the head`(form: Form) async throws
  {
    let scratch = try await Scratch(form)
    try await scratch.grant("r1", channel: "*", until: .noon(60))
    let preferences = ConsentV1.Preferences(
      timeZone: "Europe/Prague", preferredChannels: ["post", "email"], refusedChannels: ["push"],
      topics: [ConsentV1.TopicPreference(topic: "art", choice: .wanted)],
      quietHours: [
        ConsentV1.DailyWindow(
          days: [.saturday, .sunday], from: ConsentV1.TimeOfDay(hours: 0),
          to: ConsentV1.TimeOfDay(hours: 24), channels: ["phone"])
      ], pauseUntil: .noon(-5))
    let reply = try await scratch.prefer("r2", preferences)
    #expect(reply.preferences == preferences)
    let state = try await scratch.state(at: 1)
    #expect(state.preferences == preferences)
    #expect(state.ledgerHead == reply.ledgerHead)
    #expect(state.asOf == .noon(1) && state.validUntil == .noon(60))
    #expect(state.verdict("marketing", "email")?.verdict == .allow)
    #expect(state.verdict("marketing", "push")?.reasons == ["CHANNEL_REFUSED"])
    let marketing = state.verdicts.filter { $0.purpose == "marketing" }
    #expect(marketing.allSatisfy { $0.consent == .granted && $0.decidedBy == 1 })
    #expect(state.deciding.map(\.entry) == [1] && state.deciding.map(\.channel) == ["*"])
  }

  @Test(arguments: Form.allCases)
  func `agrees with MayContact on every purpose and channel`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.grant("r1", channel: "*")
    try await scratch.withdraw("r2", at: 1, channel: "sms")
    try await scratch.prefer(
      "r3",
      ConsentV1.Preferences(
        timeZone: "Etc/UTC", refusedChannels: ["post"],
        contactHours: [
          ConsentV1.DailyWindow(
            from: ConsentV1.TimeOfDay(hours: 15), to: ConsentV1.TimeOfDay(hours: 16),
            channels: ["phone"])
        ]), at: 2)
    for verdict in try await scratch.state(at: 3).verdicts {
      let reply = try await scratch.may(verdict.purpose, verdict.channel, at: 3)
      #expect(reply.verdict == verdict.verdict)
      #expect(reply.reasons.map(\.code) == verdict.reasons)
      #expect(reply.nextAllowedAt == verdict.nextAllowedAt)
    }
  }

  @Test(arguments: Form.allCases)
  func `as of a date is what was recorded by then`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.grant("r1", at: 10)
    try await scratch.prefer("r2", ConsentV1.Preferences(refusedChannels: ["sms"]), at: 20)
    try await scratch.withdraw("r3", at: 30)
    // Recorded later, though it says that it held before all of this.
    try await scratch.grant("r4", at: 40, channel: "post", effective: .noon(1))
    let before = try await scratch.state(at: 50, asOf: .noon(9))
    #expect(before.verdict("marketing", "email")?.reasons == ["NO_CONSENT"])
    #expect(before.ledgerHead == ConsentV1.LedgerHead())
    let granted = try await scratch.state(at: 50, asOf: .noon(10))
    #expect(granted.verdict("marketing", "email")?.verdict == .allow)
    #expect(granted.preferences == nil && granted.ledgerHead?.version == 1)
    #expect(granted.validUntil == nil && granted.asOf == .noon(10))
    let preferred = try await scratch.state(at: 50, asOf: .noon(29))
    #expect(preferred.preferences?.refusedChannels == ["sms"])
    #expect(preferred.verdict("marketing", "email")?.verdict == .allow)
    let withdrawn = try await scratch.state(at: 50, asOf: .noon(39))
    #expect(withdrawn.verdict("marketing", "email")?.reasons == ["CONSENT_WITHDRAWN"])
    #expect(withdrawn.verdict("marketing", "post")?.reasons == ["NO_CONSENT"])
    #expect(try await scratch.state(at: 50).verdict("marketing", "post")?.verdict == .allow)
  }

  @Test(arguments: Form.allCases)
  func `as of a date needs the ledger alone`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.grant("r1")
    let before = try await scratch.state(at: 2, asOf: .noon(1))
    try await scratch.database.write(customer: Scratch.anna) {
      try await $0.execute("DELETE FROM subjects WHERE customer_id = $1", [.text(Scratch.anna)])
    }
    #expect(try await scratch.state(at: 2, asOf: .noon(1)) == before)
  }
}

@Suite struct `Setting preferences` {
  @Test(arguments: Form.allCases)
  func `are set field by field, as the mask says`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.prefer(
      "r1", ConsentV1.Preferences(timeZone: "Etc/UTC", refusedChannels: ["sms"]))
    let second = try await scratch.prefer(
      "r2", ConsentV1.Preferences(timeZone: "Europe/Prague", preferredChannels: ["post"]),
      only: ["preferred_channels", "refused_channels"])
    let expected = ConsentV1.Preferences(timeZone: "Etc/UTC", preferredChannels: ["post"])
    #expect(second.preferences == expected)
    #expect(try await scratch.state().preferences == expected)
  }

  @Test(arguments: Form.allCases)
  func `cleared by a mask of everything are empty, but were set`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.prefer("r1", ConsentV1.Preferences(timeZone: "Etc/UTC"))
    try await scratch.prefer("r2", ConsentV1.Preferences())
    #expect(try await scratch.state().preferences == ConsentV1.Preferences())
  }
}
