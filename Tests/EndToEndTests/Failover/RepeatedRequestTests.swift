import Messages
import Storage
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// A request that was done before is answered when its first answer would have been.
  @Suite struct RepeatedRequest {
    @Test func `profile repeats an answer when the standby has what it is about`() async throws {
      let server = try await PostgreSQLCluster()
      let beside = try PostgreSQLDatabase(PostgreSQLTarget(server.connectionString))
      try await ServiceProcess.with(
        .profile, settings: ["database": server.connectionString]
      ) { service, _ in
        let client = ProfileServiceClient(service.channel)
        let request = ProfileV1.IdentifyRequest(
          requestId: "once", identifiers: [.init(kind: "crm_id", value: "1")])
        let first = try await client.identify(request)
        try await server.configure("synchronous_standby_names = 'nobody'")
        try await Self.sees(beside, "SELECT 1 WHERE \(Self.setting) = 'nobody'")
        let isAnswered = Signal()
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            let again = try await client.identify(request)
            #expect(again == first)
            isAnswered.send()
          }
          try await Self.sees(beside, Self.waiting) { isAnswered.isSent }
          #expect(!isAnswered.isSent)
          try await server.configure("synchronous_standby_names = ''")
          try await group.waitForAll()
        }
      }
      await beside.close()
    }

    private static let setting = "current_setting('synchronous_standby_names')"
    private static let waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'"

    /// Returns when a question has an answer, or `isOver`.
    private static func sees(
      _ database: any Database, _ sql: String, or isOver: () -> Bool = { false }
    ) async throws {
      while !isOver() {
        let row = try await database.read { try await $0.first(sql, []) { $0.integer(0) } }
        if row != nil { return }
      }
    }
  }
}
