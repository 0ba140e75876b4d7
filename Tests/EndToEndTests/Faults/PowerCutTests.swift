import Foundation
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// The power of a service's machine is cut amid its writes: SQLite's files lie on a disk that loses
  /// what was not synced, in any order (`Tests/PowerCut`). The executables are the real ones.
  @Suite struct PowerCut {
    private static let isLong = ProcessInfo.processInfo.environment["CAMEO_LONG_TESTS"] == "1"
    static let cuts = isLong ? 50 : 5
    private static let writers = 4
    private static let prefix = [
      "/usr/bin/env", "LD_PRELOAD=\(Executables.folder)/libpower-cut.so", "POWER_CUT=FOLDER/cut",
    ]

    @Test func `consent loses no acknowledged write in any power cut, and every ledger verifies`()
      async throws
    {
      try await ServiceProcess.with(.consent, prefix: Self.prefix) { service, folder in
        try await Self.endure(ConsentLoad(client: .init(service.channel)), in: service, folder)
      }
    }

    /// Two databases: a key is on disk before what it seals.
    @Test func `profile loses no acknowledged write in any power cut, sealed`() async throws {
      try await ServiceProcess.with(
        .profile, settings: ["encryption.key.command": "echo k1 \(Sealing.key)"],
        prefix: Self.prefix
      ) { service, folder in
        try await Self.endure(ProfileLoad(client: .init(service.channel)), in: service, folder)
      }
    }

    private static func endure<L: Load>(
      _ load: L, in service: ServiceProcess, _ folder: Folder
    ) async throws {
      var acknowledged: [Int: [L.Receipt]] = [:]
      for round in 0..<cuts {
        try await start(service, folder, cut: "\(60 + round * 37 % 200) \(round + 1)")
        try await withThrowingTaskGroup(of: (Int, [L.Receipt]).self) { group in
          for writer in (round * writers)..<((round + 1) * writers) {
            group.addTask { (writer, try await Crash.write(load, writer) {}) }
          }
          for try await (writer, receipts) in group { acknowledged[writer] = receipts }
        }
        await service.process.end()
        #expect(service.process.wasKilled)
      }
      try await start(service, folder, cut: nil)
      #expect(await service.tells("was killed or lost its power"))
      let fruitfulRounds = Set(acknowledged.filter { !$0.value.isEmpty }.keys.map { $0 / writers })
      #expect(fruitfulRounds.count > cuts / 2)
      for (writer, receipts) in acknowledged { try await load.check(receipts, of: writer) }
    }

    /// Starts the service anew. The power may go already while it starts: then again.
    private static func start(
      _ service: ServiceProcess, _ folder: Folder, cut: String?
    ) async throws {
      service.kill()
      await service.process.end()
      let path = "\(folder.path)/cut"
      try? FileManager.default.removeItem(atPath: path)
      if let cut { _ = try folder.write("cut", cut) }
      do {
        try await service.restart()
      } catch {
        guard let seed = cut?.split(separator: " ").last else { throw error }
        // Later, so that it comes to an end.
        try await start(service, folder, cut: "600 \(seed)")
      }
    }
  }
}
