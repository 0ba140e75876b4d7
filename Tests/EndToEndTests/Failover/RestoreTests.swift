import Foundation
import Messages
import Stubs
import TestKit
import Testing

extension OverAPair {
  /// pgBackRest's backups of the pair of `deploy/postgres`.
  @Suite struct Restore {
    private typealias Receipts = [ConsentV1.GrantConsentReply]
    private static let writers = 0..<4

    @Test func `a restore to a moment has what was acknowledged before it, and nothing after`()
      async throws
    {
      let pair = try await PostgreSQLPair()
      let settings = ["database": try await pair.connectionString()]
      var kept: [Receipts] = []
      var moment = ""
      try await ServiceProcess.with(.consent, settings: settings) { service, _ in
        let load = ConsentLoad(client: .init(service.channel))
        kept = try await Self.write(load, after: Self.writers.map { _ in [] })
        try await pair.run("backup", "full")
        // On the other's timeline, from the archive alone.
        try await pair.run("switchover")
        kept = try await Self.write(load, after: kept)
        moment = try await Self.now()
        _ = try await Self.write(load, after: kept)
        try await pair.run("backup", "incr")
      }
      let restored = try await pair.run(
        "restore", "\(pair.folder)/restored", "--until", moment, "--port", "\(pair.port + 30)")
      let database = restored.trimmingCharacters(in: .whitespacesAndNewlines)
      try await ServiceProcess.with(.consent, settings: ["database": database]) { service, _ in
        let load = ConsentLoad(client: .init(service.channel))
        for writer in Self.writers {
          let ledger = try await load.client.verifyLedger(.init(customerId: customerID(writer)))
          #expect(Int(ledger.ledgerHead?.version ?? 0) == kept[writer].count)
          try await load.check(kept[writer], of: writer)
        }
        _ = try await Self.write(load, after: kept)
      }
    }

    /// Three more of each writer's; what was acknowledged so far. A switch-over may be under way.
    private static func write(_ load: ConsentLoad, after kept: [Receipts]) async throws
      -> [Receipts]
    {
      let repeated = RepeatedLoad([load.client])
      var receipts = kept
      for writer in writers {
        for _ in 0..<3 {
          receipts[writer].append(
            try await repeated.acknowledged(after: receipts[writer], of: writer))
        }
      }
      return receipts
    }

    /// A moment after all that is done and before all that will be, as PostgreSQL reads it.
    private static func now() async throws -> String {
      try await Task.sleep(for: .milliseconds(2))
      let now = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
      try await Task.sleep(for: .milliseconds(2))
      return now.replacing("T", with: " ").replacing("Z", with: "+00")
    }
  }
}
