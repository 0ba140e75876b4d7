import Messages

/// A profile with facts taken in, and what of them has to be written.
struct FactDraft {
  var profile: ProfileV1.Profile
  private(set) var identifiers: [ProfileV1.Identifier] = []
  private(set) var attributes: [ProfileV1.Attribute] = []
  private(set) var events: [ProfileV1.Event] = []

  init(profile: ProfileV1.Profile) { self.profile = profile }

  var isChanged: Bool { !(identifiers.isEmpty && attributes.isEmpty && events.isEmpty) }

  /// Identifiers that are attached, or already the customer's; those of a newcomer always are. What
  /// is written is the sighting joined with the earlier ones.
  mutating func seeIdentifiers(_ facts: FactSet, owners: [String?]) {
    let isNewcomer = owners.allSatisfy { $0 == nil } && facts.customer == nil
    for (identifier, owner) in zip(facts.identifiers, owners) {
      guard facts.attachesIdentifiers || isNewcomer || owner != nil else { continue }
      guard profile.see(identifier) else { continue }
      identifiers.append(profile.identifiers.first { $0.names(identifier) } ?? identifier)
    }
  }

  /// A fact that was not recorded before; the same twice in one request counts once.
  mutating func take(_ fact: ProfileV1.Attribute) {
    let rank = AttributeRank(fact)
    guard !attributes.contains(where: { $0.name == fact.name && AttributeRank($0) == rank }) else {
      return
    }
    _ = profile.record(fact)
    attributes.append(fact)
  }

  mutating func take(_ event: ProfileV1.Event) {
    profile.record(event)
    events.append(event)
  }

  func verdict(on fact: ProfileV1.Attribute, isKnown: Bool) -> ProfileV1.AttributeVerdict {
    guard !isKnown else { return .known }
    let winner = profile.winner(fact.name).map(AttributeRank.init)
    return winner == AttributeRank(fact) ? .won : .kept
  }

  /// The entry of the change log. It names kinds and names, never values: watchers read what they
  /// may.
  var change: ProfileV1.ProfileChange {
    ProfileV1.ProfileChange(
      version: profile.version, identifiers: identifiers.map(\.kind),
      attributes: attributes.map(\.name), eventIds: events.map(\.id))
  }

  func kind(isNew: Bool) -> String {
    if isNew { return "profile.created" }
    if !identifiers.isEmpty { return "profile.identified" }
    return attributes.isEmpty ? "profile.event" : "profile.attributes"
  }
}
