package import Messages

/// May this customer be contacted at all? Where consent is not at hand, nobody may be.
package enum ContactRules {
  /// The verdict that follows from how good the consent part is.
  package static func contactability(consent: JudgedPart) -> GatewayV1.Contactability {
    switch consent.status.state {
    case .ok where consent.bytes != nil:
      GatewayV1.Contactability(
        rule: .perConsent, reason: "Only where a verdict in consent says so.", code: "")
    case .withheld:
      refusal("Consent is withheld from this caller: contact nobody.", "CONSENT_WITHHELD")
    default:
      refusal("Consent is not available: contact nobody.", "CONSENT_UNAVAILABLE")
    }
  }

  private static func refusal(_ reason: String, _ code: String) -> GatewayV1.Contactability {
    GatewayV1.Contactability(rule: .notContactable, reason: reason, code: code)
  }
}
