import Foundation
import Messages
import RPC
import Storage
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// PostgreSQL goes away under a service that 64 writers write to.
  @Suite struct ServerLoss {
    private static let isLong = ProcessInfo.processInfo.environment["CAMEO_LONG_TESTS"] == "1"

    @Test func `a server that crashes under 64 writers costs no acknowledged write`() async throws {
      let server = try await PostgreSQLCluster(settings: [])
      try await ServiceProcess.with(.consent, settings: ["database": server.connectionString]) {
        service, _ in
        let load = ConsentLoad(client: .init(service.channel))
        let writing = Insistence(replicas: [load], writers: 64, each: 6)
        let crashes = Self.isLong ? 20 : 2
        let acknowledged = try await writing.run { milestones in
          var health = HealthClient(service.channel).watch(RPCV1.HealthRequest())
            .makeAsyncIterator()
          #expect(try await health.next()?.status == .serving)
          for crash in 0..<crashes {
            await milestones.reached((crash + 1) * writing.total / (crashes + 1))
            try await server.stop("immediate")
            #expect(try await health.next()?.status == .notServing)
            try await server.start()
            #expect(try await health.next()?.status == .serving)
          }
        }
        for (writer, receipts) in acknowledged { try await load.check(receipts, of: writer) }
        #expect(await service.tells("the connection to PostgreSQL was lost"))
        #expect(await service.tells("NOT_SERVING", "code=unreachable"))
        #expect(await service.tells("keeps what it is given again"))
      }
    }

    @Test func `connections killed under 64 writers cost no acknowledged write`() async throws {
      let server = try await PostgreSQLCluster(settings: [])
      try await ServiceProcess.with(.profile, settings: ["database": server.connectionString]) {
        service, _ in
        let load = ProfileLoad(client: .init(service.channel), isResending: true)
        let writing = Insistence(replicas: [load], writers: 64, each: 6)
        let strikes = Self.isLong ? 100 : 8
        let beside = try PostgreSQLDatabase(PostgreSQLTarget(server.connectionString))
        let acknowledged = try await writing.run { milestones in
          for strike in 0..<strikes {
            await milestones.reached(strike * writing.total / strikes + 1)
            let killed = try await beside.read { reader in
              try await reader.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE application_name LIKE 'cameo-profile%'
                """, []
              ) { $0.integer(0) }
            }
            #expect(killed.contains(1))
          }
        }
        for (writer, receipts) in acknowledged { try await load.check(receipts, of: writer) }
        #expect(await service.tells("the connection to PostgreSQL was lost"))
        await beside.close()
      }
    }
  }
}
