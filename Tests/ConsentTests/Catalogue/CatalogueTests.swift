import Testing

@testable import Consent

@Suite struct `The catalogue` {
  @Test func `as shipped has the purposes and channels that are promised`() throws {
    let catalogue = try Catalogue(json: Catalogue.shipped)
    #expect(
      catalogue.purposes.map(\.id) == ["marketing", "research", "personalisation", "service"])
    #expect(catalogue.channels == ["email", "sms", "phone", "post", "push"])
    #expect(catalogue.defaultController == "cameo")
  }

  @Test func `as shipped contacts by consent only, but for what a customer asked for`() throws {
    let catalogue = try Catalogue(json: Catalogue.shipped)
    for purpose in catalogue.purposes {
      #expect(purpose.isTransactional == (purpose.id == "service"))
      #expect(purpose.legalBasis == (purpose.id == "service" ? .contract : .consent))
    }
  }

  static func document(
    controllers: String = #"[{"id":"a"}]"#, channels: String = #"[{"id":"email"}]"#,
    purpose: String = #""id":"x","version":1,"legal_basis":"consent","transactional":false"#
  ) -> String {
    #"{"controllers":\#(controllers),"channels":\#(channels),"purposes":[{\#(purpose)}]}"#
  }

  @Test func `may be the operator's own`() throws {
    let catalogue = try Catalogue(json: Self.document())
    #expect(catalogue.purpose("x")?.legalBasis == .consent)
    #expect(catalogue.purpose("y") == nil)
  }

  @Test(arguments: [
    "", "{}", "[]", document(controllers: "[]"), document(controllers: #"[{"id":"*"}]"#),
    document(channels: #"[{"id":"E-Mail"}]"#), document(channels: #"[{"id":"a"},{"id":"a"}]"#),
    document(purpose: #""id":"x","version":1,"legal_basis":"whim","transactional":false"#),
    document(purpose: #""id":"x","version":-1,"legal_basis":"consent","transactional":false"#),
    document(purpose: #""id":"x""#),
  ])
  func `is refused where it is wrong, with a reason`(json: String) {
    #expect(throws: CatalogueError.self) { try Catalogue(json: json) }
  }

  @Test func `is refused where its file is not there`() {
    #expect(throws: CatalogueError.self) { try Catalogue(path: "/nowhere/catalogue.json") }
  }
}
