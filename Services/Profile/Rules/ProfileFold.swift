import Messages

/// How facts make a profile. Each function takes one fact in; in whatever order facts come, the
/// same facts make the same profile (its version and the times of recording aside). All of them are
/// in their stored form.
extension ProfileV1.Profile {
  static func empty(customer: String, at now: Google.Timestamp) -> ProfileV1.Profile {
    var profile = ProfileV1.Profile()
    profile.customerId = customer
    profile.state = .anonymous
    profile.createdAt = now
    profile.updatedAt = now
    profile.purchases = ProfileV1.PurchaseSummary()
    profile.activity = ProfileV1.ActivitySummary()
    return profile
  }

  /// What became of a value that was taken in.
  enum Verdict: Equatable, Sendable {
    case won
    case lost
    case same
  }

  /// Takes in a sighting of an identifier. False: nothing in it is new.
  mutating func see(_ sighting: ProfileV1.Identifier) -> Bool {
    guard let index = identifiers.firstIndex(where: { $0.names(sighting) }) else {
      let place = identifiers.firstIndex { sighting.precedes($0) } ?? identifiers.endIndex
      identifiers.insert(sighting, at: place)
      if sighting.kind != IdentifierKind.cookie.text { state = .known }
      return true
    }
    let joined = identifiers[index].joined(with: sighting)
    guard joined != identifiers[index] else { return false }
    identifiers[index] = joined
    return true
  }

  mutating func record(_ fact: ProfileV1.Attribute) -> Verdict {
    guard let index = attributes.firstIndex(where: { $0.name == fact.name }) else {
      let place = attributes.firstIndex { fact.name.utf8.precedes($0.name.utf8) }
      attributes.insert(fact, at: place ?? attributes.endIndex)
      project(fact)
      return .won
    }
    let (held, new) = (AttributeRank(attributes[index]), AttributeRank(fact))
    guard held < new else { return held == new ? .same : .lost }
    attributes[index] = fact
    project(fact)
    return .won
  }

  /// Takes in an event that was not recorded before.
  mutating func record(_ event: ProfileV1.Event) {
    var activity = self.activity ?? ProfileV1.ActivitySummary()
    activity.events += 1
    activity.firstEventAt = Extreme.earliest(activity.firstEventAt, event.occurredAt)
    activity.lastEventAt = Extreme.latest(activity.lastEventAt, event.occurredAt)
    switch event.type {
    case EventRule.purchase, EventRule.productReturn:
      var purchases = self.purchases ?? ProfileV1.PurchaseSummary()
      purchases.add(event)
      self.purchases = purchases
    default:
      activity.engagements += 1
    }
    self.activity = activity
  }

  /// The winning value of an attribute.
  func winner(_ name: String) -> ProfileV1.Attribute? { attributes.first { $0.name == name } }

  /// Brings a new winner to the field that stands for it.
  private mutating func project(_ fact: ProfileV1.Attribute) {
    switch (fact.name, fact.value?.kind) {
    case ("time_zone", .text(let name)):
      timeZone = name
      timeZoneProvenance = fact.provenance
    case ("jurisdiction", .text(let code)): jurisdiction = code
    case ("language", .text(let tag)): language = tag
    case ("birth_date", .date(let date)): birthDate = date
    case ("display_name", _), ("given_name", _), ("family_name", _): displayName = fullName
    default: break
    }
  }

  private var fullName: String {
    let text = { (name: String) -> String? in
      guard case .text(let text) = winner(name)?.value?.kind else { return nil }
      return text
    }
    return text("display_name")
      ?? ["given_name", "family_name"].compactMap(text).joined(separator: " ")
  }
}

extension ProfileV1.Identifier {
  func names(_ other: Self) -> Bool { kind == other.kind && value == other.value }

  func precedes(_ other: Self) -> Bool {
    kind == other.kind ? value.utf8.precedes(other.value.utf8) : kind.utf8.precedes(other.kind.utf8)
  }

  /// Two sightings of one identifier as one: the latest of each time, all else as the later
  /// sighting says.
  func joined(with other: Self) -> Self {
    var joined = sightingOrder.lexicographicallyPrecedes(other.sightingOrder) ? other : self
    joined.verifiedAt = Extreme.latest(verifiedAt, other.verifiedAt)
    joined.expiresAt = Extreme.latest(expiresAt, other.expiresAt)
    return joined
  }

  /// Bytes that order sightings: by time, then by all that may differ, so that no two orders of
  /// arrival disagree.
  private var sightingOrder: [UInt8] {
    let address = postal.map { address in
      [address.addressee, String(address.lines.count)] + address.lines
        + [address.locality, address.region, address.postalCode, address.country]
    }
    let texts = [source, given, label, region] + (address ?? [])
    return Sortable.bytes(observedAt?.microseconds ?? Int64.min)
      + [UInt8(clamping: party.rawValue)] + texts.flatMap { Array($0.utf8) + [0] }
  }
}

extension ProfileV1.PurchaseSummary {
  /// Adds a purchase or takes a return off. Sums do not depend on order; each amount is bounded
  /// (``EventRule``), so that they wrap only beyond nine million purchases of the largest amount.
  fileprivate mutating func add(_ event: ProfileV1.Event) {
    let isReturn = event.type == EventRule.productReturn
    if isReturn {
      returns += 1
      units -= Int64(event.quantity)
    } else {
      orders += 1
      units += Int64(event.quantity)
      firstOrderAt = Extreme.earliest(firstOrderAt, event.occurredAt)
      lastOrderAt = Extreme.latest(lastOrderAt, event.occurredAt)
    }
    guard let amount = event.amount else { return }
    let index = indexOfTotal(amount.currency)
    if isReturn {
      totals[index].returnedMinorUnits &+= amount.minorUnits
    } else {
      totals[index].grossMinorUnits &+= amount.minorUnits
    }
    totals[index].netMinorUnits =
      totals[index].grossMinorUnits &- totals[index].returnedMinorUnits
  }

  private mutating func indexOfTotal(_ currency: String) -> Int {
    if let index = totals.firstIndex(where: { $0.currency == currency }) { return index }
    let place = totals.firstIndex { currency.utf8.precedes($0.currency.utf8) } ?? totals.endIndex
    totals.insert(ProfileV1.CurrencyTotal(currency: currency), at: place)
    return place
  }
}

extension String.UTF8View {
  func precedes(_ other: String.UTF8View) -> Bool { lexicographicallyPrecedes(other) }
}
