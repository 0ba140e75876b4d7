import Foundation
import Storage
import TestKit
import Testing

/// What partitions cost, beside one whole schema on the same coordinator, in one run. Prints a table; it is
/// a measurement, and no test of time: `CAMEO_MEASURE=1 swift test --filter PartitionCost`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["CAMEO_MEASURE"] == "1"))
struct PartitionCost {
  @Test func `a point read and a durable write, whole and spread`() async throws {
    // With fsync, as an operator has it.
    let cluster = try await PartitionedCluster(settings: [])
    let whole = try await Ledger(on: cluster, partitions: [])
    let spread = try await Ledger(on: cluster)
    for (name, ledger) in [
      ("whole", whole), ("spread", spread), ("whole", whole), ("spread", spread),
    ] {
      let run = UUID().uuidString
      try await Self.measure("\(name): write, alone", 150, atOnce: 1) {
        try await ledger.add("\(run)-a-\($0)", to: "c\($0 % 100)")
      }
      try await Self.measure("\(name): writes, 64 at once", 1_500, atOnce: 64) {
        try await ledger.add("\(run)-b-\($0)", to: "c\($0 % 500)")
      }
      try await Self.measure("\(name): point read, alone", 1_000, atOnce: 1) {
        _ = try await ledger.balance(of: "c\($0 % 100)")
      }
      try await Self.measure("\(name): point reads, 64 at once", 4_000, atOnce: 64) {
        _ = try await ledger.balance(of: "c\($0 % 500)")
      }
    }
    #expect(try await spread.faults([:]).isEmpty)
    for ledger in [whole, spread] { await ledger.database.close() }
  }

  private static func measure(
    _ what: String, _ count: Int, atOnce: Int,
    _ body: @escaping @Sendable (Int) async throws -> Void
  ) async throws {
    let next = Count()
    for _ in 0..<10 { try await body(count + next.next()) }
    let taken = Count()
    let start = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<atOnce {
        group.addTask {
          while true {
            let number = taken.next()
            guard number <= count else { return }
            try await body(number + 100_000)
          }
        }
      }
      try await group.waitForAll()
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let each = seconds / Double(count) * Double(atOnce) * 1_000
    print(
      "\(what): \(Int(Double(count) / seconds))/s,"
        + " \((each * 100).rounded() / 100) ms each")
  }
}

extension Ledger {
  fileprivate func balance(of customer: String) async throws -> Int64? {
    try await database.read { reader in
      try await reader.first(
        "SELECT items FROM balance WHERE customer_id = $1", [.text(customer)]
      ) { $0.integer(0) }
    }
  }
}
