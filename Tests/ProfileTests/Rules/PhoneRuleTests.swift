import ServiceKit
import Testing

@testable import Profile

@Suite struct PhoneRuleTests {
  @Test(arguments: [
    ("+420 601 123 456", "", "+420601123456", "CZ"),
    ("601 123 456", "CZ", "+420601123456", "CZ"),
    ("601 123 456", "cz", "+420601123456", "CZ"),
    ("00420 601 123 456", "DE", "+420601123456", "CZ"),
    ("(202) 555-0143", "US", "+12025550143", "US"),
    ("+1.202.555.0143", "", "+12025550143", "US"),
    ("0491 570 006", "AU", "+61491570006", "AU"),
    ("+49 (0)30 123456", "", "+4930123456", "DE"),
    ("+39 02 1234 5678", "", "+390212345678", "IT"),
    ("+٤٢٠٦٠١١٢٣٤٥٦", "", "+420601123456", "CZ"),
    ("+870 773 111 632", "", "+870773111632", "001"),
  ])
  func `a number has one form`(given: String, region: String, e164: String, country: String) throws
  {
    let number = try PhoneRule.normalise(given, region: region)
    #expect(number == PhoneRule.Number(e164: e164, region: country))
    #expect(try PhoneRule.normalise(number.e164, region: "") == number)
  }

  @Test(arguments: [
    ("", "US", "required"),
    ("anna", "US", "phone.number"),
    ("601 123 456", "", "phone.region"),
    ("601 123 456", "XX", "country"),
    ("+999 123 456", "", "phone.country"),
    ("+420 60", "", "phone.length"),
    ("+1 202 555 0143 999", "", "phone.length"),
    ("07700 900123", "GB", "phone.range"),
    ("+49 30 123456 ext. 5", "", "phone.extension"),
    ("+420\u{0}601123456", "", "text.character"),
  ])
  func `what is no number is refused by name of the rule`(
    given: String, region: String, rule: String
  ) {
    #expect(refusal { _ = try PhoneRule.normalise(given, region: region) } == rule)
  }

  @Test func `the country's own refusal is about the region`() {
    do {
      _ = try PhoneRule.normalise("601123456", region: "Narnia")
      Issue.record("accepted")
    } catch {
      #expect(error.field == "region")
    }
  }
}
