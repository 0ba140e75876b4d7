import Messages

/// Takes facts into a customer's profile, inside one transaction: first everything is decided, then
/// everything is written, so that what is refused leaves nothing behind even when the transaction
/// goes on with other facts.
struct FactWriter {
  /// Whose the facts were when the transaction was begun.
  enum Target: Equatable, Sendable {
    case existing(String)
    /// Nobody's: the customer will have this id.
    case new(String)

    var customer: String {
      switch self {
      case .existing(let id), .new(let id): id
      }
    }
  }

  /// Something is another customer's than when the transaction was begun: begin again.
  struct Moved: Error {}

  struct Result: Sendable {
    var profile: ProfileV1.Profile
    var outcome: ProfileV1.WriteOutcome
    /// By attribute of the facts.
    var verdicts: [ProfileV1.AttributeVerdict] = []
  }

  let transaction: ProfileTransaction
  let now: Google.Timestamp

  /// Applies facts to whomever they are about as this transaction sees it; a newcomer has the given
  /// id.
  ///
  /// - Parameter customer: where it is given and the facts are about somebody else, the answer is nil
  ///   and nothing was done.
  func apply(
    _ facts: FactSet, newcomersID: String, onlyTo customer: String?
  ) async throws -> Result? {
    let owners = try await transaction.owners(of: facts.identifiers)
    let target: Target
    switch try Ownership.decide(named: facts.customer, owners: owners) {
    case .customer(let owner): target = .existing(owner)
    case .nobody: target = .new(newcomersID)
    }
    if let customer, customer != target.customer { return nil }
    return try await apply(facts, to: target)
  }

  func apply(_ facts: FactSet, to target: Target) async throws -> Result {
    let owners = try await transaction.owners(of: facts.identifiers)
    let isNew: Bool
    switch (try Ownership.decide(named: facts.customer, owners: owners), target) {
    case (.customer(let owner), .existing(let customer)) where owner == customer: isNew = false
    case (.nobody, .new): isNew = true
    default: throw Moved()
    }
    var draft = try await draft(of: target, isNew: isNew, facts)
    draft.seeIdentifiers(facts, owners: owners)
    let known = try await takeAttributes(facts, into: &draft)
    try await takeEvent(facts, into: &draft)
    try ProfileBounds.check(draft.profile)
    if isNew || draft.isChanged { try await write(&draft, isNew: isNew) }
    return Result(
      profile: draft.profile,
      outcome: isNew ? .created : draft.isChanged ? .changed : .unchanged,
      verdicts: zip(facts.attributes, known).map { draft.verdict(on: $0, isKnown: $1) })
  }

  private func draft(of target: Target, isNew: Bool, _ facts: FactSet) async throws -> FactDraft {
    guard !isNew else {
      try facts.checkNewcomer()
      try facts.checkVersion(0)
      return FactDraft(profile: .empty(customer: target.customer, at: now))
    }
    guard let profile = try await transaction.profile(target.customer) else {
      throw try await transaction.absence(of: target.customer)
    }
    try facts.checkVersion(profile.version)
    return FactDraft(profile: profile)
  }

  /// Answers, by attribute, whether that very fact was recorded before.
  private func takeAttributes(_ facts: FactSet, into draft: inout FactDraft) async throws -> [Bool]
  {
    var known: [Bool] = []
    for fact in facts.attributes {
      let isKnown = try await transaction.isKnown(fact, of: draft.profile.customerId)
      if !isKnown { draft.take(fact) }
      known.append(isKnown)
    }
    return known
  }

  private func takeEvent(_ facts: FactSet, into draft: inout FactDraft) async throws {
    guard let event = facts.event else { return }
    guard let known = try await transaction.place(ofEvent: event.id) else {
      draft.take(event)
      return
    }
    let customer = draft.profile.customerId
    guard known.customer == customer else { throw Self.otherContent }
    let stored = try await transaction.event(event.id, of: customer, at: known.occurredAt)
    let recorded = try transaction.open(event: stored, event.id, of: customer)
    var received = event
    received.receivedAt = recorded.receivedAt
    guard recorded == received else { throw Self.otherContent }
  }

  private static let otherContent = Refusal(
    .alreadyExists, field: "event.id", rule: "other_content",
    "was used for an event with other content; make a new id")

  private func write(_ draft: inout FactDraft, isNew: Bool) async throws {
    draft.profile.version += 1
    draft.profile.updatedAt = now
    let customer = draft.profile.customerId
    for identifier in draft.identifiers { try await transaction.claim(identifier, for: customer) }
    for fact in draft.attributes { try await transaction.record(fact, of: customer) }
    for event in draft.events { try await transaction.record(event, of: customer) }
    try await transaction.save(draft.profile)
    try await transaction.append(draft.change, kind: draft.kind(isNew: isNew), of: customer)
  }
}
