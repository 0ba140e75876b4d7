import Messages
import ServiceKit

extension ImportedRow {
  mutating func readEvent() {
    facts.attachesIdentifiers = false
    facts.newcomers = .visitors
    guard let event = readFields() else { return }
    facts.event = event
    for cell in filled {
      switch cell.column {
      case .customer:
        facts.customer = check(cell.index) { () throws(Violation) in
          if let fault = CustomerID.fault(in: cell.text) { throw fault }
          return cell.text
        }
      case .identifier(let kind, let label):
        add(
          ProfileV1.Identifier(
            kind: kind.text, value: cell.text, label: label,
            region: kind == .phone ? plan.region : "", source: event.source,
            observedAt: event.occurredAt),
          column: cell.index)
      default: continue
      }
    }
    if facts.identifiers.isEmpty, facts.customer == nil, problems.isEmpty {
      refuse(nil, Violation(rule: "identifier.required", "does not say whose event it is"))
    }
  }

  private mutating func readFields() -> ProfileV1.Event? {
    var event = ProfileV1.Event(
      id: text(.eventID) ?? "", type: text(.type) ?? plan.eventType, channel: text(.channel) ?? "",
      device: text(.device) ?? "", source: text(.source) ?? plan.source,
      orderId: text(.orderID) ?? "")
    if let text = text(.occurredAt) {
      event.occurredAt = check(plan.index(of: .field(.occurredAt))) { () throws(Violation) in
        try InstantText.parse(text)
      }
    }
    event.amount = readAmount()
    event.quantity = readQuantity()
    event.properties = readProperties()
    guard problems.isEmpty else { return nil }
    do {
      return try EventRule.normalise(event, now: plan.now)
    } catch {
      refuse(column(of: error.field), error)
      return nil
    }
  }

  private mutating func readAmount() -> ProfileV1.Money? {
    guard let text = text(.amount) else { return nil }
    let currency = self.text(.currency) ?? plan.currency
    guard let digits = Currencies.minorUnitDigits(of: currency) else {
      let column = plan.index(of: .field(.currency)) ?? plan.index(of: .field(.amount))
      refuse(column, Violation(rule: "currency", "needs an ISO 4217 currency as in EUR"))
      return nil
    }
    return check(plan.index(of: .field(.amount))) { () throws(Violation) in
      let units = try DecimalAmount.minorUnits(text, digits: digits)
      return ProfileV1.Money(currency: currency, minorUnits: units)
    }
  }

  private mutating func readQuantity() -> UInt32 {
    guard let text = text(.quantity) else { return 0 }
    return check(plan.index(of: .field(.quantity))) { () throws(Violation) in
      guard let quantity = UInt32(text) else {
        throw Violation(rule: "quantity", "must be a whole number as in 3")
      }
      return quantity
    } ?? 0
  }

  private mutating func readProperties() -> [ProfileV1.Property] {
    var properties: [ProfileV1.Property] = []
    for cell in filled {
      guard case .property(let name, let type) = cell.column else { continue }
      let value = check(cell.index) { () throws(Violation) in
        try ValueRule.normalise(try type.parse(cell.text))
      }
      if let value { properties.append(ProfileV1.Property(name: name, value: value)) }
    }
    return properties
  }

  private func column(of field: String) -> Int? {
    let name =
      switch field {
      case "id": "event_id"
      case "amount.currency": "currency"
      case "amount.minor_units": "amount"
      default: field
      }
    return ImportField(rawValue: name).flatMap { plan.index(of: .field($0)) }
  }
}

/// Amounts as people write them, without a float on the way.
enum DecimalAmount {
  private static let mostDigits = 15

  /// "29.33" with 2 digits is 2933; a comma, a space or a digit too many is refused.
  static func minorUnits(_ text: String, digits: Int) throws(Violation) -> Int64 {
    let isNegative = text.hasPrefix("-")
    let parts = text.dropFirst(isNegative ? 1 : 0)
      .split(separator: ".", omittingEmptySubsequences: false)
    let whole = parts.first ?? ""
    let fraction = parts.dropFirst().first ?? ""
    let isNumber = (whole + fraction).utf8.allSatisfy(Text.isDigit) && !whole.isEmpty
    guard isNumber, parts.count <= 2, parts.count == 1 || !fraction.isEmpty,
      whole.count + digits <= mostDigits
    else {
      throw Violation(rule: "amount", "must be a number as in 29.33, without separators")
    }
    guard fraction.count <= digits else {
      throw Violation(rule: "amount.digits", "has more decimals than its currency (\(digits))")
    }
    let padded = whole + fraction + String(repeating: "0", count: digits - fraction.count)
    let units = padded.utf8.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
    return isNegative ? -units : units
  }
}
