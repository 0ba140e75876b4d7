import Messages

extension ProfileActions {
  func identify(_ request: ProfileV1.IdentifyRequest, now: Google.Timestamp) async throws
    -> ProfileV1.IdentifyReply
  {
    let key = try RequestKey(request.requestId, of: request)
    let facts = try FactSet(request, now: now)
    return try await takeIn(facts, key, now: now) { result in
      ProfileV1.IdentifyReply(
        customerId: result.profile.customerId, version: result.profile.version,
        outcome: result.outcome)
    }
  }

  /// The event's id is the key: no request id is kept beside it.
  func track(_ request: ProfileV1.TrackRequest, now: Google.Timestamp) async throws
    -> ProfileV1.TrackReply
  {
    let facts = try FactSet(request, now: now)
    return try await takeIn(facts, nil, now: now) { result in
      ProfileV1.TrackReply(
        customerId: result.profile.customerId, version: result.profile.version,
        outcome: result.outcome)
    }
  }

  func upsertAttributes(_ request: ProfileV1.UpsertAttributesRequest, now: Google.Timestamp)
    async throws -> ProfileV1.UpsertAttributesReply
  {
    let key = try RequestKey(request.requestId, of: request)
    let facts = try FactSet(request, now: now)
    return try await takeIn(facts, key, now: now) { result in
      let outcomes = zip(facts.attributes, result.verdicts).map { fact, verdict in
        ProfileV1.AttributeOutcome(
          name: fact.name, verdict: verdict, winner: result.profile.winner(fact.name))
      }
      return ProfileV1.UpsertAttributesReply(
        customerId: result.profile.customerId, version: result.profile.version, outcomes: outcomes)
    }
  }
}
