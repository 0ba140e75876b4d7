import Messages
import Randomness
import Testing

@testable import Profile

/// Something that a profile may be told.
private enum Fact {
  case identifier(ProfileV1.Identifier)
  case attribute(ProfileV1.Attribute)
  case event(ProfileV1.Event)
}

private func fold(_ facts: [Fact]) -> ProfileV1.Profile {
  var profile = ProfileV1.Profile.empty(customer: "01HF7YAT00", at: Facts.now)
  for fact in facts {
    switch fact {
    case .identifier(let identifier): _ = profile.see(identifier)
    case .attribute(let attribute): _ = profile.record(attribute)
    case .event(let event): profile.record(event)
    }
  }
  return profile
}

@Suite struct ProfileFoldTests {
  @Test func `purchases add up, returns net`() throws {
    let profile = fold([
      .event(try Facts.event("1", "purchase", day: 5, amount: 2933, quantity: 2)),
      .event(try Facts.event("2", "purchase", day: 3, amount: 1500, currency: "EUR", quantity: 1)),
      .event(try Facts.event("3", "return", day: 9, amount: 933, quantity: 1)),
      .event(try Facts.event("4", "visit", day: 1)),
    ])
    let purchases = try #require(profile.purchases)
    #expect((purchases.orders, purchases.returns, purchases.units) == (2, 1, 2))
    #expect(purchases.firstOrderAt == Facts.day(3))
    #expect(purchases.lastOrderAt == Facts.day(5))
    #expect(purchases.totals.map(\.currency) == ["EUR", "USD"])
    #expect(purchases.totals[1].netMinorUnits == 2000)
    let activity = try #require(profile.activity)
    #expect((activity.events, activity.engagements) == (4, 1))
    #expect(activity.firstEventAt == Facts.day(1))
    #expect(activity.lastEventAt == Facts.day(9))
  }

  @Test func `a cookie alone is anonymous, anything else is known`() throws {
    var profile = fold([.identifier(try Facts.identifier("cookie", "c"))])
    #expect(profile.state == .anonymous)
    #expect(profile.see(try Facts.identifier("email", "a@b.cz")))
    #expect(profile.state == .known)
  }

  @Test func `winners show in the fields that stand for them`() throws {
    let profile = fold([
      .attribute(try Facts.attribute("given_name", "Anna")),
      .attribute(try Facts.attribute("family_name", "Novak")),
      .attribute(try Facts.attribute("time_zone", "Europe/Berlin", .inferred, day: 20)),
      .attribute(try Facts.attribute("time_zone", "Europe/Prague", .declared, day: 1)),
      .attribute(try Facts.attribute("jurisdiction", "cz")),
    ])
    #expect(profile.displayName == "Anna Novak")
    #expect(profile.timeZone == "Europe/Prague")
    #expect(profile.timeZoneProvenance == .declared)
    #expect(profile.jurisdiction == "CZ")
  }

  @Test func `two phones of different use stay two`() throws {
    let profile = fold([
      .identifier(try Facts.identifier("phone", "+420601123456", label: "mobile")),
      .identifier(try Facts.identifier("phone", "+420224123456", label: "work")),
    ])
    #expect(profile.identifiers.map(\.label) == ["work", "mobile"])
  }

  @Test func `the same facts make the same profile in any order`() throws {
    var random = SeededRandom(seed: 2026)
    for _ in 0..<200 {
      let facts = try Self.randomFacts(&random)
      let expected = fold(facts)
      for _ in 0..<5 { #expect(fold(facts.shuffled(using: &random)) == expected) }
    }
  }

  @Test func `attributes and identifiers told twice change nothing`() throws {
    var random = SeededRandom(seed: 5)
    for _ in 0..<50 {
      let facts = try Self.randomFacts(&random)
      let repeated = facts.filter { if case .event = $0 { false } else { true } }
      #expect(fold((facts + repeated).shuffled(using: &random)) == fold(facts))
    }
  }

  /// Few names, values and days, so that facts meet and tie.
  private static func randomFacts(_ random: inout SeededRandom) throws -> [Fact] {
    let provenances: [ProfileV1.Provenance] = [.declared, .observed, .inferred, .purchased]
    let names = ["given_name", "family_name", "display_name", "colour"]
    return try (0..<Int.random(in: 1...25, using: &random)).map { number in
      let day = Int64.random(in: 1...3, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0:
        let kind = Bool.random(using: &random) ? "crm_id" : "cookie"
        let label = Bool.random(using: &random) ? "home" : ""
        let value = "v\(Int.random(in: 0...2, using: &random))"
        return .identifier(try Facts.identifier(kind, value, day: day, label: label))
      case 1:
        let name = names.randomElement(using: &random) ?? "colour"
        let provenance = provenances.randomElement(using: &random) ?? .declared
        let value = Bool.random(using: &random) ? "x" : "y"
        return .attribute(try Facts.attribute(name, value, provenance, day: day))
      default:
        let type = ["purchase", "return", "visit"].randomElement(using: &random) ?? "visit"
        let currency = Bool.random(using: &random) ? "USD" : "JPY"
        let amount = Int64.random(in: 0...5000, using: &random)
        return .event(
          try Facts.event(
            "e\(number)", type, day: day, amount: amount, currency: currency, quantity: 1))
      }
    }
  }
}
