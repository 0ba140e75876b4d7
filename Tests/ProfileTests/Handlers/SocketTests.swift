import Messages
import RPC
import Storage
import Stubs
import TestKit
import Testing

@testable import Profile

/// The service as its clients see it: a real socket, real certificates, a real database.
@Suite struct SocketTests {
  private func serving(
    _ body: (ProfileServiceClient, Bench) async throws -> Void
  ) async throws {
    try await Bench.with { bench in
      try await Loopback.with([bench.handlers]) { loopback in
        try await body(ProfileServiceClient(loopback.channel), bench)
      }
    }
  }

  private func identify(_ id: String, _ email: String) -> ProfileV1.IdentifyRequest {
    ProfileV1.IdentifyRequest(
      requestId: id, identifiers: [ProfileV1.Identifier(kind: "email", value: email)])
  }

  @Test func `a customer is made, found, told about and read`() async throws {
    try await serving { client, _ in
      let made = try await client.identify(identify("r1", "Anna@Example.com"))
      let found = try await client.resolveIdentifier(
        ProfileV1.ResolveIdentifierRequest(
          identifier: ProfileV1.Identifier(kind: "email", value: "anna@example.com")))
      #expect(found.customerId == made.customerId)
      _ = try await client.track(
        ProfileV1.TrackRequest(customerId: made.customerId, event: purchase("e1", day: 3)))
      _ = try await client.upsertAttributes(
        ProfileV1.UpsertAttributesRequest(
          requestId: "r2", customerId: made.customerId,
          attributes: [declared("given_name", "Anna"), declared("time_zone", "Europe/Prague")]))
      let request = ProfileV1.GetProfileRequest(customerId: made.customerId)
      let profile = try await client.getProfile(request)
      #expect(profile.displayName == "Anna")
      #expect(profile.timeZone == "Europe/Prague")
      #expect(profile.version == 3)
      #expect(profile.purchases?.totals.first?.netMinorUnits == 1000)
      #expect(try await client.getProfileEncoded(request).bytes == profile.encoded())
      let timeline = try await client.getTimeline(
        ProfileV1.GetTimelineRequest(customerId: made.customerId))
      #expect(timeline.events.map(\.id) == ["e1"])
    }
  }

  @Test func `a refusal reaches the client with status, field, rule and reason`() async throws {
    try await serving { client, _ in
      do {
        _ = try await client.identify(identify("r1", "anna"))
        Issue.record("accepted")
      } catch let error as RPCError {
        #expect(error.code == .invalidArgument)
        #expect(error.fieldViolation?.field == "identifiers[0].value")
        #expect(error.fieldViolation?.rule == "email.at")
        #expect(error.message.contains("identifiers[0].value"))
      }
      do {
        _ = try await client.getProfile(
          ProfileV1.GetProfileRequest(customerId: "01ARZ3NDEKTSV4RRFFQ69G5FAV"))
        Issue.record("found")
      } catch let error as RPCError {
        #expect(error.code == .notFound)
        #expect(error.reasonCode == "CUSTOMER_UNKNOWN")
      }
    }
  }

  @Test func `a watcher sees what was, then what comes, of one customer or of all`() async throws {
    try await serving { client, _ in
      let anna = try await client.identify(identify("r1", "anna@example.com")).customerId
      let jan = try await client.identify(identify("r2", "jan@example.com")).customerId
      let all = client.watchChanges(ProfileV1.WatchChangesRequest())
      let ofJan = client.watchChanges(ProfileV1.WatchChangesRequest(customerId: jan))
      var everything = all.makeAsyncIterator()
      var jans = ofJan.makeAsyncIterator()
      let first = try #require(try await everything.next()?.change)
      #expect(first.customerId == anna)
      #expect(first.kind == "profile.created")
      #expect(try await everything.next()?.change?.customerId == jan)
      #expect(try await jans.next()?.change?.customerId == jan)
      for (id, customer) in [("e1", anna), ("e2", jan)] {
        _ = try await client.track(
          ProfileV1.TrackRequest(customerId: customer, event: visit(id, day: 3)))
      }
      let event = try #require(try await everything.next()?.change)
      #expect(event.kind == "profile.event")
      #expect(try ProfileV1.ProfileChange(decoding: event.detail).eventIds == ["e1"])
      let second = try #require(try await jans.next()?.change)
      #expect(try ProfileV1.ProfileChange(decoding: second.detail).eventIds == ["e2"])
      #expect(second.cursor > event.cursor)
    }
  }

  @Test func `a whole batch goes through the wire`() async throws {
    try await serving { client, bench in
      let rows = (0..<1000).map { number in
        ProfileV1.ImportRow(
          line: UInt32(number) + 2, cells: ["C\(number)", "p\(number)@example.com", "Anna"])
      }
      let reply = try await client.importBatch(
        ProfileV1.ImportBatchRequest(
          requestId: "i", kind: .customers, columns: ["crm_id", "email", "given_name"], rows: rows,
          source: "customers.csv", provenance: .declared, observedAt: Facts.day(1)))
      #expect((reply.created, reply.refused) == (1000, 0))
      #expect(reply.rows.map(\.line) == Array(2...1001))
      // Many rows share one commit: that is what makes an import fast.
      if let sqlite = bench.database as? SQLiteDatabase {
        #expect(sqlite.statistics.commits < 500)
      }
    }
  }

  @Test func `batches of all sizes go through one connection at once`() async throws {
    try await serving { client, _ in
      let created = try await withThrowingTaskGroup(of: UInt32.self) { tasks in
        for batch in 0..<40 {
          let rows = (0..<[1, 700, 20, 300][batch % 4]).map { number in
            ProfileV1.ImportRow(
              line: UInt32(number),
              cells: ["C\(batch)-\(number)", String(repeating: "n", count: 60)])
          }
          tasks.addTask {
            try await client.importBatch(
              ProfileV1.ImportBatchRequest(
                requestId: "i\(batch)", kind: .customers, columns: ["crm_id", "given_name"],
                rows: rows, source: "customers.csv", provenance: .declared,
                observedAt: Facts.day(1))
            ).created
          }
        }
        return try await tasks.reduce(0, +)
      }
      #expect(created == 10 * (1 + 700 + 20 + 300))
    }
  }
}
