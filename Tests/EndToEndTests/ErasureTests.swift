import Foundation
import Messages
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// A customer who wants to be forgotten, and the backups that remember.
  @Suite struct Erasure {
    @Test func `an erased customer is gone from the services and from a backup that is restored`()
      async throws
    {
      let settings = [
        "encryption.key.command": "echo k1 \(Sealing.key)", "storage.backups": "BACKUPS",
      ]
      try await Cluster.with(settings: settings) { cluster in
        _ = try await cluster.importSample()
        let found = try await cluster.cameo("view", "crm_id:c-1", "--json")
        let anna = try #require(found.output.firstMatch(of: /"customerId": *"([0-9A-Z]{26})"/)?.1)
        let backup = try await cluster.cameo(
          "db", "backup", "--admin", try await cluster[.profile].adminAddress())
        #expect(backup.status == 0, "\(backup.testDescription)")
        let unsure = try await cluster.cameo("erase", "crm_id:c-1")
        #expect(unsure.status == 64 && unsure.error.contains("--yes"), "\(unsure.testDescription)")
        let erased = try await cluster.cameo("erase", "crm_id:c-1", "--yes")
        #expect(erased.status == 0, "\(erased.testDescription)")
        let lines = erased.output.split(separator: "\n")
        #expect(lines.count == 4, "\(erased.testDescription)")
        #expect(lines.dropFirst().allSatisfy { $0.contains("the key destroyed") })
        try await expectGone(cluster, String(anna))
        // The data as they were, the keys as they are.
        let file = "\(cluster.folder.path)/profile/profile.db"
        cluster[.profile].process.signal(SIGTERM)
        await cluster[.profile].process.end()
        for suffix in ["", "-wal"] { try? FileManager.default.removeItem(atPath: file + suffix) }
        let restored = try await cluster.cameo("db", "restore", backup.output, file)
        #expect(restored.status == 0, "\(restored.testDescription)")
        try await cluster[.profile].restart()
        try await expectGone(cluster, String(anna))
        // Others came back with the backup.
        let other = try await cluster.cameo("view", "crm_id:c-2")
        #expect(other.status == 0, "\(other.testDescription)")
        let log = cluster[.profile].process.error.text
        #expect(log.contains("a customer was erased") && log.contains("by=recovery"), "\(log)")
      }
    }

    private func expectGone(_ cluster: Cluster, _ customer: String) async throws {
      for subject in ["crm_id:c-1", customer] {
        let view = try await cluster.cameo("view", subject)
        #expect(view.status == 1, "\(view.testDescription)")
      }
      let profile = await #expect(throws: RPCError.self) {
        try await cluster.profile.getProfile(.init(customerId: customer))
      }
      #expect(profile?.code == .notFound && profile?.reasonCode == "ERASED")
      let summary = await #expect(throws: RPCError.self) {
        try await cluster.survey.getSubjectSummary(.init(customerId: customer))
      }
      #expect(summary?.code == .notFound && summary?.reasonCode == "ERASED")
      let contact = try await cluster.consent.mayContact(
        .init(customerId: customer, purpose: "marketing", channel: "email"))
      #expect(contact.verdict == .deny && contact.reasons.first?.code == "SUBJECT_ERASED")
    }

    @Test func `kill -9 in the middle of a rotation leaves every key readable`() async throws {
      let folder = try Folder()
      func use(_ lines: String) throws -> String {
        let path = try folder.write("kek", lines)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return path
      }
      let (one, two) = ("k1 \(Sealing.key)\n", "k2 \(String(Sealing.key.reversed()))\n")
      let path = try use(one)
      try await ServiceProcess.with(
        .profile, settings: ["encryption.key": path, "reload.seconds": "0"]
      ) { service, _ in
        let client = ProfileServiceClient(service.channel)
        let customers = try await Self.fill(client)
        var wasHalfWay = false
        var current = one
        // A rotation of so few keys is short: till one has been hit.
        for round in 0..<20 where !wasHalfWay {
          current = round.isMultiple(of: 2) ? two : one
          _ = try use(round.isMultiple(of: 2) ? two + one : one + two)
          service.process.signal(SIGHUP)
          _ = await service.process.error.line { $0.contains("rewrapping keys") }
          service.kill()
          wasHalfWay = !(await service.process.error.whole()).contains("rewrapped keys")
          try await service.restart()
        }
        #expect(wasHalfWay)
        let done = await service.process.error.line { $0.contains("rewrapped keys") }
        #expect(done?.contains("unreadable=[]") ?? false, "\(done ?? "")")
        // The other key is needed no more.
        _ = try use(current)
        service.kill()
        try await service.restart()
        for (number, customer) in customers.enumerated() {
          let profile = try await client.getProfile(.init(customerId: customer))
          #expect(profile.displayName == "Name \(number)")
        }
      }
    }

    /// Three thousand customers, in order.
    private static func fill(_ client: ProfileServiceClient) async throws -> [String] {
      var customers: [String] = []
      for batch in 0..<3 {
        let rows = (batch * 1_000..<(batch + 1) * 1_000).map {
          ProfileV1.ImportRow(line: UInt32($0), cells: ["c-\($0)", "Name \($0)"])
        }
        let reply = try await client.importBatch(
          .init(
            requestId: "r\(batch)", kind: .customers, columns: ["crm_id", "given_name"],
            rows: rows, source: "crm", provenance: .declared,
            observedAt: .init(seconds: 1_700_000_000)),
          CallOptions(timeout: .seconds(120)))
        customers += reply.rows.map(\.customerId)
      }
      return customers
    }

    @Test func `replicas over PostgreSQL share keys that lie on another server`() async throws {
      let (data, keys) = (try await PostgreSQLCluster(), try await PostgreSQLCluster())
      let settings = [
        "database": data.connectionString, "encryption.database": keys.connectionString,
        "encryption.key.command": "echo k1 \(Sealing.key)",
      ]
      try await ServiceProcess.with(.profile, settings: settings) { one, _ in
        try await ServiceProcess.with(.profile, settings: settings) { two, _ in
          let (left, right) = (
            ProfileServiceClient(one.channel), ProfileServiceClient(two.channel)
          )
          let customer = try await left.identify(
            .init(
              requestId: "r1", identifiers: [.init(kind: "crm_id", value: "c-1")],
              attributes: [
                .init(
                  name: "given_name", value: .init(kind: .text("Annabella")),
                  provenance: .declared, source: "form")
              ])
          ).customerId
          let read = try await right.getProfile(.init(customerId: customer))
          #expect(read.displayName == "Annabella")
          let erased = try await right.eraseSubject(
            .init(requestId: "x1", customerId: customer))
          #expect(erased.reach == .everyCopy)
          let gone = await #expect(throws: RPCError.self) {
            try await left.getProfile(.init(customerId: customer))
          }
          #expect(gone?.reasonCode == "ERASED")
        }
      }
    }
  }
}
