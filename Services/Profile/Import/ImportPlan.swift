import ServiceKit
import Messages

/// An import's header and what holds for all of its rows, checked.
struct ImportPlan: Sendable {
  static let mostColumns = 100
  static let mostRows = 1000

  var kind: ProfileV1.ImportKind
  var names: [String]
  var columns: [ImportColumn]
  var source: String
  var provenance: ProfileV1.Provenance
  var party: ProfileV1.Party
  var observedAt: Google.Timestamp
  var region: String
  var currency: String
  var eventType: String
  var now: Google.Timestamp

  init(_ request: ProfileV1.ImportBatchRequest, now: Google.Timestamp) throws(Violation) {
    guard request.kind == .customers || request.kind == .events else {
      throw Violation("kind", rule: "required", "must be customers or events")
    }
    kind = request.kind
    (names, columns) = try Self.header(request)
    source = try within("source") { () throws(Violation) in
      try Text.required(request.source, maxBytes: AttributeRule.longestSource)
    }
    (provenance, party) = (request.provenance, request.party)
    (region, currency, eventType) = (request.region, request.currency, request.eventType)
    let observed = try within("observed_at") { () throws(Violation) in
      try Instants.check(request.observedAt, now: now)
    }
    observedAt = observed ?? now
    self.now = now
    guard (1...Self.mostRows).contains(request.rows.count) else {
      throw Violation("rows", rule: "count", "must be 1 to \(Self.mostRows)")
    }
    if kind == .customers { try checkCustomers(request) } else { try checkEvents() }
  }

  /// The number of a column, counted from 0.
  func index(of column: ImportColumn) -> Int? { columns.firstIndex(of: column) }

  private static func header(_ request: ProfileV1.ImportBatchRequest) throws(Violation)
    -> ([String], [ImportColumn])
  {
    guard (1...mostColumns).contains(request.columns.count) else {
      throw Violation("columns", rule: "count", "must be 1 to \(mostColumns)")
    }
    var columns: [ImportColumn] = []
    let names = request.columns.map(Text.trimmed)
    for (index, name) in names.enumerated() {
      let column = try within("columns[\(index)]") { () throws(Violation) in
        try ImportColumn(name, request.kind)
      }
      guard !columns.contains(column) else {
        throw Violation("columns[\(index)]", rule: "unique", "appears twice")
      }
      columns.append(column)
    }
    return (names, columns)
  }

  private func checkCustomers(_ request: ProfileV1.ImportBatchRequest) throws(Violation) {
    guard namesIdentifiers || columns.contains(where: Self.isPostal) else {
      throw Violation("columns", rule: "identifier.required", "need at least one identifier")
    }
    guard (1...4).contains(provenance.rawValue) else {
      throw Violation(
        "provenance", rule: "required", "must be declared, observed, inferred or purchased")
    }
    guard (0...3).contains(party.rawValue) else {
      throw Violation("party", rule: "party", "must be first, second or third")
    }
    guard request.observedAt != nil else {
      throw Violation("observed_at", rule: "required", "must say when the table was true")
    }
    guard region.isEmpty || Countries.contains(region.uppercased()) else {
      throw Violation("region", rule: "country", "must be an ISO 3166-1 code, as in DE")
    }
  }

  private func checkEvents() throws(Violation) {
    for field in [ImportField.eventID, .occurredAt] where index(of: .field(field)) == nil {
      throw Violation("columns", rule: "required", "need the column \(field.rawValue)")
    }
    guard !eventType.isEmpty || index(of: .field(.type)) != nil else {
      throw Violation("event_type", rule: "required", "must be given, or a column type")
    }
    guard namesIdentifiers || index(of: .customer) != nil else {
      throw Violation(
        "columns", rule: "identifier.required", "need customer_id or an identifier of the customer")
    }
    guard currency.isEmpty || Currencies.minorUnitDigits(of: currency) != nil else {
      throw Violation("currency", rule: "currency", "must be an ISO 4217 code as in EUR")
    }
  }

  private var namesIdentifiers: Bool {
    columns.contains { if case .identifier = $0 { true } else { false } }
  }

  private static func isPostal(_ column: ImportColumn) -> Bool {
    if case .postal = column { true } else { false }
  }
}
