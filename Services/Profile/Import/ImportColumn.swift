import ServiceKit
import Messages

/// What one column of an imported table means.
enum ImportColumn: Hashable, Sendable {
  case customer
  case identifier(IdentifierKind, label: String)
  case postal(PostalPart, label: String)
  case attribute(AttributeColumn)
  case property(String, ValueType)
  case field(ImportField)
}

/// Parts of an address, by the ends of their columns' names.
enum PostalPart: String, Hashable, Sendable, CaseIterable {
  case addressee
  case line1
  case line2
  case line3
  case line4
  case locality
  case region
  case postalCode = "postal_code"
  case country
}

/// Columns that are neither an identifier nor an attribute, by their names.
enum ImportField: String, Hashable, Sendable {
  case observedAt = "observed_at"
  case provenance
  case source
  case eventID = "event_id"
  case type
  case occurredAt = "occurred_at"
  case channel
  case device
  case orderID = "order_id"
  case amount
  case currency
  case quantity

  static let ofCustomers: Set<ImportField> = [.observedAt, .provenance, .source]
  static let ofEvents: Set<ImportField> = [
    .eventID, .type, .occurredAt, .channel, .device, .source, .orderID, .amount, .currency,
    .quantity,
  ]
}

struct AttributeColumn: Hashable, Sendable {
  var name: String
  /// Unspecified for a name of the catalogue.
  var category: ProfileV1.AttributeCategory
  var type: ValueType
}

/// How a cell's text becomes a value.
enum ValueType: String, Hashable, Sendable {
  case text
  case integer
  case real
  case flag
  case date

  init(_ form: Catalogue.Form) {
    self =
      switch form {
      case .integer: .integer
      case .birthDate: .date
      case .text, .timeZone, .jurisdiction, .language: .text
      }
  }

  func parse(_ text: String) throws(Violation) -> ProfileV1.Value {
    switch self {
    case .text: return ProfileV1.Value(kind: .text(text))
    case .integer:
      if let number = Int64(text) { return ProfileV1.Value(kind: .integer(number)) }
    case .real:
      if let number = Double(text) { return ProfileV1.Value(kind: .real(number)) }
    case .flag:
      if let flag = Self.flags[text.lowercased()] { return ProfileV1.Value(kind: .flag(flag)) }
    case .date:
      if let date = CalendarDate.parse(text) { return ProfileV1.Value(kind: .date(date)) }
    }
    throw Violation(rule: "value.\(rawValue)", "must be \(example)")
  }

  private static let flags = [
    "true": true, "yes": true, "1": true, "false": false, "no": false, "0": false,
  ]

  private var example: String {
    switch self {
    case .text: "a text"
    case .integer: "a whole number as in 42"
    case .real: "a number as in 4.2"
    case .flag: "true or false"
    case .date: "a date as in 1997-01-18"
    }
  }
}
