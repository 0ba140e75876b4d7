package import Messages

/// Makes one encoded CustomerView of three encoded parts. No part is decoded.
package enum ViewAssembly {
  /// The encoded view. `parts` come in the order in which the view lists them.
  package static func encodedView(
    of customerId: String, asOf: Google.Timestamp, parts: [JudgedPart]
  ) -> Encoded<GatewayV1.CustomerView> {
    let frame = GatewayV1.CustomerView(
      customerId: customerId, asOf: asOf, parts: parts.map(\.status),
      contactability: contactability(parts))
    let spliced = parts.compactMap { part in
      part.bytes.map { (number: part.part.fieldNumber, bytes: $0) }
    }
    return Encoded(bytes: Splice.appending(spliced, to: frame.encoded()))
  }

  private static func contactability(_ parts: [JudgedPart]) -> GatewayV1.Contactability {
    let consent = parts.first { $0.part == .consent }
    return ContactRules.contactability(
      consent: consent ?? JudgedPart(part: .consent, status: .init(), bytes: nil))
  }
}
