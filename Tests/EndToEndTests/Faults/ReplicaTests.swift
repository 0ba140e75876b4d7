import Foundation
import Messages
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// Two replicas of one service over one PostgreSQL server, one of them killed again and again.
  @Suite struct TwoReplicas {
    static let kills = ProcessInfo.processInfo.environment["CAMEO_LONG_TESTS"] == "1" ? 40 : 4

    @Test func `consent does once what a client sends again to the other replica`() async throws {
      try await Replicas.with(.consent) { replicas, _ in
        try await Self.endure(replicas.map { ConsentLoad(client: .init($0.channel)) }, in: replicas)
      }
    }

    @Test func `profile does once what a client sends again to the other replica`() async throws {
      try await Replicas.with(.profile) { replicas, _ in
        try await Self.endure(
          replicas.map { ProfileLoad(client: .init($0.channel), isResending: true) }, in: replicas)
      }
    }

    private static func endure<L: Load>(_ loads: [L], in replicas: [ServiceProcess]) async throws {
      let writing = Insistence(replicas: loads, writers: 16, each: 8)
      let acknowledged = try await writing.run { milestones in
        for kill in 0..<kills {
          await milestones.reached((kill + 1) * writing.total / (kills + 1))
          replicas[kill % 2].kill()
          try await replicas[kill % 2].restart()
        }
      }
      // What one has acknowledged, the other answers alike.
      for (writer, receipts) in acknowledged {
        try await loads[(writer + 1) % 2].check(receipts, of: writer)
      }
    }

    @Test func `a write cut off with its replica is told of, and done once by the other`()
      async throws
    {
      try await Replicas.with(.consent) { replicas, server in
        let clients = replicas.map { ConsentServiceClient($0.channel) }
        let customer = customerID(1)
        let grant = ConsentV1.GrantConsentRequest(
          requestId: "grant", customerId: customer, purpose: "marketing", channel: "email",
          actor: .subject)
        let held = try await HeldCustomer(customer, in: "consent", of: server)
        let call = Task { try await clients[0].grantConsent(grant) }
        #expect(try await held.isWaited(till: call))
        replicas[0].kill()
        let error = await #expect(throws: RPCError.self) { _ = try await call.value }
        #expect(error?.code == .unavailable)
        try await held.release()
        try await server.tellsOfLostClient("cameo-consent")
        let before = try await clients[1].verifyLedger(.init(customerId: customer))
        #expect(before.ledgerHead?.version ?? 0 == 0)
        #expect(try await clients[1].grantConsent(grant).ledgerHead?.version == 1)
      }
    }

    @Test func `watchers on both replicas see every change once and in the order of its customer`()
      async throws
    {
      try await Replicas.with(.consent) { replicas, _ in
        let loads = replicas.map { SharedLedgers(client: .init($0.channel), customers: 4) }
        let writing = Insistence(replicas: loads, writers: 12, each: 10)
        let watches = replicas.map { replica in
          Task { try await Self.follow(.init(replica.channel), writing.total) }
        }
        _ = try await writing.run { milestones in
          for kill in 0..<Self.kills {
            await milestones.reached((kill + 1) * writing.total / (Self.kills + 1))
            replicas[0].kill()
            try await replicas[0].restart()
          }
        }
        for watch in watches {
          let changes = try await watch.value
          #expect(changes.map(\.cursor) == changes.map(\.cursor).sorted())
          let versions = try Dictionary(grouping: changes, by: \.customerId).mapValues {
            try $0.map { try ConsentV1.ConsentChange(decoding: $0.detail).ledgerHead?.version }
          }
          #expect(versions.count == 4)
          // Three writers write to each.
          for versions in versions.values { #expect(versions == (1...30).map { UInt64($0) }) }
        }
      }
    }

    /// So many changes; whose replica goes away, goes on behind the last.
    private static func follow(
      _ client: ConsentServiceClient, _ count: Int
    ) async throws -> [RPCV1.Change] {
      var seen: [RPCV1.Change] = []
      while seen.count < count {
        do {
          let request = ConsentV1.WatchChangesRequest(afterCursor: seen.last?.cursor ?? 0)
          let options = CallOptions(waitsForReady: true)
          for try await reply in client.watchChanges(request, options) {
            if let change = reply.change { seen.append(change) }
            if seen.count == count { break }
          }
        } catch {
          guard error.code == .unavailable else { throw error }
        }
      }
      return seen
    }
  }
}

/// Grants of several writers to each of a few customers.
private struct SharedLedgers: Load {
  let client: ConsentServiceClient
  let customers: Int

  func write(
    after receipts: [ConsentV1.GrantConsentReply], of writer: Int
  ) async throws -> ConsentV1.GrantConsentReply {
    try await client.grantConsent(
      .init(
        requestId: "grant-\(writer)-\(receipts.count)", customerId: customerID(writer % customers),
        purpose: "marketing", channel: "email", actor: .subject))
  }

  func check(_ receipts: [ConsentV1.GrantConsentReply], of writer: Int) async throws {
    let ledger = try await client.verifyLedger(.init(customerId: customerID(writer % customers)))
    #expect(ledger.verdict == .intact, "\(ledger.message)")
  }
}
