import Messages
import Testing

@testable import cameo

@Suite struct ViewCardTests {
  private func card(_ view: GatewayV1.CustomerView) -> String { ViewCard(view, style: .plain).text }

  private func part(
    _ name: String, _ state: GatewayV1.PartState, _ reason: String = ""
  ) -> GatewayV1.PartStatus {
    GatewayV1.PartStatus(name: name, state: state, reason: reason)
  }

  @Test func `without consent nobody may be contacted, and the card says why`() {
    let text = card(
      GatewayV1.CustomerView(
        customerId: "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        parts: [
          part("profile", .withheld), part("consent", .unavailable, "The consent service is down."),
          GatewayV1.PartStatus(name: "survey", state: .stale, age: .init(seconds: 65)),
        ],
        contactability: .init(rule: .notContactable, reason: "Consent is not available.")))
    #expect(text.contains("NOBODY MAY CONTACT THIS CUSTOMER: Consent is not available."))
    #expect(text.contains("profile withheld"))
    #expect(text.contains("consent unavailable: The consent service is down."))
    #expect(text.contains("survey stale 65 s"))
    #expect(text.hasPrefix("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
  }

  @Test func `verdicts stand in a line for each purpose`() {
    var consent = ConsentV1.ConsentState()
    consent.verdicts = [
      .init(purpose: "marketing", channel: "email", verdict: .allow),
      .init(purpose: "marketing", channel: "sms", verdict: .deny),
      .init(
        purpose: "research", channel: "email", verdict: .defer,
        nextAllowedAt: .init(microseconds: 0)),
      .init(purpose: "research", channel: "sms"),
    ]
    let text = card(GatewayV1.CustomerView(consent: consent))
    #expect(text.contains("marketing       email yes  sms no\n"))
    // A verdict that this version does not know is a no.
    #expect(text.contains("research        email wait until 1970-01-01 00:00Z  sms no"))
  }

  @Test func `what others wrote cannot steer the terminal`() {
    var profile = ProfileV1.Profile()
    profile.displayName = "Anna\u{1B}[2J\u{7}\u{202E}"
    profile.identifiers = [.init(kind: "email", value: "a\r\nb@example.com")]
    var survey = SurveyV1.SubjectSummary(responses: 1)
    survey.verbatims = [.init(text: "fine\u{1B}]0;title\u{7}")]
    let text = card(GatewayV1.CustomerView(profile: profile, survey: survey))
    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control)
      #expect(!scalar.properties.isBidiControl)
    }
    #expect(text.contains("Anna\u{FFFD}[2J\u{FFFD}\u{FFFD}"))
    #expect(text.contains("a\u{FFFD}\u{FFFD}b@example.com"))
  }

  @Test(arguments: [
    (5906, "USD", "59.06 USD"), (-5, "EUR", "-0.05 EUR"), (1200, "JPY", "1200 JPY"),
    (1, "KWD", "0.001 KWD"), (Int64.min, "USD", "-92233720368547758.08 USD"),
  ])
  func `money is shown with its currency's decimals`(
    minorUnits: Int64, currency: String, text: String
  ) {
    #expect(amount(minorUnits, currency) == text)
  }
}
