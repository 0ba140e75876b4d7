import Randomness
import Testing

@testable import Profile

@Suite struct EmailRuleTests {
  @Test(arguments: [
    ("anna@example.com", "anna@example.com"),
    ("  Anna.Novak@Example.COM \n", "anna.novak@example.com"),
    ("anna+shop@example.com", "anna+shop@example.com"),
    ("o'hara@example.ie", "o'hara@example.ie"),
    ("info@xn--mnchen-3ya.de", "info@münchen.de"),
    ("info@XN--MNCHEN-3YA.DE", "info@münchen.de"),
    ("info@MÜNCHEN.de", "info@münchen.de"),
    ("info@mu\u{308}nchen.de", "info@münchen.de"),
    ("i\u{308}nfo@example.com", "ïnfo@example.com"),
    ("用户@例子。公司", "用户@例子.公司"),
    ("anna@ｅｘａｍｐｌｅ.com", "anna@example.com"),
    ("ΣΟΦΙΑ@example.gr", "σοφια@example.gr"),
  ])
  func `an address has one form`(given: String, normal: String) throws {
    let address = try EmailRule.normalise(given)
    #expect(address.utf8.elementsEqual(normal.utf8))
    let again = try EmailRule.normalise(address)
    #expect(again.utf8.elementsEqual(address.utf8))
  }

  @Test(arguments: [
    ("", "required"),
    ("anna", "email.at"),
    ("@example.com", "email.local_part"),
    ("anna@", "email.domain"),
    ("anna@localhost", "email.domain"),
    ("anna@example..com", "email.domain"),
    ("anna@.example.com", "email.domain"),
    ("anna@example.com.", "email.domain"),
    ("anna@-example.com", "email.domain"),
    ("anna@exam_ple.com", "email.domain"),
    ("anna@ab--c.com", "email.domain"),
    ("anna@xn--.com", "email.domain"),
    ("anna@xn--a.com", "email.domain"),
    ("anna@xn--zzzzzzzzzzzzz999999999.com", "email.domain"),
    ("anna@[192.0.2.1]", "email.domain"),
    ("anna@192.0.2.1", "email.domain"),
    ("anna@\u{301}a.com", "email.domain"),
    (".anna@example.com", "email.local_part"),
    ("an..na@example.com", "email.local_part"),
    ("an na@example.com", "email.local_part"),
    ("\"anna\"@example.com", "email.local_part"),
    ("anna@bob@example.com", "email.local_part"),
    ("an\u{202E}na@example.com", "text.character"),
    ("an\u{0}na@example.com", "text.character"),
    ("an\u{200B}na@example.com", "email.local_part"),
  ])
  func `what is no address is refused by name of the rule`(given: String, rule: String) {
    #expect(refusal { _ = try EmailRule.normalise(given) } == rule)
  }

  @Test func `lengths are bounded as in the standard`() throws {
    let local = String(repeating: "a", count: 64)
    #expect(try EmailRule.normalise(local + "@example.com") == local + "@example.com")
    #expect(
      refusal { _ = try EmailRule.normalise("a" + local + "@example.com") } == "email.local_part")
    let label = String(repeating: "b", count: 64)
    #expect(refusal { _ = try EmailRule.normalise("a@" + label + ".com") } == "email.domain")
    let long = Array(repeating: "bcdefgh", count: 40).joined(separator: ".")
    #expect(refusal { _ = try EmailRule.normalise("a@" + long) } == "length")
    let megabyte = String(repeating: "x", count: 1 << 20)
    #expect(refusal { _ = try EmailRule.normalise(megabyte) } == "length")
  }
}

@Suite struct PunycodeTests {
  /// RFC 3492, section 7.1, and names in use.
  @Test(arguments: [
    ("münchen", "mnchen-3ya"),
    ("bücher", "bcher-kva"),
    ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
    ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
    ("пример", "e1afmkfd"),
    ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
    ("ü", "tda"),
  ])
  func `a label and its ASCII form turn into each other`(label: String, ascii: String) {
    #expect(Punycode.encode(label) == ascii)
    #expect(Punycode.decode(ascii) == label)
  }

  @Test func `whatever is decoded encodes to the same, and nothing crashes`() {
    var random = SeededRandom(seed: 7)
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789-")
    var decoded = 0
    for _ in 0..<20_000 {
      let length = Int.random(in: 0...20, using: &random)
      let text = String((0..<length).map { _ in letters.randomElement(using: &random) ?? "a" })
      guard let label = Punycode.decode(text),
        label.unicodeScalars.contains(where: { $0.value > 127 })
      else { continue }
      decoded += 1
      #expect(Punycode.encode(label) == text)
    }
    #expect(decoded > 100)
  }
}
