import Messages
import ServiceKit

/// What an event must be to be recorded.
enum EventRule {
  static let purchase = "purchase"
  static let productReturn = "return"
  static let mostProperties = 50
  static let mostUnits: UInt32 = 1_000_000
  /// Ten billion dollars: far beyond any purchase, and it leaves room to add up nine million of
  /// them.
  static let largestAmount: Int64 = 1_000_000_000_000
  private static let longestText = 128

  /// The event in its stored form, properties by name.
  static func normalise(_ given: ProfileV1.Event, now: Google.Timestamp) throws(Violation)
    -> ProfileV1.Event
  {
    var event = given
    if let fault = ClientID.fault(in: given.id) { throw fault.within("id") }
    event.type = try within("type") { () throws(Violation) in
      try Text.name(given.type, extra: "_.")
    }
    event.occurredAt = try within("occurred_at") { () throws(Violation) in
      guard let instant = try Instants.check(given.occurredAt, now: now) else {
        throw Violation(rule: "required", "must say when it happened")
      }
      return instant
    }
    event.receivedAt = now
    event.channel = try within("channel") { () throws(Violation) in
      given.channel.isEmpty ? "" : try Text.name(given.channel, extra: "_.-")
    }
    event.device = try text("device", given.device)
    event.source = try text("source", given.source)
    event.orderId = try text("order_id", given.orderId)
    try checkAmount(given)
    event.properties = try properties(given.properties)
    return event
  }

  private static func text(_ field: String, _ given: String) throws(Violation) -> String {
    try within(field) { () throws(Violation) in try Text.clean(given, maxBytes: longestText) }
  }

  private static func checkAmount(_ event: ProfileV1.Event) throws(Violation) {
    let isSale = event.type == purchase || event.type == productReturn
    guard event.quantity <= mostUnits else {
      throw Violation("quantity", rule: "range", "must be at most \(mostUnits)")
    }
    guard let amount = event.amount else {
      guard !isSale else {
        throw Violation("amount", rule: "required", "a \(event.type) needs an amount")
      }
      return
    }
    guard Currencies.minorUnitDigits(of: amount.currency) != nil else {
      throw Violation("amount.currency", rule: "currency", "must be an ISO 4217 code as in EUR")
    }
    guard (-largestAmount...largestAmount).contains(amount.minorUnits) else {
      throw Violation("amount.minor_units", rule: "range", "is beyond \(largestAmount)")
    }
    guard !isSale || amount.minorUnits >= 0 else {
      throw Violation(
        "amount.minor_units", rule: "negative", "must not be negative; use type return instead")
    }
  }

  private static func properties(_ given: [ProfileV1.Property]) throws(Violation)
    -> [ProfileV1.Property]
  {
    guard given.count <= mostProperties else {
      throw Violation("properties", rule: "count", "must be at most \(mostProperties)")
    }
    var properties: [ProfileV1.Property] = []
    for (index, property) in given.enumerated() {
      properties.append(
        try within("properties[\(index)]") { () throws(Violation) in try normalise(property) })
    }
    properties.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    for (one, next) in zip(properties, properties.dropFirst()) where one.name == next.name {
      throw Violation("properties", rule: "unique", "names \(one.name) twice")
    }
    return properties
  }

  private static func normalise(_ given: ProfileV1.Property) throws(Violation)
    -> ProfileV1.Property
  {
    let name = try within("name") { () throws(Violation) in
      try Text.name(given.name, extra: "_.")
    }
    let value = try within("value") { () throws(Violation) in
      try ValueRule.normalise(given.value)
    }
    return ProfileV1.Property(name: name, value: value)
  }
}
