package import Messages
package import RPC

extension ProfileHandlers {
  package func identify(_ request: ProfileV1.IdentifyRequest, _ call: CallContext) async throws
    -> ProfileV1.IdentifyReply
  {
    try await answering {
      let key = try store.key(request.requestId, of: request)
      let facts = try FactSet(request, now: call.now)
      return try await takeIn(facts, key, now: call.now) { result in
        ProfileV1.IdentifyReply(
          customerId: result.profile.customerId, version: result.profile.version,
          outcome: result.outcome)
      }
    }
  }

  /// The event's id is the key: no request id is kept beside it.
  package func track(_ request: ProfileV1.TrackRequest, _ call: CallContext) async throws
    -> ProfileV1.TrackReply
  {
    try await answering {
      let facts = try FactSet(request, now: call.now)
      return try await takeIn(facts, nil, now: call.now) { result in
        ProfileV1.TrackReply(
          customerId: result.profile.customerId, version: result.profile.version,
          outcome: result.outcome)
      }
    }
  }

  package func upsertAttributes(_ request: ProfileV1.UpsertAttributesRequest, _ call: CallContext)
    async throws -> ProfileV1.UpsertAttributesReply
  {
    try await answering {
      let key = try store.key(request.requestId, of: request)
      let facts = try FactSet(request, now: call.now)
      return try await takeIn(facts, key, now: call.now) { result in
        let outcomes = zip(facts.attributes, result.verdicts).map { fact, verdict in
          ProfileV1.AttributeOutcome(
            name: fact.name, verdict: verdict, winner: result.profile.winner(fact.name))
        }
        return ProfileV1.UpsertAttributesReply(
          customerId: result.profile.customerId, version: result.profile.version, outcomes: outcomes
        )
      }
    }
  }
}
