import Messages
import Testing

@testable import Profile

@Suite struct EventRuleTests {
  private func refusalOf(_ change: (inout ProfileV1.Event) -> Void) -> String? {
    var event = ProfileV1.Event(
      id: "e1", type: "purchase", occurredAt: Facts.day(1),
      amount: ProfileV1.Money(currency: "USD", minorUnits: 2933), quantity: 2)
    change(&event)
    return refusal { _ = try EventRule.normalise(event, now: Facts.now) }
  }

  @Test func `each broken rule is named`() {
    #expect(refusalOf { _ in } == nil)
    #expect(refusalOf { $0.id = "" } == "required")
    #expect(refusalOf { $0.id = "a b" } == "id")
    #expect(refusalOf { $0.type = "Purchase!" } == "name")
    #expect(refusalOf { $0.occurredAt = nil } == "required")
    #expect(refusalOf { $0.occurredAt = Google.Timestamp(microseconds: 1 << 60) } == "time.future")
    #expect(refusalOf { $0.amount = nil } == "required")
    #expect(refusalOf { $0.amount?.currency = "ZZZ" } == "currency")
    #expect(refusalOf { $0.amount?.minorUnits = -1 } == "negative")
    #expect(refusalOf { $0.amount?.minorUnits = .max } == "range")
    #expect(refusalOf { $0.amount?.minorUnits = .min } == "range")
    #expect(refusalOf { $0.quantity = .max } == "range")
    #expect(refusalOf { $0.channel = "E Mail" } == "name")
    #expect(refusalOf { $0.device = String(repeating: "d", count: 129) } == "length")
  }

  @Test func `properties are bounded, named once and in order`() throws {
    let property = { (name: String) in
      ProfileV1.Property(name: name, value: ProfileV1.Value(kind: .flag(true)))
    }
    #expect(refusalOf { $0.properties = [property("a"), property("a")] } == "unique")
    #expect(refusalOf { $0.properties = [ProfileV1.Property(name: "a")] } == "required")
    #expect(refusalOf { $0.properties = (0...50).map { property("p\($0)") } } == "count")
    let event = ProfileV1.Event(
      id: "e", type: "visit", occurredAt: Facts.day(1), properties: [property("b"), property("a")])
    let stored = try EventRule.normalise(event, now: Facts.now)
    #expect(stored.properties.map(\.name) == ["a", "b"])
  }
}
