import Testing

@testable import cameo

@Suite struct SubjectTests {
  @Test func `an address is an e-mail, a plus a phone, 26 letters an id`() {
    #expect(Subject("anna@example.com") == .identifier(kind: "email", value: "anna@example.com"))
    #expect(Subject("+61491570006") == .identifier(kind: "phone", value: "+61491570006"))
    #expect(Subject("01jd8m2x7rq4v5n6p7s8t9w0xy") == .customer("01JD8M2X7RQ4V5N6P7S8T9W0XY"))
  }

  @Test func `a kind may be said, with its network or system`() {
    #expect(Subject("crm_id:4711") == .identifier(kind: "crm_id", value: "4711"))
    #expect(Subject("account:shop:47:11") == .identifier(kind: "account:shop", value: "47:11"))
    #expect(Subject("social:linkedin:anna") == .identifier(kind: "social:linkedin", value: "anna"))
  }

  @Test(arguments: [
    "", "anna", "crm_id:", ":4711", "account:shop", "+", "01JD8M2X7RQ4V5N6P7S8T9W0XL",
  ])
  func `what names nobody is refused`(text: String) {
    #expect(Subject(text) == nil)
  }
}
