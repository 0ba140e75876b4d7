import Messages
import RPC
import Storage
import StorageKit
import Testing

@testable import Consent

@Suite struct `Writing to the ledger` {
  @Test(arguments: Form.allCases)
  func `entries are numbered and chained`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let first = try await scratch.grant("r1")
    let second = try await scratch.withdraw("r2", at: 1)
    let third = try await scratch.prefer("r3", ConsentV1.Preferences(), at: 2)
    let heads = [first.ledgerHead, second.ledgerHead, third.ledgerHead].compactMap(\.self)
    #expect(heads.map(\.version) == [1, 2, 3])
    #expect(Set(heads.map(\.hash)).count == 3)
    #expect(heads.allSatisfy { $0.hash.count == 32 })
    #expect(first.recordedAt == .noon() && first.effectiveAt == .noon())
    let found = try await scratch.verify()
    #expect(found.verdict == .intact && found.ledgerHead == third.ledgerHead)
  }

  @Test(arguments: Form.allCases)
  func `the same request again returns the first answer and writes nothing`(form: Form) async throws
  {
    let scratch = try await Scratch(form)
    let grant = try await scratch.grant("r1")
    let preferences = try await scratch.prefer("r2", ConsentV1.Preferences(timeZone: "Etc/UTC"))
    try await scratch.withdraw("r3", at: 1)
    #expect(try await scratch.grant("r1", at: 9) == grant)
    #expect(
      try await scratch.prefer("r2", ConsentV1.Preferences(timeZone: "Etc/UTC"), at: 9)
        == preferences)
    #expect(try await scratch.state(at: 9).ledgerHead?.version == 3)
  }

  @Test(arguments: Form.allCases)
  func `the same id with other content is refused`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.grant("r1")
    let other = try await failure { try await scratch.grant("r1", channel: "sms") }
    #expect(other.code == .alreadyExists && other.reasonCode == "OTHER_CONTENT")
    let otherMethod = try await failure { try await scratch.withdraw("r1") }
    #expect(otherMethod.code == .alreadyExists)
    #expect(try await scratch.state().ledgerHead?.version == 1)
  }

  @Test(arguments: Form.allCases)
  func `another version than expected aborts`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let ahead = try await failure { try await scratch.grant("r1", version: 1) }
    #expect(ahead.code == .aborted && ahead.reasonCode == "OTHER_VERSION")
    try await scratch.grant("r1")
    try await scratch.grant("r2", channel: "sms", version: 1)
    let behind = try await failure { try await scratch.grant("r3", version: 1) }
    #expect(behind.code == .aborted)
    #expect(try await scratch.grant("r2", channel: "sms", version: 1).ledgerHead?.version == 2)
  }

  @Test(arguments: Form.allCases)
  func `a clock that steps back does not step the ledger back`(form: Form) async throws {
    let scratch = try await Scratch(form)
    try await scratch.grant("r1", at: 10)
    let reply = try await scratch.withdraw("r2", at: 5)
    #expect(reply.recordedAt == .noon(10))
    #expect(try await scratch.verify().verdict == .intact)
    #expect(try await scratch.may(at: 5).verdict == .deny)
  }

  @Test(arguments: Form.allCases)
  func `time beyond five minutes ahead is refused, within it waits`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let error = try await failure {
      try await scratch.grant(
        "r1", effective: Google.Timestamp(microseconds: Google.Timestamp.noon(5).microseconds + 1))
    }
    #expect(error.broken == ["effective_at future"])
    try await scratch.grant("r1", effective: .noon(5))
    #expect(try await scratch.may(at: 4).reasons.map(\.code) == ["NO_CONSENT"])
    #expect(try await scratch.may(at: 5).verdict == .allow)
  }

  @Test(arguments: Form.allCases)
  func `grants that wait are bounded`(form: Form) async throws {
    let scratch = try await Scratch(form)
    for number in 1...SubjectState.mostPending {
      let later = Google.Timestamp(
        microseconds: Google.Timestamp.noon(1).microseconds + Int64(number))
      try await scratch.grant("r\(number)", effective: later)
    }
    let error = try await failure { try await scratch.grant("last", effective: .noon(2)) }
    #expect(error.code == .resourceExhausted && error.reasonCode == "TOO_MANY_PENDING")
    try await scratch.withdraw("no")
  }

  @Test func `a full ledger takes a no that it lacks, once, and nothing else`() throws {
    var state = SubjectState()
    state.head.version = SubjectState.mostEntries
    state.head.recordedAt = Scratch.noon
    let no = Self.draft("a", .withdraw)
    let after = try state.appending(no, now: Scratch.noon, salt: []).state
    let full = Refusal.ledgerFull(entries: SubjectState.mostEntries + 1)
    #expect(throws: full) { try after.appending(no, now: Scratch.noon, salt: []) }
    #expect(throws: full) {
      try after.appending(Self.draft("b", .grant), now: Scratch.noon, salt: [])
    }
    #expect(throws: Never.self) {
      try after.appending(Self.draft("c", .object), now: Scratch.noon, salt: [])
    }
  }

  private static func draft(_ request: String, _ action: ConsentEvent.Action) -> Draft {
    Draft(
      customer: Scratch.anna, request: request, digest: [], expectedVersion: 0, actor: .subject,
      recorder: "", collection: LedgerEntry.Collection(), effectiveAt: nil,
      content: .consent(
        LedgerEntry.Consent(
          action: action, scope: .marketingByEmail, purposeVersion: 1, legalBasis: .consent,
          validUntil: nil)))
  }

  @Test(arguments: Form.allCases)
  func `concurrent writes all find their place in one chain`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let handlers = scratch.handlers
    let call = try scratch.call()
    try await withThrowingTaskGroup { group in
      for number in 0..<50 {
        group.addTask {
          _ = try await handlers.grantConsent(
            ConsentV1.GrantConsentRequest(
              requestId: "r\(number % 40)", customerId: Scratch.anna, purpose: "marketing",
              channel: "email", actor: .subject), call)
        }
      }
      try await group.waitForAll()
    }
    let found = try await scratch.verify()
    #expect(found.verdict == .intact && found.ledgerHead?.version == 40)
  }
}

