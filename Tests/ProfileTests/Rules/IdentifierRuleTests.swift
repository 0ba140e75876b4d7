import Messages
import Randomness
import ServiceKit
import Testing

@testable import Profile

private let now = Google.Timestamp(microseconds: 1_700_000_000_000_000)

private func identifier(_ kind: String, _ value: String) -> ProfileV1.Identifier {
  ProfileV1.Identifier(kind: kind, value: value)
}

@Suite struct IdentifierRuleTests {
  @Test(arguments: [
    ("email", "Anna@Example.com", "anna@example.com"),
    ("phone", "+420 601 123 456", "+420601123456"),
    ("social:linkedin", "@Anna.Novak", "anna.novak"),
    ("crm_id", " C-0042 ", "C-0042"),
    ("account:shop", "Ab12", "Ab12"),
    ("user_id", "anna", "anna"),
    ("cookie", "f81d4fae-7dec", "f81d4fae-7dec"),
  ])
  func `every kind has its form`(kind: String, given: String, value: String) throws {
    let stored = try IdentifierRule.normalise(identifier(kind, given), now: now)
    #expect(stored.kind == kind)
    #expect(stored.value == value)
    #expect(stored.given == Text.trimmed(given))
    #expect(stored.observedAt == now)
    #expect(stored.party == .first)
    let key = try IdentifierRule.key(identifier(kind, given))
    #expect(key == IdentifierKey(kind: kind, value: value))
  }

  @Test(arguments: [
    ("", "x", "identifier.kind"), ("Email", "a@b.cz", "identifier.kind"),
    ("social:", "x", "identifier.kind"), ("social:Big Net", "x", "identifier.kind"),
    ("account", "x", "identifier.kind"), ("crm_id", "", "required"),
    ("crm_id", "a b", "id.space"), ("social:x", "https://x.com/anna", "social.handle"),
    ("social:x", "@", "social.handle"), ("postal", "Main street 1", "postal.value"),
    ("postal", "", "required"), ("cookie", String(repeating: "c", count: 129), "length"),
  ])
  func `what fits no kind is refused by name of the rule`(kind: String, value: String, rule: String)
  {
    #expect(refusal { _ = try IdentifierRule.normalise(identifier(kind, value), now: now) } == rule)
  }

  @Test func `a refusal names the field inside the identifier`() {
    do {
      _ = try IdentifierRule.normalise(
        ProfileV1.Identifier(kind: "phone", value: "1", region: "Narnia"), now: now)
      Issue.record("accepted")
    } catch {
      #expect(error.field == "region")
    }
  }

  @Test func `a cookie lives for 90 days after it was seen`() throws {
    let stored = try IdentifierRule.normalise(identifier("cookie", "c1"), now: now)
    let life = (stored.expiresAt?.microseconds ?? 0) - now.microseconds
    #expect(life == 90 * 86_400 * 1_000_000)
    #expect(try IdentifierRule.normalise(identifier("user_id", "u"), now: now).expiresAt == nil)
  }

  @Test func `a sighting in the future is refused`() {
    var future = identifier("user_id", "u")
    future.observedAt = Google.Timestamp(microseconds: now.microseconds + 301_000_000)
    #expect(refusal { _ = try IdentifierRule.normalise(future, now: now) } == "time.future")
    future.observedAt = Google.Timestamp(microseconds: now.microseconds + 299_000_000)
    #expect(refusal { _ = try IdentifierRule.normalise(future, now: now) } == nil)
  }
}

@Suite struct PostalRuleTests {
  private let home = PostalRule.Address(
    addressee: "Anna Nováková", lines: ["Na Příkopě 14", "byt 3"], locality: "Praha 1",
    postalCode: "110 00", country: "CZ")

  @Test func `two ways of writing one address have one value`() throws {
    var other = home
    other.addressee = " ANNA  NOVÁKOVÁ "
    other.lines = ["na příkopě 14, byt 3"]
    other.postalCode = "11000"
    other.country = "cz"
    let value = try PostalRule.normalise(home).value
    #expect(try PostalRule.normalise(other).value == value)
    #expect(value == "anna nováková; na příkopě 14 byt 3; praha 1; ; 11000; cz")
  }

  @Test func `two people at one address are two identifiers`() throws {
    var other = home
    other.addressee = "Jan Novák"
    let (one, two) = (try PostalRule.normalise(home), try PostalRule.normalise(other))
    #expect(one.value != two.value)
  }

  @Test func `a part that says nothing is refused`() {
    var address = home
    address.addressee = "--"
    #expect(refusal { _ = try PostalRule.normalise(address) } == "required")
    address = home
    address.lines = []
    #expect(refusal { _ = try PostalRule.normalise(address) } == "count")
    address = home
    address.country = "Czechia"
    #expect(refusal { _ = try PostalRule.normalise(address) } == "country")
    address = home
    (address.locality, address.postalCode) = ("", " ")
    #expect(refusal { _ = try PostalRule.normalise(address) } == "required")
    address = home
    address.region = String(repeating: "r", count: 201)
    #expect(refusal { _ = try PostalRule.normalise(address) } == "length")
  }
}

@Suite struct IdentifierFormTests {
  /// What addresses, handles and hostile input are made of.
  private static let pieces = [
    "a", "Z", "é", "e\u{301}", "ß", "İ", "ﬁ", "Ａ", "用", "ا", "\u{200D}", "\u{202E}", "\u{0}", "@",
    ".",
    "。", "-", "--", "xn--", "+", " ", "\u{A0}", "\n", "7", "٣", "²", "_", "🙂", "'", "\"", "com",
    "example",
  ]

  @Test func `whatever is accepted is in its form already, and nothing crashes`() throws {
    var random = SeededRandom(seed: 11)
    var accepted = 0
    for round in 0..<20_000 {
      let kind = ["email", "social:x", "crm_id", "cookie", "phone", "account:y"][round % 6]
      var text = (0..<Int.random(in: 1...9, using: &random))
        .map { _ in Self.pieces.randomElement(using: &random) ?? "a" }.joined()
      if kind == "email", round % 4 == 0 { text += "@example.com" }
      guard let key = try? IdentifierRule.key(identifier(kind, text)) else { continue }
      accepted += 1
      #expect(
        try IdentifierRule.key(identifier(kind, key.value)) == key, "\(text.debugDescription)")
    }
    #expect(accepted > 1000)
  }

  @Test func `folding twice is folding once`() {
    var random = SeededRandom(seed: 12)
    for _ in 0..<5000 {
      let text = (0..<8).map { _ in Self.pieces.randomElement(using: &random) ?? "a" }.joined()
      let folded = Text.folded(text)
      #expect(Text.folded(folded).utf8.elementsEqual(folded.utf8), "\(text.debugDescription)")
    }
  }
}
