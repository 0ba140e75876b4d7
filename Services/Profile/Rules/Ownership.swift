import Messages

/// Whose identifiers a request names: one customer's, nobody's yet, or those of several, which is
/// refused, because customers are never merged silently.
enum Ownership {
  enum Decision: Equatable, Sendable {
    case customer(String)
    /// No identifier is known: the facts are a new customer's.
    case nobody
  }

  /// - Parameters:
  ///   - named: the customer that the request names itself; must exist.
  ///   - owners: the live owner of each identifier of the request, in its order.
  static func decide(named: String?, owners: [String?]) throws(Refusal) -> Decision {
    if let named {
      if let index = owners.firstIndex(where: { $0 != nil && $0 != named }) {
        throw Refusal(
          .alreadyExists, field: "identifiers[\(index)]", rule: "identifier.one_owner",
          "belongs to another customer")
      }
      return .customer(named)
    }
    guard let first = owners.firstIndex(where: { $0 != nil }), let owner = owners[first] else {
      return .nobody
    }
    if let other = owners.firstIndex(where: { $0 != nil && $0 != owner }) {
      throw Refusal(
        .precondition, field: "identifiers[\(other)]", rule: "identifier.one_owner",
        "belongs to another customer than the identifiers before it; send them apart")
    }
    return .customer(owner)
  }
}

/// What one profile may hold.
enum ProfileBounds {
  static let mostIdentifiers = 50
  static let mostAttributes = 200

  static func check(_ profile: ProfileV1.Profile) throws(Refusal) {
    guard profile.identifiers.count <= mostIdentifiers else {
      throw Refusal(
        .exhausted, field: "identifiers", rule: "identifiers.count",
        "the customer would have more than \(mostIdentifiers) identifiers")
    }
    guard profile.attributes.count <= mostAttributes else {
      throw Refusal(
        .exhausted, field: "attributes", rule: "attributes.count",
        "the customer would have more than \(mostAttributes) attributes")
    }
    // Two logins are two people, even on one device: only a person may decide that they are one.
    guard profile.identifiers.count(where: { $0.kind == IdentifierKind.userID.text }) <= 1 else {
      throw Refusal(
        .precondition, field: "identifiers", rule: "identifier.single_user_id",
        "the customer already has another user_id")
    }
  }
}
