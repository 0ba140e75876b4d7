import Foundation
import Messages
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// The disk of a service's files takes no writes for a while (`Tests/PowerCut`).
  @Suite struct FailingDisk {
    private static let prefix = [
      "/usr/bin/env", "LD_PRELOAD=\(Executables.folder)/libpower-cut.so",
      "DISK_FAILS_WHILE=FOLDER/failing",
    ]

    @Test func `a failing disk is NOT_SERVING and loses nothing; mended, the service comes back`()
      async throws
    {
      try await ServiceProcess.with(.consent, prefix: Self.prefix) { service, folder in
        let load = ConsentLoad(client: .init(service.channel))
        var health = HealthClient(service.channel).watch(RPCV1.HealthRequest()).makeAsyncIterator()
        #expect(try await health.next()?.status == .serving)
        var receipts = [try await load.write(after: [], of: 1)]
        for _ in 0..<2 {
          let failing = try folder.write("failing", "")
          for _ in 0..<3 {
            let refusal = await #expect(throws: RPCError.self) {
              _ = try await load.write(after: receipts, of: 1)
            }
            // Nothing was kept; or, where the wait for the disk failed, that is not known yet.
            #expect(
              refusal?.code == .internal || refusal?.code == .unavailable,
              "\(String(describing: refusal))")
          }
          #expect(try await health.next()?.status == .notServing)
          // What was there is read all the time, and nothing of what was refused.
          let ledger = try await load.client.verifyLedger(.init(customerId: customerID(1)))
          #expect(ledger.ledgerHead == receipts.last?.ledgerHead)
          try FileManager.default.removeItem(atPath: failing)
          #expect(try await health.next()?.status == .serving)
          receipts.append(try await load.write(after: receipts, of: 1))
        }
        #expect(await service.tells("NOT_SERVING", "code=io"))
        #expect(await service.tells("keeps what it is given again"))
        service.kill()
        try await service.restart()
        try await load.check(receipts, of: 1)
      }
    }
  }
}
