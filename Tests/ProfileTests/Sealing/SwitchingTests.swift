import Encryption
import Foundation
import Logging
import Messages
import RPC
import ServiceKit
import Storage
import Testing

@testable import Profile

/// Switching encryption on for data that are there.
@Suite struct SwitchingTests {
  private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private func prepare(_ store: ProfileStore) async throws {
    try await ProfileSealing(store: store, logger: logger, clock: { 1 }).prepare()
  }

  /// Everything that a client can read of a customer.
  private func all(_ handlers: ProfileHandlers, _ customer: String, _ bench: Bench) async throws
    -> [[UInt8]]
  {
    let call = bench.call()
    let owner = try await handlers.resolveIdentifier(
      ProfileV1.ResolveIdentifierRequest(
        identifier: ProfileV1.Identifier(kind: "email", value: "\(customer)@example.com")), call)
    return [
      try await handlers.getProfile(.init(customerId: customer), call).bytes,
      try await handlers.getTimeline(.init(customerId: customer), call).encoded(),
      try await handlers.getTimeline(
        .init(customerId: customer, types: ["purchase"]), call
      ).encoded(),
      try await handlers.listAttributeValues(.init(customerId: customer), call).encoded(),
      owner.encoded(),
    ]
  }

  private func fill(_ bench: Bench) async throws -> [String] {
    var customers: [String] = []
    for number in 0..<5 {
      let customer = try await bench.identify(
        "r\(number)", [("cookie", "c\(number)")],
        attributes: [declared("given_name", "Annabella\(number)"), declared("colour", "blue")]
      ).customerId
      _ = try await bench.identify(
        "s\(number)", [("email", "\(customer)@example.com")], customer: customer,
        attributes: [inferred("colour", "red", day: 12)])
      _ = try await bench.track(purchase("e\(number)", day: 3), customer: customer)
      _ = try await bench.track(visit("v\(number)", day: 4), customer: customer)
      customers.append(customer)
    }
    return customers
  }

  @Test func `what was stored before is sealed, and reads as it did`() async throws {
    try await Bench.with(isSealing: false) { bench in
      let customers = try await fill(bench)
      var before: [[[UInt8]]] = []
      for customer in customers { before.append(try await all(bench.handlers, customer, bench)) }
      #expect(try bench.found(["Annabella3"]) == ["Annabella3"])
      let keys = try await KeyBench(folder: bench.folder)
      let store = ProfileStore(database: bench.database, vault: try await keys.vault())
      try await prepare(store)
      let sealed = ProfileHandlers(store: store)
      for (customer, old) in zip(customers, before) {
        #expect(try await all(sealed, customer, bench) == old)
      }
      // A fact that is known is known, and what is new goes on from there.
      let again = try await sealed.identify(
        ProfileV1.IdentifyRequest(
          requestId: "new", customerId: customers[0], attributes: [declared("colour", "blue")]),
        bench.call())
      #expect(again.outcome == .unchanged)
      // In the files nothing is left once they are closed.
      await bench.database.close()
      await keys.database.close()
      #expect(try bench.found(["Annabella3", "\(customers[2])@example.com", "blue"]) == [])
    }
  }

  @Test func `sealing that was stopped half-way goes on, and cannot be gone back on`() async throws
  {
    try await Bench.with(isSealing: false) { bench in
      let customers = try await fill(bench)
      let old = try await all(bench.handlers, customers[4], bench)
      // As a process leaves it that was killed after two of five.
      let keys = try await KeyBench(folder: bench.folder)
      let store = ProfileStore(database: bench.database, vault: try await keys.vault())
      let sealing = ProfileSealing(store: store, logger: logger, clock: { 1 })
      #expect(try await sealing.record.begin(store.vault.keys))
      for customer in customers[..<2] { try await CustomerSealing(store: store).run(customer) }
      let error = try await #require(throws: ConfigurationError.self) {
        try await prepare(ProfileStore(database: bench.database))
      }
      #expect(error.message.contains("the profile data are sealed: set encryption.key"))
      try await prepare(store)
      try await prepare(store)
      #expect(try await all(ProfileHandlers(store: store), customers[4], bench) == old)
      await #expect(throws: ConfigurationError.self) {
        try await prepare(ProfileStore(database: bench.database))
      }
      await keys.database.close()
    }
  }

  @Test func `a row as it was is not taken for a sealed one`() async throws {
    try await Bench.with(isSealing: true) { bench in
      let customer = try await bench.identify("r", [("email", "a@example.com")]).customerId
      try await prepare(bench.handlers.store)
      let forged = ProfileV1.Profile(customerId: customer, displayName: "Mallory").encoded()
      try await bench.database.write(customer: customer) { writer in
        try await writer.execute(
          "UPDATE profiles SET body = $2 WHERE customer_id = $1",
          [.text(customer), .blob(forged)])
      }
      let error = try await #require(throws: RPCError.self) { try await bench.profile(customer) }
      #expect(error.code == .dataLoss && error.message.contains("has version 10"))
    }
  }
}
