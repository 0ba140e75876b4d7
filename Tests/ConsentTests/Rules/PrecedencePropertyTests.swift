import Randomness
import Testing

@testable import Consent

/// The rules of precedence over random histories. What fails is shrunk before it is shown.
@Suite struct `Precedence over random histories` {
  static let seeds = Array(UInt64(1)...20)
  static let histories = 50

  @Test(arguments: seeds)
  func `the order of arrival does not matter`(seed: UInt64) {
    check(seed: seed) { history, generator in
      // Entries keep their numbers: they break exact ties, and nothing else may depend on order.
      let shuffled = history.shuffled(using: &generator)
      return Self.instants.allSatisfy { instant in
        Self.scopes.allSatisfy {
          ScopedHistory(of: $0, at: instant, in: history).standing
            == ScopedHistory(of: $0, at: instant, in: shuffled).standing
        }
      }
    }
  }

  @Test(arguments: seeds)
  func `what an import or an agent grants later never takes back a no`(seed: UInt64) {
    check(seed: seed) { history, generator in
      let grant = ConsentEvent.event(
        .grant, at: 100, Self.scopes.randomElement(using: &generator) ?? .marketingByEmail,
        by: [.import, .agent, .system].randomElement(using: &generator) ?? .import, entry: 99)
      return Self.scopes.allSatisfy { scope in
        let before = ScopedHistory(of: scope, at: .minute(101), in: history).standing
        let after = ScopedHistory(of: scope, at: .minute(101), in: history + [grant]).standing
        return before.status != .refused || after == before
      }
    }
  }

  @Test(arguments: seeds)
  func `one more no never permits anything`(seed: UInt64) {
    check(seed: seed) { history, generator in
      let refusal = Self.event(using: &generator, entry: 99) { $0.isRefusal }
      return Self.instants.allSatisfy { instant in
        Self.scopes.allSatisfy { scope in
          ScopedHistory(of: scope, at: instant, in: history).standing.status == .granted
            || ScopedHistory(of: scope, at: instant, in: history + [refusal]).standing.status
              != .granted
        }
      }
    }
  }

  @Test(arguments: seeds)
  func `the same rules told slowly give the same`(seed: UInt64) {
    check(seed: seed) { history, _ in
      Self.instants.allSatisfy { instant in
        Self.scopes.allSatisfy {
          ScopedHistory(of: $0, at: instant, in: history).standing.status
            == Reference.status(of: $0, at: instant, in: history)
        }
      }
    }
  }

  @Test(arguments: seeds)
  func `what a history has forgotten could not decide any more`(seed: UInt64) {
    check(seed: seed) { history, _ in
      let arrived = history.sorted { $0.recordedAt < $1.recordedAt }
      var kept = ConsentHistory()
      var all: [ConsentEvent] = []
      return arrived.allSatisfy { event in
        kept.record(event)
        all.append(event)
        return Self.instants.filter { $0 >= event.recordedAt }.allSatisfy { instant in
          Self.scopes.allSatisfy {
            ScopedHistory(of: $0, at: instant, in: kept.events).standing
              == ScopedHistory(of: $0, at: instant, in: all).standing
              && ScopedHistory(of: $0, at: instant, in: kept.events).objection?.entry
                == ScopedHistory(of: $0, at: instant, in: all).objection?.entry
          }
        }
      }
    }
  }

  @Test func `a history keeps a bounded number of events however long the ledger is`() {
    var generator = SeededRandom(seed: 7)
    var kept = ConsentHistory()
    for entry in 1...5000 {
      var event = Self.event(using: &generator, entry: UInt64(entry)) { _ in true }
      event.effectiveAt = .minute(Int64(entry))
      event.recordedAt = event.effectiveAt
      kept.record(event)
    }
    // 2 controllers and the group, 2 purposes and all, 2 channels and all; 5 kinds that stay.
    #expect(kept.events.count <= 3 * 3 * 3 * 5)
  }
}

extension `Precedence over random histories` {
  static let instants = (Int64(0)...12).map { Instant.minute($0) }
  static let scopes = ["cameo", "sister"].flatMap { controller in
    ["marketing", "research"].flatMap { purpose in
      ["email", "sms"].map { Scope(purpose, $0, controller: controller) }
    }
  }

  /// An event on a small grid, so that ties and overlaps are many.
  static func event(
    using generator: inout SeededRandom, entry: UInt64,
    where fits: (ConsentEvent.Action) -> Bool
  ) -> ConsentEvent {
    let actions = ConsentEvent.Action.allCases.filter(fits)
    let effective = Int64.random(in: 0...8, using: &generator)
    let recorded = max(0, effective + Int64.random(in: -2...4, using: &generator))
    let action = actions.randomElement(using: &generator) ?? .withdraw
    let isLimited = action == .grant && Bool.random(using: &generator)
    return .event(
      action, at: effective,
      Scope(
        ["marketing", "research", "*"].randomElement(using: &generator) ?? "*",
        ["email", "sms", "*"].randomElement(using: &generator) ?? "*",
        controller: ["cameo", "sister", "*"].randomElement(using: &generator) ?? "*"),
      by: ConsentEvent.Actor.allCases.randomElement(using: &generator) ?? .subject,
      entry: entry, recorded: recorded,
      until: isLimited ? effective + Int64.random(in: 1...4, using: &generator) : nil)
  }

  func check(
    seed: UInt64, _ holds: @escaping ([ConsentEvent], inout SeededRandom) -> Bool
  ) {
    var generator = SeededRandom(seed: seed)
    for _ in 0..<Self.histories {
      let count = Int.random(in: 0...9, using: &generator)
      let history = (0..<count).map {
        Self.event(using: &generator, entry: UInt64($0) + 1) { _ in true }
      }
      let state = generator
      let fails: ([ConsentEvent]) -> Bool = { candidate in
        var generator = state
        return !holds(candidate, &generator)
      }
      if fails(history) {
        Issue.record("seed \(seed): \(shrink(history, while: fails))")
        return
      }
      generator = state
      _ = generator.next()
    }
  }
}

/// The rules of precedence as they are written, word by word and slowly: sort by rule 1, then walk.
private enum Reference {
  static func status(
    of scope: Scope, at instant: Instant, in history: [ConsentEvent]
  ) -> Standing.Status {
    let reaching = history.filter { $0.scope.covers(scope) && isApplied($0, at: instant) }
    let ordered = reaching.sorted { a, b in
      (a.effectiveAt, a.action.rank, a.entry) < (b.effectiveAt, b.action.rank, b.entry)
    }
    let refusals = ordered.filter { [.withdraw, .object, .deny].contains($0.action) }
    var last: ConsentEvent?
    var isLifted = refusals.isEmpty
    for event in ordered where !refusals.contains(event) {
      if event.action == .grant {
        let unlifted = refusals.filter { refusal in
          let isLater = event.effectiveAt > refusal.effectiveAt
          let isOwn = event.actor == .subject || event.actor == .guardian
          let isExplicit = refusal.scope.covers(event.scope)
          return !(isLater && isOwn && isExplicit)
        }
        if !unlifted.isEmpty { continue }
        isLifted = true
      }
      last = event
    }
    guard isLifted else { return .refused }
    guard let last else { return .none }
    if last.action == .expire { return .expired }
    if let end = last.validUntil, instant >= end { return .expired }
    return .granted
  }

  private static func isApplied(_ event: ConsentEvent, at instant: Instant) -> Bool {
    let isRefusal = [.withdraw, .object, .deny].contains(event.action)
    return event.effectiveAt <= instant || (isRefusal && event.recordedAt <= instant)
  }
}
