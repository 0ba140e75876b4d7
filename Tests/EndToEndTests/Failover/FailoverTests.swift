import Foundation
import Messages
import RPC
import Randomness
import Runtime
import Stubs
import TestKit
import Testing

/// Whether the tests of a pair are run, and with which pair.
enum PairTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let isOn = LongRun.isOn && Requirement.isMet(PostgreSQLPair.isInstalled)
  static let options = environment["CAMEO_TEST_PAIR"]?.split(separator: " ").map(String.init) ?? []
}

/// Real services over a pair, for minutes: beside `EndToEnd`, whose tests have less.
@Suite(
  .serialized, .enabled(if: PairTests.isOn, "deploy/test --all runs it, and installs Patroni"),
  .timeLimit(.minutes(20)))
enum OverAPair {}

extension OverAPair {
  /// A service over the pair of `deploy/postgres`, whose primary is killed and exchanged under load.
  ///
  /// Several minutes: with `deploy/test --all` only, which installs what it needs. With
  /// CAMEO_TEST_PAIR=--asynchronous it must fail: then the standby may lack what was acknowledged.
  @Suite struct Failover {
    static let writers = 16

    /// What befalls the pair, one after the other, while 16 write.
    private enum Blow: CaseIterable {
      /// All of the primary's node dies at once.
      case power
      /// Only its PostgreSQL does.
      case server
      /// Only its Patroni does.
      case patroni
      /// The two are exchanged in order.
      case switchover
      /// The standby lags, and then the primary dies.
      case lagAndPower
      /// The standby dies: writes go on after a while.
      case standby
    }

    @Test
    func `no acknowledged write is lost in any failover, and a repeated request is done once`()
      async throws
    {
      let pair = try await PostgreSQLPair(PairTests.options)
      try await Self.withReplicas(over: try await pair.connectionString()) { replicas in
        let load = RepeatedLoad(replicas)
        let last = Self.writers
        let follower = Task { try await LogFollower(replicas).follow(till: customerID(last)) }
        let writers = Task { try await load.run(writers: Self.writers) }
        for blow in Blow.allCases {
          try await load.grows(by: 3 * Self.writers)
          try await Self.strike(blow, pair, load)
        }
        try await load.grows(by: 3 * Self.writers)
        load.stop()
        let receipts = try await writers.value
        try await withThrowingTaskGroup(of: Void.self) { group in
          for (writer, receipts) in receipts.enumerated() {
            let load = ConsentLoad(client: replicas[writer % replicas.count])
            group.addTask { try await load.check(receipts, of: writer) }
          }
          try await group.waitForAll()
        }
        _ = try await ConsentLoad(client: replicas[1]).write(after: [], of: last)
        try Self.check(try await follower.value, receipts)
        print("failover: \(load.acknowledged) acknowledged, \(load.repeated) repeated")
      }
    }

    private static func strike(
      _ blow: Blow, _ pair: PostgreSQLPair, _ load: RepeatedLoad
    ) async throws {
      switch blow {
      case .power: print(try await pair.run("failover", "power"))
      case .server: print(try await pair.run("failover", "server"))
      case .patroni: print(try await pair.run("failover", "patroni"))
      case .switchover: print(try await pair.run("switchover"))
      case .lagAndPower:
        let standby = try await pair.run("hold", "standby")
          .trimmingCharacters(in: .whitespacesAndNewlines)
        // Where commits wait for the standby, all writers soon do; where they do not, writes go on.
        if PairTests.options.isEmpty {
          try await load.stalls()
        } else {
          try await load.grows(by: 100)
        }
        try await pair.run("kill", "primary", "power")
        try await pair.run("hold", standby, "--release")
      case .standby: try await pair.run("kill", "standby", "power")
      }
      // Writes go on before what was killed is back.
      try await load.grows(by: writers)
      try await pair.run("revive")
    }

    /// Nothing is missing from the log or in it twice, and each customer's entries are in order.
    private static func check(
      _ log: [RPCV1.Change], _ receipts: [[ConsentV1.GrantConsentReply]]
    ) throws {
      #expect(zip(log, log.dropFirst()).allSatisfy { $0.cursor < $1.cursor })
      let entries = Dictionary(grouping: log, by: \.customerId)
      for (writer, receipts) in receipts.enumerated() {
        let heads = try (entries[customerID(writer)] ?? []).map {
          try ConsentV1.ConsentChange(decoding: $0.detail).ledgerHead
        }
        #expect(heads == receipts.map(\.ledgerHead))
      }
    }

    /// Two replicas of consent, for as long as `body` runs.
    private static func withReplicas(
      over database: String, _ body: ([ConsentServiceClient]) async throws -> Void
    ) async throws {
      let settings = ["database": database]
      try await ServiceProcess.with(.consent, settings: settings) { first, _ in
        try await ServiceProcess.with(.consent, settings: settings) { second, _ in
          try await body([first, second].map { ConsentServiceClient($0.channel) })
        }
      }
    }
  }
}
