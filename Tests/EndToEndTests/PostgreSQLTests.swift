import Foundation
import Messages
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// The services over a PostgreSQL server, which the setting `database` names: nothing else differs.
  @Suite struct OverPostgreSQL {
    @Test func `what was imported is shown, and is there when the services start anew`()
      async throws
    {
      let server = try await PostgreSQLCluster()
      try await Cluster.with(settings: ["database": server.connectionString]) { cluster in
        let imports = try await cluster.importSample()
        for (outcome, word) in zip(
          imports,
          [
            "2 new, 1 refused", "2 new, 1 refused", "2 taken in, 1 refused",
            "1 taken in, 1 refused",
          ])
        {
          #expect(outcome.output.contains(word), "\(outcome.testDescription)")
        }
        for part in [Part.profile, .consent, .survey] {
          cluster[part].kill()
          try await cluster[part].restart()
        }
        try await Self.look(cluster)
        let file = "\(cluster.folder.path)/profile/profile.db"
        #expect(!FileManager.default.fileExists(atPath: file))
      }
    }

    @Test func `over several servers the same is imported and shown`() async throws {
      let servers = try await PartitionedCluster()
      try await Cluster.with(settings: [
        "database": servers.coordinator.connectionString,
        "database.partitions": PartitionedCluster.names.joined(separator: ","),
      ]) { cluster in
        for outcome in try await cluster.importSample() {
          #expect(outcome.output.contains("1 refused"), "\(outcome.testDescription)")
        }
        try await Self.look(cluster)
        cluster[.profile].kill()
        try await cluster[.profile].restart()
        try await Self.look(cluster)
      }
    }

    private static func look(_ cluster: Cluster) async throws {
      let card = try await cluster.cameo("view", "crm_id:c-1")
      #expect(card.status == 0, "\(card.testDescription)")
      for text in ["Anna Smith", "2 orders", "59.06 USD", "email yes", "9/10 (promoter)"] {
        #expect(card.output.contains(text), "\(text) is not in:\n\(card.output)")
      }
    }

    @Test func `no acknowledged write is lost in any kill of a replica`() async throws {
      let server = try await PostgreSQLCluster()
      try await ServiceProcess.with(
        .profile, settings: ["database": server.connectionString]
      ) { service, _ in
        try await Crash.endure(
          ProfileLoad(client: .init(service.channel)), in: service, telling: nil)
        // Its data were never in its hands: the server's log says what happened.
        try await server.tellsOfLostClient("cameo-profile")
      }
    }
  }
}
