import ServiceKit
import Messages

extension ImportedRow {
  mutating func readCustomer() {
    let stated = readProvenance()
    for cell in filled {
      switch cell.column {
      case .identifier(let kind, let label):
        add(
          ProfileV1.Identifier(
            kind: kind.text, value: cell.text, label: label,
            region: kind == .phone ? plan.region : "", party: plan.party, source: stated.source,
            observedAt: stated.observedAt),
          column: cell.index)
      case .attribute(let column):
        readAttribute(column, cell.text, at: cell.index, stated)
      default: continue
      }
    }
    for label in postalLabels { readAddress(label, stated) }
    if facts.identifiers.isEmpty, problems.isEmpty {
      refuse(nil, Violation(rule: "identifier.required", "has no identifier of the customer"))
    }
  }

  /// What holds for all facts of the row: its own columns before the batch's.
  private struct Stated {
    var provenance: ProfileV1.Provenance
    var source: String
    var observedAt: Google.Timestamp
  }

  private static let provenances: [String: ProfileV1.Provenance] = [
    "declared": .declared, "observed": .observed, "inferred": .inferred, "purchased": .purchased,
  ]

  private mutating func readProvenance() -> Stated {
    var stated = Stated(
      provenance: plan.provenance, source: text(.source) ?? plan.source,
      observedAt: plan.observedAt)
    if let text = text(.observedAt) {
      let now = plan.now
      let instant = check(plan.index(of: .field(.observedAt))) { () throws(Violation) in
        try Instants.check(try InstantText.parse(text), now: now)
      }
      stated.observedAt = (instant ?? nil) ?? plan.observedAt
    }
    guard let text = text(.provenance) else { return stated }
    if let provenance = Self.provenances[text.lowercased()] {
      stated.provenance = provenance
    } else {
      refuse(
        plan.index(of: .field(.provenance)),
        Violation(rule: "provenance", "must be declared, observed, inferred or purchased"))
    }
    return stated
  }

  private mutating func readAttribute(
    _ column: AttributeColumn, _ text: String, at index: Int, _ stated: Stated
  ) {
    let plan = self.plan
    let fact = check(index) { () throws(Violation) in
      try AttributeRule.normalise(
        ProfileV1.Attribute(
          name: column.name, category: column.category, value: try column.type.parse(text),
          provenance: stated.provenance, party: plan.party, source: stated.source,
          observedAt: stated.observedAt),
        now: plan.now)
    }
    if let fact { facts.attributes.append(fact) }
  }

  /// The addresses that the row gives, by their labels; an addressee alone is none.
  private var postalLabels: [String] {
    var labels: [String] = []
    for cell in filled {
      guard case .postal(let part, let label) = cell.column, part != .addressee,
        !labels.contains(label)
      else { continue }
      labels.append(label)
    }
    return labels
  }

  private mutating func readAddress(_ label: String, _ stated: Stated) {
    let address = address(label)
    let identifier = ProfileV1.Identifier(
      kind: IdentifierKind.postal.text, label: label, postal: address, party: plan.party,
      source: stated.source, observedAt: stated.observedAt)
    add(identifier, column: column(ofBrokenPart: address, label))
  }

  private func address(_ label: String) -> ProfileV1.PostalAddress {
    let part = { (part: PostalPart) in
      text(at: plan.index(of: .postal(part, label: label)))
    }
    let addressee = part(.addressee)
    return ProfileV1.PostalAddress(
      addressee: addressee.isEmpty ? personName : addressee,
      lines: [.line1, .line2, .line3, .line4].map(part).filter { !$0.isEmpty },
      locality: part(.locality), region: part(.region), postalCode: part(.postalCode),
      country: part(.country))
  }

  /// The column to name if the address is refused: of the part at fault, or of the first part there
  /// is.
  private func column(ofBrokenPart address: ProfileV1.PostalAddress, _ label: String) -> Int {
    let isOfAddress = { (column: ImportColumn) in
      if case .postal(_, label) = column { true } else { false }
    }
    let first = plan.columns.firstIndex(where: isOfAddress) ?? 0
    do {
      _ = try PostalRule.normalise(PostalRule.Address(address))
      return first
    } catch {
      let name = error.field.hasPrefix("lines") ? PostalPart.line1.rawValue : error.field
      let part = PostalPart(rawValue: name)
      return part.flatMap { plan.index(of: .postal($0, label: label)) } ?? first
    }
  }

  /// Given and family name as the row has them.
  private var personName: String {
    ["given_name", "family_name"].map { name in
      text(
        at: plan.columns.firstIndex { column in
          if case .attribute(let attribute) = column { attribute.name == name } else { false }
        })
    }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
