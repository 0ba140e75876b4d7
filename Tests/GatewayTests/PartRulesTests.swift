import Gateway
import Messages
import RPC
import Testing

@Suite struct PartRulesTests {
  static let copy = LastGood(bytes: [1, 2, 3], ageNanoseconds: 1_500_000_000)
  static let failures = (1...16).compactMap { StatusCode(rawValue: $0) }
  /// The service was not asked, or could not say.
  static let unreachable: Set<StatusCode> = [
    .cancelled, .unknown, .deadlineExceeded, .resourceExhausted, .aborted, .internal,
    .unavailable, .dataLoss,
  ]

  static func judge(_ part: Part, _ code: StatusCode, copy: LastGood?) -> JudgedPart {
    PartRules.judge(part, .failed(RPCError(code, "So it is.")), copy: copy)
  }

  @Test(arguments: Part.allCases)
  func `a good answer is OK, whatever was known before`(part: Part) {
    let judged = PartRules.judge(part, .good([9]), copy: Self.copy)
    #expect(judged.status == GatewayV1.PartStatus(name: part.rawValue, state: .ok))
    #expect(judged.bytes == [9])
  }

  @Test(arguments: Part.allCases, failures)
  func `each failure of each part has one state`(part: Part, code: StatusCode) {
    let known = Self.judge(part, code, copy: Self.copy)
    let isStale = part != .consent && Self.unreachable.contains(code)
    let expected: GatewayV1.PartState =
      code == .permissionDenied ? .withheld : isStale ? .stale : .unavailable
    #expect(known.status.state == expected)
    #expect(known.bytes == (isStale ? Self.copy.bytes : nil))
    #expect(known.status.age == (isStale ? Google.Duration(seconds: 1, nanos: 500_000_000) : nil))
    let unknown = Self.judge(part, code, copy: nil)
    #expect(unknown.bytes == nil)
    #expect(unknown.status.state == (code == .permissionDenied ? .withheld : .unavailable))
    for judged in [known, unknown] {
      #expect(judged.status.name == part.rawValue && judged.status.code == code.name)
      #expect(judged.status.reason.hasPrefix("The \(part.rawValue) service"))
    }
  }

  @Test(arguments: failures)
  func `no failure of consent leaves anyone contactable`(code: StatusCode) {
    let verdict = ContactRules.contactability(
      consent: Self.judge(.consent, code, copy: Self.copy))
    #expect(verdict.rule == .notContactable)
    #expect(
      verdict.code == (code == .permissionDenied ? "CONSENT_WITHHELD" : "CONSENT_UNAVAILABLE"))
    #expect(!verdict.reason.isEmpty)
  }

  @Test func `with consent at hand its verdicts rule`() {
    let verdict = ContactRules.contactability(
      consent: PartRules.judge(.consent, .good([]), copy: nil))
    #expect(verdict.rule == .perConsent && verdict.code.isEmpty)
  }

  @Test func `a profile of a remembered owner is stale at best`() {
    let error = RPCError(.unavailable, "Down.")
    let fresh = PartRules.judge(.profile, .good([1]), copy: nil)
    let judged = PartRules.judge(fresh, ownerRemembered: error, age: 2_000_000_000)
    #expect(judged.status.state == .stale && judged.status.age == Google.Duration(seconds: 2))
    #expect(judged.bytes == [1])
    let absent = Self.judge(.profile, .unavailable, copy: nil)
    let still = PartRules.judge(absent, ownerRemembered: error, age: 2_000_000_000)
    #expect(still.status == absent.status && still.bytes == nil)
  }
}

@Suite struct ViewAssemblyTests {
  @Test func `an assembled view reads back as its parts`() throws {
    let profile = ProfileV1.Profile(customerId: Samples.anna, displayName: "Anna Lind")
    let parts = [
      PartRules.judge(.profile, .good(profile.encoded()), copy: nil),
      PartRules.judge(.consent, .failed(RPCError(.unavailable, "Down.")), copy: nil),
      PartRules.judge(.survey, .good([]), copy: nil),
    ]
    let asOf = Google.Timestamp(seconds: 1_700_000_000)
    let view = try GatewayV1.CustomerView(
      decoding: ViewAssembly.encodedView(of: Samples.anna, asOf: asOf, parts: parts).bytes)
    #expect(view.customerId == Samples.anna && view.asOf == asOf)
    #expect(view.profile == profile)
    #expect(view.consent == nil)
    #expect(view.survey == SurveyV1.SubjectSummary())
    #expect(view.parts == parts.map(\.status))
    #expect(view.contactability?.rule == .notContactable)
  }

  @Test func `a view without a word of consent contacts nobody`() throws {
    let view = try GatewayV1.CustomerView(
      decoding: ViewAssembly.encodedView(of: Samples.anna, asOf: .init(), parts: []).bytes)
    #expect(view.contactability?.rule == .notContactable)
  }
}

@Suite struct WatchRulesTests {
  @Test func `the pause doubles from a tenth of a second to five seconds`() {
    let pauses = [1, 2, 3, 6, 7, 100].map {
      WatchRules.pauseMilliseconds(failures: $0, spread: 0.5)
    }
    #expect(pauses == [100, 200, 400, 3200, 5000, 5000])
  }

  @Test func `watchers are spread by a fifth either way`() {
    #expect(WatchRules.pauseMilliseconds(failures: 1, spread: 0) == 80)
    #expect((119...120).contains(WatchRules.pauseMilliseconds(failures: 1, spread: 0.999)))
  }
}
