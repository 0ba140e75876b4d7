import Messages
import ServiceKit

/// What one request (or one row of a table) says about one customer, in its stored form.
struct FactSet: Sendable {
  /// Who may become a customer by these facts.
  enum Newcomers: Sendable {
    /// Whoever is not known yet.
    case anybody
    /// A visitor known by cookies alone.
    case visitors
    case nobody
  }

  /// The customer, where the request names one itself.
  var customer: String?
  var identifiers: [ProfileV1.Identifier] = []
  /// Whether identifiers become the customer's; else they only say who it is.
  var attachesIdentifiers = true
  var newcomers = Newcomers.anybody
  var attributes: [ProfileV1.Attribute] = []
  var event: ProfileV1.Event?
  /// 0: any.
  var expectedVersion: UInt64 = 0
}

extension FactSet {
  static let mostIdentifiers = 20
  static let mostReferences = 5
  static let mostAttributes = 100

  init(_ request: ProfileV1.IdentifyRequest, now: Google.Timestamp) throws(Violation) {
    customer = try Self.optionalCustomer(request.customerId)
    let least = customer == nil ? 1 : 0
    guard (least...Self.mostIdentifiers).contains(request.identifiers.count) else {
      throw Violation(
        "identifiers", rule: "count", "must be \(least) to \(Self.mostIdentifiers)")
    }
    identifiers = try Self.identifiers(request.identifiers, now: now)
    attributes = try Self.attributes(request.attributes, least: 0, now: now)
    expectedVersion = request.expectedVersion
  }

  init(_ request: ProfileV1.UpsertAttributesRequest, now: Google.Timestamp) throws(Violation) {
    customer = try Self.requiredCustomer(request.customerId)
    attributes = try Self.attributes(request.attributes, least: 1, now: now)
    expectedVersion = request.expectedVersion
  }

  /// An identifier without a time of its own was seen when the event happened.
  init(_ request: ProfileV1.TrackRequest, now: Google.Timestamp) throws(Violation) {
    guard let given = request.event else {
      throw Violation("event", rule: "required", "must say what happened")
    }
    let event = try within("event") { () throws(Violation) in
      try EventRule.normalise(given, now: now)
    }
    self.event = event
    customer = try Self.optionalCustomer(request.customerId)
    guard customer == nil || request.identifiers.isEmpty else {
      throw Violation(
        "identifiers", rule: "customer.once", "must be empty when customer_id is given")
    }
    guard customer != nil || (1...Self.mostReferences).contains(request.identifiers.count) else {
      throw Violation(
        "identifiers", rule: "count", "must be 1 to \(Self.mostReferences), or give customer_id")
    }
    let seen = request.identifiers.map { identifier in
      var seen = identifier
      seen.observedAt = identifier.observedAt ?? event.occurredAt
      return seen
    }
    identifiers = try Self.identifiers(seen, now: now)
    attachesIdentifiers = false
    newcomers = .visitors
  }

  static func requiredCustomer(_ given: String) throws(Violation) -> String {
    if let fault = CustomerID.fault(in: given) { throw fault.within("customer_id") }
    return given
  }

  static func optionalCustomer(_ given: String) throws(Violation) -> String? {
    given.isEmpty ? nil : try requiredCustomer(given)
  }

  private static func identifiers(_ given: [ProfileV1.Identifier], now: Google.Timestamp)
    throws(Violation) -> [ProfileV1.Identifier]
  {
    var identifiers: [ProfileV1.Identifier] = []
    for (index, each) in given.enumerated() {
      identifiers.append(
        try within("identifiers[\(index)]") { () throws(Violation) in
          try IdentifierRule.normalise(each, now: now)
        })
    }
    return identifiers
  }

  private static func attributes(
    _ given: [ProfileV1.Attribute], least: Int, now: Google.Timestamp
  ) throws(Violation) -> [ProfileV1.Attribute] {
    guard (least...mostAttributes).contains(given.count) else {
      throw Violation("attributes", rule: "count", "must be \(least) to \(mostAttributes)")
    }
    var attributes: [ProfileV1.Attribute] = []
    for (index, each) in given.enumerated() {
      attributes.append(
        try within("attributes[\(index)]") { () throws(Violation) in
          try AttributeRule.normalise(each, now: now)
        })
    }
    return attributes
  }
}
