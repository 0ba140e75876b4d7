import Testing

@testable import Consent

@Suite struct `Rule 1, the later word wins` {
  @Test func `nothing said is no consent`() {
    #expect([ConsentEvent]().status(at: 0) == .none)
  }

  @Test func `a grant is a grant from its first instant on`() {
    let history: [ConsentEvent] = [.event(.grant, at: 10)]
    #expect(history.status(at: 9) == .none)
    #expect(history.status(at: 10) == .granted)
    #expect(history.standing(at: 10).decidedBy?.entry == 1)
  }

  @Test func `a later withdrawal beats a grant`() {
    let history: [ConsentEvent] = [.event(.grant, at: 10), .event(.withdraw, at: 20)]
    #expect(history.status(at: 19) == .granted)
    #expect(history.status(at: 20) == .refused)
  }

  @Test func `a later grant by the subject beats a withdrawal`() {
    let history: [ConsentEvent] = [.event(.withdraw, at: 10), .event(.grant, at: 20)]
    #expect(history.status(at: 20) == .granted)
  }

  @Test(arguments: [ConsentEvent.Action.withdraw, .object, .deny])
  func `a no beats a grant at the same instant`(action: ConsentEvent.Action) {
    #expect([.event(action, at: 10), .event(.grant, at: 10)].status(at: 10) == .refused)
    #expect([.event(.grant, at: 10), .event(action, at: 10)].status(at: 10) == .refused)
  }

  @Test func `an expiry beats a grant at the same instant`() {
    #expect([.event(.expire, at: 10), .event(.grant, at: 10)].status(at: 10) == .expired)
    #expect([.event(.grant, at: 10), .event(.expire, at: 10)].status(at: 10) == .expired)
  }

  @Test func `a withdrawal decides over a denial at the same instant, whichever came first`() {
    let withdrawal = ConsentEvent.event(.withdraw, at: 10)
    let denial = ConsentEvent.event(.deny, at: 10)
    #expect([withdrawal, denial].standing(at: 10).decidedBy?.action == .withdraw)
    #expect([denial, withdrawal].standing(at: 10).decidedBy?.action == .withdraw)
  }

  @Test func `a denial decides over an expiry at the same instant`() {
    let history: [ConsentEvent] = [
      .event(.grant, at: 5), .event(.deny, at: 10), .event(.expire, at: 10),
    ]
    #expect(history.standing(at: 10).decidedBy?.action == .deny)
  }

  @Test func `withdrawal and objection weigh the same, so the later entry decides`() {
    let withdrawal = ConsentEvent.event(.withdraw, at: 10)
    let objection = ConsentEvent.event(.object, at: 10)
    #expect([withdrawal, objection].standing(at: 10).decidedBy?.action == .object)
    #expect([objection, withdrawal].standing(at: 10).decidedBy?.action == .withdraw)
  }

  @Test func `of two grants at the same instant the later entry decides`() {
    let short = ConsentEvent.event(.grant, at: 10, until: 20)
    let endless = ConsentEvent.event(.grant, at: 10)
    #expect([endless, short].status(at: 30) == .expired)
    #expect([short, endless].status(at: 30) == .granted)
  }

  @Test func `a later grant replaces a longer one`() {
    let history: [ConsentEvent] = [.event(.grant, at: 10), .event(.grant, at: 20, until: 30)]
    #expect(history.status(at: 29) == .granted)
    #expect(history.status(at: 30) == .expired)
  }

  @Test func `effective time counts, not the order of arrival`() {
    let grant = ConsentEvent.event(.grant, at: 10, recorded: 50)
    let withdrawal = ConsentEvent.event(.withdraw, at: 20, recorded: 40)
    #expect([withdrawal, grant].status(at: 60) == .refused)
  }
}

@Suite struct `Rule 2, only the subject takes a no back` {
  @Test(arguments: [ConsentEvent.Actor.agent, .import, .system])
  func `no other voice lifts a withdrawal`(actor: ConsentEvent.Actor) {
    let history: [ConsentEvent] = [.event(.withdraw, at: 10), .event(.grant, at: 20, by: actor)]
    #expect(history.status(at: 30) == .refused)
    #expect(history.standing(at: 30).decidedBy?.entry == 1)
  }

  @Test(arguments: [ConsentEvent.Actor.subject, .guardian])
  func `the subject or a guardian lifts it`(actor: ConsentEvent.Actor) {
    let history: [ConsentEvent] = [.event(.withdraw, at: 10), .event(.grant, at: 20, by: actor)]
    #expect(history.status(at: 30) == .granted)
  }

  @Test(arguments: [ConsentEvent.Action.withdraw, .object, .deny])
  func `a list import does not subscribe again who has said no`(action: ConsentEvent.Action) {
    let history: [ConsentEvent] = [.event(action, at: 10), .event(.grant, at: 20, by: .import)]
    #expect(history.status(at: 30) == .refused)
  }

  @Test func `an import that arrives late with an old date does not either`() {
    let history: [ConsentEvent] = [
      .event(.withdraw, at: 10), .event(.grant, at: 5, by: .import, recorded: 40),
    ]
    #expect(history.status(at: 50) == .refused)
  }

  @Test func `a withdrawal that an agent records counts as any`() {
    let history: [ConsentEvent] = [.event(.grant, at: 10), .event(.withdraw, at: 20, by: .agent)]
    #expect(history.status(at: 30) == .refused)
  }

  @Test func `an import may grant where nobody has said no`() {
    #expect([.event(.grant, at: 10, by: .import)].status(at: 10) == .granted)
  }

