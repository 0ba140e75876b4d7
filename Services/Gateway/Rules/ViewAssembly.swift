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
    var view = Encoded(frame)
    // One allocation for all; a tag and a length are ten bytes at most.
    view.bytes.reserveCapacity(
      parts.reduce(view.bytes.count) { $0 + 10 + ($1.bytes?.count ?? 0) })
    for part in parts {
      guard let bytes = part.bytes else { continue }
      switch part.part {
      case .profile: view.splice(Encoded(bytes: bytes), into: .profile)
      case .consent: view.splice(Encoded(bytes: bytes), into: .consent)
      case .survey: view.splice(Encoded(bytes: bytes), into: .survey)
      }
    }
    return view
  }

  private static func contactability(_ parts: [JudgedPart]) -> GatewayV1.Contactability {
    let consent = parts.first { $0.part == .consent }
    return ContactRules.contactability(
      consent: consent ?? JudgedPart(part: .consent, status: .init(), bytes: nil))
  }
}
