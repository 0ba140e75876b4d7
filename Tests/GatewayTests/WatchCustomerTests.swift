import Gateway
import Messages
import RPC
import Stubs
import Testing

@Suite struct WatchCustomerTests {
  /// The next changes of a watch, as "part cursor", in any order between the parts.
  static func changes(_ count: Int, from watch: inout MessageIterator<GatewayV1.WatchCustomerReply>)
    async throws -> Set<String>
  {
    var seen: Set<String> = []
    while seen.count < count, let reply = try await watch.next() {
      if case .change(let event) = reply.event {
        seen.insert("\(event.name) \(event.change?.cursor ?? 0)")
      }
    }
    return seen
  }

  /// The next status of a watch.
  static func status(from watch: inout MessageIterator<GatewayV1.WatchCustomerReply>)
    async throws -> GatewayV1.PartStatus?
  {
    while let reply = try await watch.next() {
      if case .status(let status) = reply.event { return status }
    }
    return nil
  }

  static func watch(_ bed: Bed, after: [GatewayV1.PartCursor] = [])
    -> MessageIterator<GatewayV1.WatchCustomerReply>
  {
    bed.client.watchCustomer(.init(subject: .customerId(Samples.anna), after: after))
      .makeAsyncIterator()
  }

  @Test func `changes of all parts come in one stream, past the cursors given`() async throws {
    try await Bed.with { bed in
      for part in Part.allCases {
        bed.fakes[part]?.change(4)
        bed.fakes[part]?.change(5)
      }
      var watch = Self.watch(bed, after: [.init(name: "consent", afterCursor: 4)])
      let seen = try await Self.changes(5, from: &watch)
      #expect(seen == ["profile 4", "profile 5", "consent 5", "survey 4", "survey 5"])
    }
  }

  @Test func `a part that goes away is reported and taken up again where it stopped`()
    async throws
  {
    try await Bed.with { bed in
      bed.fakes[.survey]?.change(5)
      var watch = Self.watch(bed)
      let before = try await Self.changes(1, from: &watch)
      #expect(before == ["survey 5"])
      await bed.stop(.survey)
      let away = try #require(try await Self.status(from: &watch))
      #expect(away.name == "survey" && away.state == .unavailable && !away.reason.isEmpty)
      bed.fakes[.survey]?.change(6)
      try await bed.start(.survey)
      let back = try #require(try await Self.status(from: &watch))
      #expect(back.name == "survey" && back.state == .ok)
      let after = try await Self.changes(1, from: &watch)
      #expect(after == ["survey 6"])
      #expect(bed.fakes[.survey]?.watchedFrom == [0, 5])
    }
  }

  @Test func `a part whose log has a gap is reported, and goes on behind it`() async throws {
    try await Bed.with { bed in
      let reason = RPCV1.Reason(
        code: "COMPACTED", metadata: [.init(key: "compacted_cursor", value: "4")])
      bed.will(
        .survey,
        .fails(
          RPCError(
            .outOfRange, "Compacted up to 4.",
            details: [ErrorDetail(type: RPCV1.Reason.fullName, value: reason.encoded())])))
      for cursor: UInt64 in 4...5 { bed.fakes[.survey]?.change(cursor) }
      var watch = Self.watch(bed)
      let status = try #require(try await Self.status(from: &watch))
      #expect(status.name == "survey" && status.code == "OUT_OF_RANGE")
      bed.will(.survey, .answers)
      let seen = try await Self.changes(1, from: &watch)
      #expect(seen == ["survey 5"])
      #expect(bed.fakes[.survey]?.watchedFrom == [4])
    }
  }

  @Test func `a part that may not be watched is withheld, and the others go on`() async throws {
    try await Bed.with { bed in
      bed.will(.survey, .fails(RPCError(.permissionDenied, "Not for you.")))
      bed.fakes[.consent]?.change(1)
      var watch = Self.watch(bed)
      let status = try #require(try await Self.status(from: &watch))
      #expect(status.name == "survey" && status.state == .withheld)
    }
  }

  @Test func `a customer whom profile does not know is not watched`() async throws {
    try await Bed.with { bed in
      bed.will(.profile, .fails(RPCError(.notFound, "Nobody.")))
      var watch = Self.watch(bed)
      let error = await #expect(throws: RPCError.self) { try await watch.next() }
      #expect(error?.code == .notFound)
    }
  }

  @Test(arguments: [["weather"], ["survey", "survey"]])
  func `a cursor is for one part that exists`(names: [String]) async throws {
    try await Bed.with { bed in
      var watch = Self.watch(bed, after: names.map { .init(name: $0, afterCursor: 1) })
      let error = await #expect(throws: RPCError.self) { try await watch.next() }
      #expect(error?.code == .invalidArgument)
    }
  }
}
