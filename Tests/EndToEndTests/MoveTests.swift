import Foundation
import Messages
import RPC
import Runtime
import Storage
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// From a file to a server, by the operator's tool.
  @Suite struct Moves {
    private static let rows = 60_000

    @Test func `a move that is killed again and again goes on, and the service has lost nothing`()
      async throws
    {
      let (server, folder) = (try await PostgreSQLCluster(), try Folder())
      let clients = try EventLoopGroup(count: 1, name: "tests")
      defer { clients.stop() }
      let file = "\(folder.path)/profile/profile.db"
      let receipts = try await Self.written(folder, clients) {
        let held = try await Self.move(file, server)
        #expect(held.status == 69, "\(held.testDescription)")
        #expect(held.error.contains("is held by process"), "\(held.testDescription)")
      }
      try await Self.enlarge(file)
      let watcher = try Self.schema(of: server)
      for threshold in [1, Self.rows / 3, Self.rows * 3 / 4] {
        let mover = try await ChildProcess.start(
          "cameo", ["db", "move", file, server.connectionString])
        while await Self.events(watcher) < threshold, mover.isRunning {}
        mover.signal(SIGKILL)
        await mover.end()
        #expect(mover.wasKilled, "\(mover.error.text)")
        #expect(await Self.events(watcher) < Self.rows, "it had ended before it was killed")
        for (side, words) in [
          ("\(server.connectionString)", "has not finished"), (file, "are being moved to"),
        ] {
          let refused = try await Self.serve(folder, side)
          #expect(refused.status == 75, "\(refused.testDescription)")
          #expect(refused.error.contains(words), "\(refused.testDescription)")
        }
      }
      await watcher.close()
      let moved = try await Self.move(file, server)
      #expect(moved.status == 0, "\(moved.testDescription)")
      #expect(moved.output.contains("were there already"), "\(moved.testDescription)")
      #expect(moved.output.contains("the same on both sides"), "\(moved.testDescription)")
      let left = try await Self.serve(folder, file)
      #expect(left.status == 74, "\(left.testDescription)")

      let service = try await ServiceProcess(
        .profile, folder: folder, clients: clients,
        settings: ["database": server.connectionString])
      let load = ProfileLoad(client: .init(service.channel))
      for (writer, receipt) in receipts.enumerated() {
        let next = try await load.write(after: [receipt], of: writer)
        try await load.check([receipt, next], of: writer)
      }
      await service.channel.close()
      service.kill()
      await service.process.end()
    }

    /// What a service has kept in its file, which is killed in the end, with its log beside it.
    private static func written(
      _ folder: Folder, _ clients: EventLoopGroup, meanwhile: () async throws -> Void
    ) async throws -> [String] {
      let service = try await ServiceProcess(.profile, folder: folder, clients: clients)
      let load = ProfileLoad(client: .init(service.channel))
      var receipts: [String] = []
      for writer in 0..<5 { receipts.append(try await load.write(after: [], of: writer)) }
      try await meanwhile()
      await service.channel.close()
      service.kill()
      await service.process.end()
      return receipts
    }

    /// Enough rows for a move to take a while.
    private static func enlarge(_ file: String) async throws {
      let database = try SQLiteDatabase(path: file)
      try await database.write(customer: "") { writer in
        try await writer.execute(
          """
          INSERT INTO events
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
            SELECT 'c' || (i % 999), i, 'filler-' || i, 'purchase', zeroblob(i % 300) FROM n
          """, [.integer(Int64(rows))])
      }
      await database.close()
    }

    private static func schema(of server: PostgreSQLCluster) throws -> PostgreSQLDatabase {
      var options = PostgreSQLOptions()
      options.schema = "profile"
      return try PostgreSQLDatabase(
        PostgreSQLTarget(server.connectionString), options: options)
    }

    /// How many have arrived; none as long as there is no such table.
    private static func events(_ database: PostgreSQLDatabase) async -> Int {
      let count = try? await database.scan { reader in
        try await reader.first("SELECT count(*) FROM events", []) { Int($0.integer(0)) }
      }
      return count.flatMap { $0 } ?? 0
    }

    private static func move(_ file: String, _ server: PostgreSQLCluster) async throws -> Outcome {
      // Not an argument: as an operator keeps a password out of the list of processes.
      try await Outcome.of(
        "cameo", ["db", "move", file], environment: ["CAMEO_DATABASE": server.connectionString])
    }

    private static func serve(
      _ folder: Folder, _ database: String, _ settings: [String] = []
    ) async throws -> Outcome {
      try await Outcome.of(
        "cameo-profile",
        [
          "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--certs",
          TestCertificates.directory, "--data", "\(folder.path)/profile", "--set",
          "database=\(database)",
        ] + settings.flatMap { ["--set", $0] })
    }

    @Test func `a sealed store is moved with its keys, each to a database of its own`() async throws
    {
      let server = try await PostgreSQLCluster(setup: "CREATE DATABASE keys")
      let folder = try Folder()
      let clients = try EventLoopGroup(count: 1, name: "tests")
      defer { clients.stop() }
      let sealing = ["encryption.key.command": "echo k1 \(Sealing.key)"]
      let before = try await ServiceProcess(
        .profile, folder: folder, clients: clients, settings: sealing)
      let customer = try await Sealing.identify(before)
      await before.end()
      let keys = server.connectionString.replacing("/postgres?", with: "/keys?")
      for (file, place) in [("profile", server.connectionString), ("profile-keys", keys)] {
        let path = "\(folder.path)/profile/\(file).db"
        let moved = try await Outcome.of("cameo", ["db", "move", path, place])
        #expect(moved.status == 0, "\(moved.testDescription)")
        #expect(moved.output.contains("the same on both sides"), "\(moved.testDescription)")
        let again = try await Outcome.of("cameo", ["db", "move", path, place])
        #expect(again.output.contains("was moved to"), "\(again.testDescription)")
      }
      let forgotten = try await Self.serve(
        folder, server.connectionString, ["encryption.key.command=\(sealing.values.joined())"])
      #expect(forgotten.status == 78, "\(forgotten.testDescription)")
      #expect(forgotten.error.contains("encryption.database"), "\(forgotten.testDescription)")
      let after = try await ServiceProcess(
        .profile, folder: folder, clients: clients,
        settings: sealing.merging([
          "database": server.connectionString, "encryption.database": keys,
        ]) { $1 })
      let profile = try await ProfileServiceClient(after.channel).getProfile(
        ProfileV1.GetProfileRequest(customerId: customer))
      #expect(profile.displayName == "Annabella")
      #expect(try await Sealing.identify(after) == customer)
      await after.end()
    }

    @Test func `three services that were moved show what they showed before`() async throws {
      let (server, folder) = (try await PostgreSQLCluster(), try Folder())
      var cards: [String] = []
      try await Cluster.with(in: folder) { cluster in
        _ = try await cluster.importSample()
        cards.append(try await cluster.cameo("view", "crm_id:c-1", "--json").output)
      }
      for part in ["profile", "consent", "survey"] {
        let moved = try await Self.move("\(folder.path)/\(part)/\(part).db", server)
        #expect(moved.status == 0, "\(moved.testDescription)")
      }
      try await Cluster.with(in: folder, settings: ["database": server.connectionString]) {
        cluster in
        cards.append(try await cluster.cameo("view", "crm_id:c-1", "--json").output)
        let again = try await cluster.cameo(
          "import", try folder.write("customers.csv", Sample.customers))
        #expect(again.output.contains("2 known already, 1 refused"), "\(again.testDescription)")
      }
      #expect(cards[0].contains("anna@example.com"))
      // When it was looked at, which is all that differs.
      let times = /"(asOf|validUntil)":"[^"]*"/
      #expect(cards[0].replacing(times, with: "") == cards[1].replacing(times, with: ""))
    }
  }
}
