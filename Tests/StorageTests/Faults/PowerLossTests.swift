import FaultDisk
import Foundation
import Randomness
import Storage
import Testing

/// Power cuts at random points: the disk loses what was not synced, in any order.
@Suite struct PowerLossTests {
  static let cuts = LongRun.count(3, atLength: 60)

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `everything acknowledged is there after a power cut, nothing is half there`(seed: UInt64)
    async throws
  {
    var random = SeededRandom(seed: seed)
    let scratch = try Scratch()
    let disk = try FailingDisk()
    var options = disk.options
    // So that pages are moved into the database, and the log starts again, amid the writes.
    options.checkpointPages = 1 + Int.random(in: 0..<40, using: &random)
    let pairs = Pairs()
    for round in 0..<Self.cuts {
      let database = try await scratch.open(options)
      disk.cutPower(after: .random(in: 1...150, using: &random))
      try await pairs.write("\(round)", database, writers: 4, each: 200)
      await database.close()
      let isAllLost = seed == 0
      #expect(disk.restorePower(seed: isAllLost ? 0 : .random(in: 1 ... .max, using: &random)) >= 0)
      let again = try await scratch.open(options)
      try await pairs.check(again)
      await again.close()
    }
    #expect(!pairs.refusals.isEmpty)
  }

  /// A database that does not exist yet comes into being, or not.
  @Test(arguments: [1, 2, 3, 5, 8, 13, 21, 34] as [Int64])
  func `a power cut while it is made leaves something that opens`(operations: Int64) async throws {
    let scratch = try Scratch()
    let disk = try FailingDisk()
    disk.cutPower(after: operations)
    if let database = try? SQLiteDatabase(path: scratch.path, options: disk.options) {
      try? await database.migrate(Scratch.migrations)
      try? await database.add("one")
      await database.close()
    }
    #expect(disk.restorePower(seed: UInt64(operations)) >= 0)
    let again = try await scratch.open(disk.options)
    try await again.add("two")
    #expect(try await again.notes().contains("two"))
    #expect(try await again.findings { _ in }.isEmpty)
    await again.close()
  }
}