  @Test func `an import after the subject's own new grant lifts nothing by itself`() {
    let history: [ConsentEvent] = [
      .event(.withdraw, at: 10), .event(.grant, at: 20, until: 40),
      .event(.grant, at: 30, by: .import),
    ]
    #expect(history.status(at: 35) == .granted)
    #expect(history.status(at: 40) == .expired)
  }
}

@Suite struct `Rule 3, a broad no beats a narrow yes` {
  static let broad = [
    Scope("marketing", "*"), Scope("*", "email"), Scope("*", "*"),
    Scope("*", "*", controller: "*"),
  ]

  @Test(arguments: broad)
  func `a later broad withdrawal beats an earlier narrow grant`(scope: Scope) {
    let history: [ConsentEvent] = [.event(.grant, at: 10), .event(.withdraw, at: 20, scope)]
    #expect(history.status(at: 20) == .refused)
  }

  @Test(arguments: broad)
  func `a later grant that is explicit for the narrow scope lifts it there`(scope: Scope) {
    let history: [ConsentEvent] = [.event(.withdraw, at: 10, scope), .event(.grant, at: 20)]
    #expect(history.status(at: 20) == .granted)
    #expect(history.status(at: 20, Scope("marketing", "sms")) != .granted)
  }

  @Test(arguments: broad)
  func `at the same instant the broad withdrawal stands`(scope: Scope) {
    #expect([.event(.withdraw, at: 10, scope), .event(.grant, at: 10)].status(at: 10) == .refused)
  }

  @Test func `a broad grant does not lift a narrow withdrawal`() {
    let everyChannel = Scope("marketing", "*")
    let history: [ConsentEvent] = [.event(.withdraw, at: 10), .event(.grant, at: 20, everyChannel)]
    #expect(history.status(at: 30) == .refused)
    #expect(history.status(at: 30, Scope("marketing", "sms")) == .granted)
  }

  @Test
  func `a grant for every channel does not lift a withdrawal of one channel for all purposes`() {
    let history: [ConsentEvent] = [
      .event(.withdraw, at: 10, Scope("*", "email")),
      .event(.grant, at: 20, Scope("marketing", "*")),
    ]
    #expect(history.status(at: 30) == .refused)
    #expect(history.status(at: 30, Scope("marketing", "post")) == .granted)
  }

  @Test func `a grant for every channel lifts a withdrawal of everything, for its purpose only`() {
    let history: [ConsentEvent] = [
      .event(.withdraw, at: 10, Scope("*", "*")), .event(.grant, at: 20, Scope("marketing", "*")),
    ]
    #expect(history.status(at: 30) == .granted)
    #expect(history.status(at: 30, Scope("research", "email")) == .refused)
  }
}

@Suite struct `Rule 5, expiry is half-open` {
  static let history: [ConsentEvent] = [.event(.grant, at: 10, until: 20)]

  @Test func `it holds from its first instant up to, not including, its end`() {
    #expect(Self.history.status(at: 10) == .granted)
    let end = Instant.minute(20)
    let before = Instant(microseconds: end.microseconds - 1)
    let numbered = Self.history.numbered
    #expect(
      ScopedHistory(of: .marketingByEmail, at: before, in: numbered).standing.status == .granted)
    #expect(ScopedHistory(of: .marketingByEmail, at: end, in: numbered).standing.status == .expired)
  }

  @Test func `who has expired may be granted anew`() {
    let history = Self.history + [.event(.grant, at: 30)]
    #expect(history.status(at: 25) == .expired)
    #expect(history.status(at: 30) == .granted)
  }

  @Test func `an expiry lifts no withdrawal`() {
    let history: [ConsentEvent] = [
      .event(.grant, at: 5), .event(.withdraw, at: 10), .event(.expire, at: 20),
    ]
    #expect(history.status(at: 30) == .refused)
  }

  @Test func `the end of a grant is the next change`() {
    let next = ConsentHistory(Self.history).nextChange(after: .minute(12))
    #expect(next == .minute(20))
    #expect(ConsentHistory(Self.history).nextChange(after: .minute(20)) == nil)
  }
}

@Suite struct `Rule 7, each controller for itself` {
  let other = Scope("marketing", "email", controller: "sister")

  @Test func `one brand's grant never serves another`() {
    #expect([.event(.grant, at: 10)].status(at: 20, other) == .none)
  }

  @Test func `one brand's withdrawal leaves another's grant`() {
    let history: [ConsentEvent] = [.event(.grant, at: 10, other), .event(.withdraw, at: 20)]
    #expect(history.status(at: 30, other) == .granted)
  }

  @Test func `a withdrawal for the group reaches all`() {
    let group = Scope("marketing", "*", controller: "*")
    let history: [ConsentEvent] = [
      .event(.grant, at: 10), .event(.grant, at: 10, other), .event(.withdraw, at: 20, group),
    ]
    #expect(history.status(at: 30) == .refused)
    #expect(history.status(at: 30, other) == .refused)
  }
}

@Suite struct `Rule 8, the future is stored and waits` {
  @Test func `a grant dated ahead is not applied before its time`() {
    let history: [ConsentEvent] = [.event(.grant, at: 14, recorded: 10)]
    #expect(history.status(at: 13) == .none)
    #expect(history.status(at: 14) == .granted)
    #expect(ConsentHistory(history).nextChange(after: .minute(10)) == .minute(14))
  }

  @Test func `a no dated ahead holds from when it is known`() {
    let history: [ConsentEvent] = [
      .event(.grant, at: 5), .event(.withdraw, at: 14, recorded: 10),
    ]
    #expect(history.status(at: 9) == .granted)
    #expect(history.status(at: 10) == .refused)
  }
}
