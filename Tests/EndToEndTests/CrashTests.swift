import Foundation
import Messages
import RPC
import Randomness
import Stubs
import Synchronization
import TestKit
import Testing

extension EndToEnd {
  /// kill -9 under write load: what was acknowledged is there, what was refused is not, and what was
  /// neither is there whole or not at all. The four runs come to a hundred kills.
  @Suite struct Crash {
    static let kills = LongRun.count(25, atLength: 200)
    static let writers = 8
    /// Of the points of the kills: with CAMEO_SEED, what a run before has printed.
    private static let seed =
      ProcessInfo.processInfo.environment["CAMEO_SEED"].flatMap { UInt64($0) }
      ?? .random(in: 0 ... .max)

    @Test func `profile loses no acknowledged write in any kill`() async throws {
      try await ServiceProcess.with(.profile) { service, _ in
        try await Self.endure(ProfileLoad(client: .init(service.channel)), in: service)
      }
    }

    /// Two databases: a key is on disk before what it seals.
    @Test func `profile loses no acknowledged write in any kill, sealed`() async throws {
      try await ServiceProcess.with(
        .profile, settings: ["encryption.key.command": "echo k1 \(Sealing.key)"]
      ) { service, _ in
        try await Self.endure(ProfileLoad(client: .init(service.channel)), in: service)
      }
    }

    @Test func `consent loses no acknowledged write in any kill, and every ledger verifies`()
      async throws
    {
      try await ServiceProcess.with(.consent) { service, _ in
        try await Self.endure(ConsentLoad(client: .init(service.channel)), in: service)
      }
    }

    @Test func `survey loses no acknowledged write in any kill`() async throws {
      try await ServiceProcess.with(.survey) { service, _ in
        try await Self.endure(try await SurveyLoad(.init(service.channel)), in: service)
      }
    }

    /// Every round has writers of its own, so that each of them leaves one unanswered write at most.
    ///
    /// - Parameter words: what the service's log says after each kill; nil where only a server can tell.
    static func endure<L: Load>(
      _ load: L, in service: ServiceProcess, telling words: String? = "was killed or lost its power"
    ) async throws {
      print("kill -9: CAMEO_SEED=\(seed)")
      var random = SeededRandom(seed: seed)
      var acknowledged: [Int: [L.Receipt]] = [:]
      for round in 0..<kills {
        // After some writes, with others on their way.
        let delay = Duration.microseconds(Int.random(in: 0...5_000, using: &random))
        let trigger = Trigger(after: .random(in: 1...(4 * writers), using: &random)) {
          Task {
            try await Task.sleep(for: delay)
            service.kill()
          }
        }
        try await withThrowingTaskGroup(of: (Int, [L.Receipt]).self) { group in
          for writer in (round * writers)..<((round + 1) * writers) {
            group.addTask { (writer, try await write(load, writer, trigger.count)) }
          }
          for try await (writer, receipts) in group { acknowledged[writer] = receipts }
        }
        try await service.restart()
        if let words { #expect(await service.tells(words)) }
      }
      #expect(acknowledged.count == kills * writers)
      #expect(acknowledged.values.reduce(0) { $0 + $1.count } >= kills)
      for (writer, receipts) in acknowledged { try await load.check(receipts, of: writer) }
    }

    /// Writes till the service is gone.
    static func write<L: Load>(
      _ load: L, _ writer: Int, _ note: @Sendable () -> Void
    ) async throws -> [L.Receipt] {
      var receipts: [L.Receipt] = []
      do {
        while true {
          receipts.append(try await load.write(after: receipts, of: writer))
          note()
        }
      } catch let error as RPCError where error.code == .unavailable {
        return receipts
      }
    }
  }
}

/// Does something once, at the n-th event.
private final class Trigger: Sendable {
  private let left: Mutex<Int>
  private let action: @Sendable () -> Void

  init(after count: Int, _ action: @escaping @Sendable () -> Void) {
    left = Mutex(count)
    self.action = action
  }

  func count() {
    let isTime = left.withLock { left in
      left -= 1
      return left == 0
    }
    if isTime { action() }
  }
}