@Suite struct `Tampering with the database` {
  private static let anna = SQLValue.text(Scratch.anna)
  private static let zeros = SQLValue.blob([UInt8](repeating: 0, count: 32))
  static let changes: [(sql: String, parameters: [SQLValue])] = [
    ("UPDATE ledger SET salt = $2 WHERE customer_id = $1 AND entry = 2", [anna, zeros]),
    ("UPDATE ledger SET hash = $2 WHERE customer_id = $1 AND entry = 2", [anna, zeros]),
    ("DELETE FROM ledger WHERE customer_id = $1 AND entry = 2", [anna]),
    ("UPDATE ledger SET entry = 9 WHERE customer_id = $1 AND entry = 2", [anna]),
  ]

  @Test(arguments: changes)
  func `is found at the entry that was touched`(sql: String, parameters: [SQLValue]) async throws {
    let scratch = try await Scratch()
    for number in 1...3 { try await scratch.grant("r\(number)", at: Int64(number)) }
    try await scratch.database.write(customer: Scratch.anna) {
      try await $0.execute(sql, parameters)
    }
    try await Self.isFound(in: scratch)
  }

  @Test(arguments: Form.allCases)
  func `of one word within an entry is found`(form: Form) async throws {
    let scratch = try await Scratch(form)
    for number in 1...3 { try await scratch.grant("r\(number)", at: Int64(number)) }
    try await scratch.database.write(customer: Scratch.anna) { writer in
      let payload = try #require(
        try await writer.first("SELECT payload FROM ledger WHERE entry = 2", []) { $0.blob(0) })
      var forged = payload
      switch form {
      case .plain:
        let word = Array("email".utf8)
        let place = try #require(payload.indices.first { payload[$0...].starts(with: word) })
        forged.replaceSubrange(place..<(place + word.count), with: Array("phone".utf8))
      case .sealed: forged[payload.count / 2] ^= 1
      }
      try await writer.execute(
        "UPDATE ledger SET payload = $2 WHERE customer_id = $1 AND entry = 2",
        [Self.anna, .blob(forged)])
    }
    try await Self.isFound(in: scratch)
  }

  private static func isFound(in scratch: Scratch) async throws {
    let found = try await scratch.verify()
    #expect(found.verdict == .broken)
    #expect(found.brokenEntry == 2)
    #expect(found.ledgerHead?.version == 1)
  }

  @Test(arguments: Form.allCases)
  func `by cutting off the end is found too`(form: Form) async throws {
    let scratch = try await Scratch(form)
    for number in 1...3 { try await scratch.grant("r\(number)") }
    try await scratch.database.write(customer: Scratch.anna) {
      try await $0.execute(
        "DELETE FROM ledger WHERE customer_id = $1 AND entry = 3", [Self.anna])
    }
    #expect(try await scratch.verify().brokenEntry == 3)
  }
}

@Suite struct `Bad input` {
  @Test(arguments: [Scratch.anna.lowercased(), "0IJD0000000000000000000000", "banana"])
  func `a withdrawal under another spelling is never lost`(spelling: String) async throws {
    let scratch = try await Scratch()
    try await scratch.grant("r1")
    // Refused, so that nobody takes it for done; and under that spelling nobody is asked about.
    let refused = try await failure {
      try await scratch.withdraw("r2", at: 1, purpose: "*", channel: "*", customer: spelling)
    }
    #expect(refused.code == .invalidArgument && refused.broken == ["customer_id customer_id"])
    let asked = try await failure { try await scratch.may(at: 2, customer: spelling) }
    #expect(asked.broken == ["customer_id customer_id"])
    let read = try await failure { try await scratch.state(at: 2, customer: spelling) }
    #expect(read.broken == ["customer_id customer_id"])
    #expect(try await scratch.database.settledChanges().count == 1)
    try await scratch.withdraw("r2", at: 3, purpose: "*", channel: "*")
    #expect(try await scratch.may(at: 4).verdict == .deny)
  }

