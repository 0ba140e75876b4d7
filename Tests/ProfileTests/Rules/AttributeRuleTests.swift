import Messages
import Testing

@testable import Profile

@Suite struct AttributeRuleTests {
  private func refusalOf(_ change: (inout ProfileV1.Attribute) -> Void) -> String? {
    var attribute = ProfileV1.Attribute(
      name: "colour", category: .descriptive, value: ProfileV1.Value(kind: .text("blue")),
      provenance: .declared, source: "form", observedAt: Facts.day(1))
    change(&attribute)
    return refusal { _ = try AttributeRule.normalise(attribute, now: Facts.now) }
  }

  @Test func `a whole attribute is accepted, and completed`() throws {
    #expect(refusalOf { _ in } == nil)
    let fact = try Facts.attribute("time_zone", "Europe/Prague")
    #expect(fact.category == .identity)
    #expect(fact.party == .first)
    #expect(fact.recordedAt == Facts.now)
    #expect(try Facts.attribute("colour", "red", .purchased).party == .third)
  }

  @Test func `each broken rule is named`() {
    #expect(refusalOf { $0.name = "Colour" } == "name")
    #expect(refusalOf { $0.name = "" } == "name")
    #expect(refusalOf { $0.category = .unspecified } == "category")
    #expect(refusalOf { $0.category = .init(rawValue: 9) } == "category")
    #expect(refusalOf { $0.value = nil } == "required")
    #expect(refusalOf { $0.value = ProfileV1.Value(kind: .text(" ")) } == "required")
    #expect(refusalOf { $0.value = ProfileV1.Value(kind: .real(.nan)) } == "real")
    #expect(refusalOf { $0.provenance = .unspecified } == "required")
    #expect(refusalOf { $0.source = "" } == "required")
    #expect(refusalOf { $0.party = .init(rawValue: 7) } == "party")
    #expect(refusalOf { $0.confidencePercent = 50 } == "percent.inferred")
    #expect(refusalOf { $0.confidencePercent = 101 } == "percent")
    #expect(refusalOf { $0.observedAt = Google.Timestamp(microseconds: 1 << 60) } == "time.future")
    #expect(refusalOf { $0.observedAt?.seconds = Int64.min } == "time.range")
    #expect(refusalOf { $0.observedAt?.nanos = -1 } == "time.range")
  }

  @Test func `catalogue attributes have their own category and form`() {
    #expect(refusalOf { $0.name = "given_name" } == "category.fixed")
    let zone = { (name: String) in
      refusal { _ = try Facts.attribute("time_zone", name) }
    }
    #expect(zone("Europe/Atlantis") == "time_zone")
    #expect(zone("Europe/Prague") == nil)
    #expect(refusal { _ = try Facts.attribute("birth_date", "1980-01-01") } == "value.type")
    #expect(refusal { _ = try Facts.attribute("household_size", "4") } == "value.type")
  }
}

@Suite struct AttributeRankTests {
  private func wins(_ one: ProfileV1.Attribute, over other: ProfileV1.Attribute) -> Bool {
    AttributeRank(other) < AttributeRank(one)
  }

  @Test func `a declared value beats an inferred one, even a later one`() throws {
    let declared = try Facts.attribute("colour", "red", .declared, day: 1)
    let inferred = try Facts.attribute("colour", "blue", .inferred, day: 2)
    #expect(wins(declared, over: inferred))
  }

  @Test func `of declared values the later wins`() throws {
    let old = try Facts.attribute("colour", "red", .declared, day: 1)
    let new = try Facts.attribute("colour", "blue", .declared, day: 2)
    #expect(wins(new, over: old))
  }

  @Test func `of others the later wins, then the better provenance`() throws {
    let purchased = try Facts.attribute("colour", "red", .purchased, day: 2)
    let observed = try Facts.attribute("colour", "red", .observed, day: 1)
    #expect(wins(purchased, over: observed))
    let inferred = try Facts.attribute("colour", "red", .inferred, day: 2)
    #expect(wins(inferred, over: purchased))
    #expect(wins(try Facts.attribute("colour", "red", .observed, day: 2), over: inferred))
  }

  @Test func `at one time and provenance source, then value decide`() throws {
    let form = try Facts.attribute("colour", "z", source: "form")
    #expect(wins(try Facts.attribute("colour", "a", source: "shop"), over: form))
    #expect(wins(form, over: try Facts.attribute("colour", "a", source: "form")))
    #expect(!wins(form, over: form))
  }
}
