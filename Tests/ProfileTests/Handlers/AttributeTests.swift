import Messages
import RPC
import Testing

@testable import Profile

@Suite struct AttributeTests {
  private func upsert(
    _ bench: Bench, _ id: String, _ customer: String, _ attributes: [ProfileV1.Attribute],
    expectedVersion: UInt64 = 0
  ) async throws -> ProfileV1.UpsertAttributesReply {
    try await bench.handlers.upsertAttributes(
      ProfileV1.UpsertAttributesRequest(
        requestId: id, customerId: customer, attributes: attributes,
        expectedVersion: expectedVersion),
      bench.call())
  }

  @Test func `the profile shows the declared value, the list both`() async throws {
    try await Bench.with { bench in
      let customer = try await bench.identify("r1", [("crm_id", "1")]).customerId
      let declaration = try await upsert(bench, "r2", customer, [declared("colour", "red", day: 1)])
      #expect(declaration.outcomes.map(\.verdict) == [.won])
      let inference = try await upsert(bench, "r3", customer, [inferred("colour", "blue", day: 2)])
      #expect(inference.outcomes.map(\.verdict) == [.kept])
      #expect(inference.outcomes[0].winner?.value?.kind == .text("red"))
      let profile = try await bench.profile(customer)
      #expect(profile.attributes.map(\.provenance) == [.declared])
      let list = try await bench.handlers.listAttributeValues(
        ProfileV1.ListAttributeValuesRequest(customerId: customer), bench.call())
      #expect(list.records.map(\.attribute?.provenance) == [.declared, .inferred])
      #expect(list.records.map(\.wins) == [true, false])
    }
  }

  @Test func `a fact told twice is known`() async throws {
    try await Bench.with { bench in
      let customer = try await bench.identify("r1", [("crm_id", "1")]).customerId
      let facts = [declared("colour", "red"), declared("colour", "red"), declared("size", "L")]
      let first = try await upsert(bench, "r2", customer, facts)
      #expect(first.outcomes.map(\.verdict) == [.won, .won, .won])
      let again = try await upsert(bench, "r3", customer, facts)
      #expect(again.outcomes.map(\.verdict) == [.known, .known, .known])
      #expect(again.version == first.version)
      #expect(try await upsert(bench, "r2", customer, facts) == first)
    }
  }

  @Test func `values page by name, best first`() async throws {
    try await Bench.with { bench in
      let customer = try await bench.identify("r1", [("crm_id", "1")]).customerId
      let facts = ["a", "b", "c"].flatMap { name in
        (1...4).map { declared(name, "v\($0)", day: Int64($0)) }
      }
      _ = try await upsert(bench, "r2", customer, facts.reversed())
      var records: [ProfileV1.AttributeRecord] = []
      var request = ProfileV1.ListAttributeValuesRequest(customerId: customer, pageSize: 5)
      repeat {
        let page = try await bench.handlers.listAttributeValues(request, bench.call())
        records += page.records
        request.pageToken = page.nextPageToken
      } while !request.pageToken.isEmpty
      #expect(records.map { $0.attribute?.name } == ["a", "b", "c"].flatMap { [$0, $0, $0, $0] })
      #expect(
        records.prefix(4).map { $0.attribute?.value?.kind }
          == (1...4).reversed().map { .text("v\($0)") })
      #expect(records.map(\.wins) == (0..<12).map { $0 % 4 == 0 })
      let one = try await bench.handlers.listAttributeValues(
        ProfileV1.ListAttributeValuesRequest(customerId: customer, name: "b"), bench.call())
      #expect(one.records.count == 4)
    }
  }

  @Test func `an unknown customer and an empty request are refused`() async throws {
    try await Bench.with { bench in
      let unknown = try await status {
        _ = try await upsert(bench, "r", "01ARZ3NDEKTSV4RRFFQ69G5FAV", [declared("a", "b")])
      }
      #expect(unknown == Status(.notFound, "customer_id", "customer.unknown"))
      let customer = try await bench.identify("r1", [("crm_id", "1")]).customerId
      let empty = try await status { _ = try await upsert(bench, "r", customer, []) }
      #expect(empty == Status(.invalidArgument, "attributes", "count"))
      let many = (0..<101).map { declared("a\($0)", "b") }
      let tooMany = try await status { _ = try await upsert(bench, "r", customer, many) }
      #expect(tooMany == Status(.invalidArgument, "attributes", "count"))
    }
  }
}
