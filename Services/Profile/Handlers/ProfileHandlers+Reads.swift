import ServiceKit
package import Messages
package import RPC

extension ProfileHandlers {
  package func getProfile(_ request: ProfileV1.GetProfileRequest, _ call: CallContext) async throws
    -> Encoded<ProfileV1.Profile>
  {
    try await answering {
      let customer = try FactSet.requiredCustomer(request.customerId)
      return Encoded(bytes: try await store.encodedProfile(customer))
    }
  }

  package func resolveIdentifier(
    _ request: ProfileV1.ResolveIdentifierRequest, _ call: CallContext
  ) async throws -> ProfileV1.ResolveIdentifierReply {
    try await answering {
      guard let given = request.identifier else {
        throw Violation("identifier", rule: "required", "must be given")
      }
      let key = try within("identifier") { () throws(Violation) in try IdentifierRule.key(given) }
      guard let customer = try await store.owner(of: key, at: call.now) else {
        throw Refusal(
          .notFound, field: "identifier", rule: "identifier.unknown",
          "no customer has the \(key.kind) \(key.value)")
      }
      return ProfileV1.ResolveIdentifierReply(
        customerId: customer,
        identifier: ProfileV1.Identifier(kind: key.kind, value: key.value))
    }
  }

  package func getTimeline(_ request: ProfileV1.GetTimelineRequest, _ call: CallContext)
    async throws
    -> ProfileV1.GetTimelineReply
  {
    try await answering {
      let customer = try FactSet.requiredCustomer(request.customerId)
      let size = try PageToken.size(request.pageSize)
      guard request.types.count <= ProfileStore.mostTypes else {
        throw Violation("types", rule: "count", "must be at most \(ProfileStore.mostTypes)")
      }
      let place = try request.pageToken.isEmpty ? .start : TimelinePlace(token: request.pageToken)
      var events = try await store.timeline(
        customer, after: place, types: request.types, limit: size + 1)
      try await checkExists(customer, foundNothing: events.isEmpty)
      guard events.count > size else { return ProfileV1.GetTimelineReply(events: events) }
      events.removeLast()
      let token = events.last.map { TimelinePlace($0).token } ?? ""
      return ProfileV1.GetTimelineReply(events: events, nextPageToken: token)
    }
  }

  package func listAttributeValues(
    _ request: ProfileV1.ListAttributeValuesRequest, _ call: CallContext
  ) async throws -> ProfileV1.ListAttributeValuesReply {
    try await answering {
      let customer = try FactSet.requiredCustomer(request.customerId)
      let size = try PageToken.size(request.pageSize)
      let place = try request.pageToken.isEmpty ? nil : ValuePlace(token: request.pageToken)
      var records = try await store.values(
        customer, name: request.name, after: place, limit: size + 1)
      try await checkExists(customer, foundNothing: records.isEmpty)
      guard records.count > size else {
        return ProfileV1.ListAttributeValuesReply(records: records)
      }
      records.removeLast()
      let token = records.last?.attribute.map { ValuePlace($0).token } ?? ""
      return ProfileV1.ListAttributeValuesReply(records: records, nextPageToken: token)
    }
  }

  /// An empty list of a customer that exists is an answer; of one that does not, NOT_FOUND.
  private func checkExists(_ customer: String, foundNothing: Bool) async throws {
    if foundNothing { try await store.checkExists(customer) }
  }
}

extension TimelinePlace {
  init(_ event: ProfileV1.Event) {
    self.init(occurredAt: event.occurredAt?.microseconds ?? 0, id: event.id)
  }

  init(token: String) throws(Violation) {
    let bytes = try PageToken.decode(token)
    guard bytes.count > 8, let id = String(validating: bytes[8...], as: UTF8.self) else {
      throw PageToken.invalid()
    }
    self.init(occurredAt: Sortable.integer(bytes[..<8]), id: id)
  }

  var token: String { PageToken.encode(Sortable.bytes(occurredAt) + Array(id.utf8)) }
}

extension ValuePlace {
  init(_ fact: ProfileV1.Attribute) {
    self.init(name: fact.name, rank: AttributeRank(fact).bytes)
  }

  init(token: String) throws(Violation) {
    let bytes = try PageToken.decode(token)
    guard let end = bytes.firstIndex(of: 0), end > 0,
      let name = String(validating: bytes[..<end], as: UTF8.self)
    else { throw PageToken.invalid() }
    self.init(name: name, rank: Array(bytes[(end + 1)...]))
  }

  var token: String { PageToken.encode(Array(name.utf8) + [0] + rank) }
}