  @Test(arguments: Form.allCases)
  func `takes every id that a client of the other services may make`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let longest = String(repeating: "a", count: 125) + "/#~"
    try await scratch.grant(longest)
    let tooLong = try await failure { try await scratch.grant(longest + "b") }
    #expect(tooLong.broken == ["request_id length"])
    let spaced = try await failure { try await scratch.grant("a b") }
    #expect(spaced.broken == ["request_id id"])
  }

  @Test(arguments: Form.allCases)
  func `names every field that is wrong, with its rule`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let error = try await failure {
      try await scratch.handlers.grantConsent(
        ConsentV1.GrantConsentRequest(
          requestId: "", customerId: "no such id!", controller: "nobody", purpose: "*",
          channel: "pigeon", effectiveAt: .noon(60), validUntil: .noon(-60),
          collection: ConsentV1.Collection(method: "a\nb", evidenceSha256: [1])),
        scratch.call())
    }
    #expect(error.code == .invalidArgument)
    #expect(
      Set(error.broken) == [
        "request_id required", "customer_id customer_id", "controller unknown", "purpose unknown",
        "channel unknown", "actor required", "effective_at future", "valid_until order",
        "collection.method characters", "collection.evidence_sha256 length",
      ])
  }

  @Test(arguments: Form.allCases)
  func `of the catalogue is answered with the known values`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let purpose = try await failure { try await scratch.may("spam") }
    #expect(purpose.message.contains("marketing, research, personalisation, service"))
    let channel = try await failure { try await scratch.may("marketing", "") }
    #expect(channel.broken == ["channel required"])
    #expect(channel.message.contains("email, sms, phone, post, push"))
    let every = try await failure { try await scratch.may("*", "*") }
    #expect(every.broken == ["purpose unknown", "channel unknown"])
  }

  @Test(arguments: Form.allCases)
  func `in preferences is named by its place`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let noon = ConsentV1.TimeOfDay(hours: 12)
    let error = try await failure {
      try await scratch.prefer(
        "r1",
        ConsentV1.Preferences(
          timeZone: "Europe/Atlantis", preferredChannels: ["email", "email"],
          refusedChannels: ["fax"],
          topics: [
            ConsentV1.TopicPreference(topic: "Art!", choice: .wanted),
            ConsentV1.TopicPreference(topic: "music"),
          ],
          quietHours: [
            ConsentV1.DailyWindow(from: noon, to: noon), ConsentV1.DailyWindow(from: noon),
            ConsentV1.DailyWindow(
              days: [.unspecified], from: ConsentV1.TimeOfDay(hours: 24),
              to: ConsentV1.TimeOfDay(hours: 1, minutes: 60), channels: ["fax"]),
          ], pauseUntil: Google.Timestamp(seconds: -5, nanos: 0)))
    }
    #expect(
      Set(error.broken) == [
        "preferences.time_zone zone", "preferences.preferred_channels unique",
        "preferences.refused_channels[0] unknown", "preferences.topics[0].topic topic",
        "preferences.topics[1].choice required", "preferences.quiet_hours[0].to order",
        "preferences.quiet_hours[1].to required", "preferences.quiet_hours[2].from time",
        "preferences.quiet_hours[2].to time", "preferences.quiet_hours[2].days day",
        "preferences.quiet_hours[2].channels[0] unknown", "preferences.pause_until instant",
      ])
  }

  @Test(arguments: Form.allCases)
  func `in an update mask is told the known paths`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let none = try await failure { try await scratch.prefer("r1", .init(), only: []) }
    #expect(none.broken == ["update_mask required"])
    let unknown = try await failure { try await scratch.prefer("r1", .init(), only: ["zone"]) }
    #expect(unknown.broken == ["update_mask unknown"])
    #expect(unknown.message.contains("time_zone"))
  }

  @Test(arguments: Form.allCases)
  func `in a withdrawal's action is refused`(form: Form) async throws {
    let scratch = try await Scratch(form)
    let error = try await failure { try await scratch.withdraw("r1", action: .grant) }
    #expect(error.broken == ["action refusal"])
  }

  @Test(arguments: Form.allCases)
  func `in reads is refused`(form: Form) async throws {
    let scratch = try await Scratch(form)
    #expect(
      try await failure { try await scratch.state(customer: "") }.broken == ["customer_id required"]
    )
    #expect(
      try await failure { try await scratch.state(asOf: .noon(1)) }.broken == ["as_of future"])
    #expect(try await failure { try await scratch.may(planned: .noon(-6)) }.broken == ["at past"])
    #expect(
      try await failure { try await scratch.may(planned: .noon(367 * 1440)) }.broken == [
        "at future"
      ])
    #expect(try await failure { try await scratch.may(topic: "No") }.broken == ["topic topic"])
  }

  @Test(arguments: Form.allCases)
  func `is never half-written`(form: Form) async throws {
    let scratch = try await Scratch(form)
    _ = try await failure { try await scratch.grant("r1", channel: "pigeon") }
    #expect(try await scratch.state().ledgerHead == ConsentV1.LedgerHead())
    #expect(try await scratch.grant("r1").ledgerHead?.version == 1)
  }
}
