import Encryption
import Logging
import Messages
import RPC
import ServiceKit
import Storage
import Testing

@testable import Profile

/// A customer who is erased, with data as they are and sealed.
@Suite struct ErasingTests {
  private func fill(_ bench: Bench) async throws -> String {
    let customer = try await bench.identify(
      "r1", [("email", "anna@example.com"), ("crm_id", "c-1")],
      attributes: [declared("given_name", "Annabella")]
    ).customerId
    _ = try await bench.track(purchase("e1", day: 3), customer: customer)
    return customer
  }

  private func erase(_ bench: Bench, _ customer: String, _ request: String = "x1", day: Int64 = 0)
    async throws -> ProfileV1.EraseSubjectReply
  {
    try await bench.handlers.eraseSubject(
      .init(requestId: request, customerId: customer), bench.call(day: day))
  }

  private static let erased = Status(.notFound, "customer_id", "erased")

  /// Everything that names the customer is refused as erased.
  private func expectErased(_ bench: Bench, _ customer: String) async throws {
    let call = bench.call(day: 1)
    for body in [
      { _ = try await bench.profile(customer) },
      { _ = try await bench.handlers.getTimeline(.init(customerId: customer), call) },
      { _ = try await bench.handlers.listAttributeValues(.init(customerId: customer), call) },
      { _ = try await bench.track(visit("e9", day: 9), customer: customer) },
      { _ = try await bench.track(purchase("e1", day: 3), customer: customer) },
      { _ = try await bench.identify("r9", [("email", "b@example.com")], customer: customer) },
    ] as [() async throws -> Void] {
      #expect(try await status(body) == Self.erased)
    }
  }

  @Test func `an erased customer is gone, and is told to followers`() async throws {
    try await Bench.with { bench in
      let customer = try await fill(bench)
      let other = try await bench.identify("r2", [("email", "bert@example.com")]).customerId
      let reply = try await erase(bench, customer)
      #expect(reply.erasedAt == Facts.now)
      #expect(reply.reach == (bench.keys == nil ? .serviceOnly : .everyCopy))
      #expect(reply.message.contains(bench.keys == nil ? "still hold" : "key destroyed"))
      try await expectErased(bench, customer)
      for table in [
        "profiles", "identifiers", "attribute_values", "events", "event_owners", "requests",
      ] {
        #expect(try await rows(bench, table, customer) == 0, "\(table)")
      }
      #expect(try await bench.profile(other).customerId == other)
      let changes = try await bench.changes().filter { $0.customer == customer }
      #expect(changes.map(\.kind) == ["profile.created", "profile.event", "subject.erased"])
      #expect(changes.map(\.detail.isEmpty) == [true, true, false])
      let detail = try RPCV1.SubjectErased(decoding: changes[2].detail)
      #expect(detail == .init(erasedAt: Facts.now, reach: reply.reach))
    }
  }

  @Test func `an identifier of theirs finds nobody, and then a new customer`() async throws {
    try await Bench.with { bench in
      let customer = try await fill(bench)
      _ = try await erase(bench, customer)
      let found = try await status {
        _ = try await bench.handlers.resolveIdentifier(
          .init(identifier: .init(kind: "email", value: "anna@example.com")), bench.call())
      }
      #expect(found == Status(.notFound, "identifier", "identifier.unknown"))
      let again = try await bench.identify("r1", [("email", "anna@example.com")])
      #expect(again.outcome == .created && again.customerId != customer)
    }
  }

  @Test func `a long timeline goes whole, and no event of anybody else's`() async throws {
    try await Bench.with { bench in
      let customer = try await fill(bench)
      for number in 2...130 {
        _ = try await bench.track(visit("e\(number)", day: 4), customer: customer)
      }
      let other = try await bench.identify("r2", [("email", "bert@example.com")]).customerId
      _ = try await bench.track(visit("of-bert", day: 4), customer: other)
      _ = try await erase(bench, customer)
      #expect(try await rows(bench, "event_owners", customer) == 0)
      #expect(try await rows(bench, "event_owners", other) == 1)
      // The ids are free again.
      _ = try await bench.track(visit("e65", day: 5), customer: other)
    }
  }

  @Test func `erasing again answers as the first time, whatever the request`() async throws {
    try await Bench.with { bench in
      let customer = try await fill(bench)
      let first = try await erase(bench, customer)
      #expect(try await erase(bench, customer, day: 3) == first)
      #expect(try await erase(bench, customer, "x2", day: 4) == first)
      let erasures = try await bench.changes().filter { $0.kind == "subject.erased" }
      #expect(erasures.count == 1)
    }
  }

  @Test func `nobody is erased who was never there, and no bad request`() async throws {
    try await Bench.with { bench in
      let nobody = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
      let unknown = Status(.notFound, "customer_id", "customer.unknown")
      let erased = try await status { _ = try await erase(bench, nobody) }
      let read = try await status { _ = try await bench.profile(nobody) }
      #expect(erased == unknown && read == unknown)
      let unnamed = try await status { _ = try await erase(bench, nobody, "") }
      #expect(unnamed == Status(.invalidArgument, "request_id", "required"))
    }
  }

  @Test func `who asked is kept`() async throws {
    try await Bench.with { bench in
      let customer = try await fill(bench)
      _ = try await erase(bench, customer)
      let record = try await bench.database.read { reader in
        try await reader.first("SELECT request_id, requested_by FROM erasures", []) {
          [$0.text(0), $0.text(1)]
        }
      }
      #expect(record == ["x1", "spiffe://cameo.local/client/test"])
    }
  }

  @Test func `data that a backup brings back are erased again at the next start, and so are keys`()
    async throws
  {
    try await Bench.with(isSealing: true, isFile: false) { bench in
      let customer = try await fill(bench)
      let keys = try #require(try await bench.keys?.subjects())
      // The data as a backup has them: nobody was erased; the key was destroyed since.
      try await keys.destroy(customer)
      let store = bench.handlers.store
      let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      let fresh = ProfileStore(database: bench.database, vault: try Vault(keys))
      try await ProfileSealing(store: fresh, logger: logger, clock: { 1 }).prepare()
      #expect(try await rows(bench, "profiles", customer) == 0)
      #expect(try await rows(bench, "identifiers", customer) == 0)
      try await expectErased(bench, customer)
      // The keys as a backup has them: who was erased has one again.
      let other = try await bench.identify("r2", [("email", "bert@example.com")]).customerId
      _ = try await erase(bench, other)
      try await bench.keys?.database.write(customer: other) { writer in
        try await writer.execute("DELETE FROM subject_key WHERE customer = $1", [.text(other)])
      }
      let restored = try #require(try await bench.keys?.subjects())
      _ = try await restored.keyForWriting(of: other)
      let again = ProfileStore(database: bench.database, vault: try Vault(restored))
      try await ProfileSealing(store: again, logger: logger, clock: { 2 }).prepare()
      await #expect(throws: EncryptionError.self) { try await restored.key(of: other) }
      #expect(store.vault.isSealing)
    }
  }

  private func rows(_ bench: Bench, _ table: String, _ customer: String) async throws -> Int {
    try await bench.database.read { reader in
      try await reader.first(
        "SELECT count(*) FROM \(table) WHERE customer_id = $1", [.text(customer)]
      ) { Int($0.integer(0)) } ?? 0
    }
  }
}
