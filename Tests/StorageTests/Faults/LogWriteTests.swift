import FaultDisk
import Glibc
import Storage
import Testing

/// How transactions reach the write-ahead log.
@Suite struct LogWriteTests {
  @Test func `a transaction of many pages goes to the log in one write, and a sync`() async throws {
    let scratch = try Scratch()
    let disk = try FailingDisk()
    let database = try await scratch.open(disk.options)
    let pairs = Pairs()
    #expect(try await pairs.write("first", database))
    let before = disk.operations
    #expect(try await pairs.write("second", database, filler: 50_000))
    // A write and a sync; and where the log began anew after a checkpoint, its header before them.
    #expect((2...3).contains(disk.operations - before))
    try await pairs.check(database)
    await database.close()
  }

  @Test func `a transaction larger than what is gathered is whole`() async throws {
    let scratch = try Scratch()
    let disk = try FailingDisk()
    let database = try await scratch.open(disk.options)
    let pairs = Pairs()
    let before = disk.operations
    #expect(try await pairs.write("large", database, filler: 700_000))
    #expect(disk.operations - before < 30)
    disk.cutPower(after: 1)
    #expect(try await !pairs.write("lost", database))
    await database.close()
    _ = disk.restorePower(seed: 0)
    let again = try await scratch.open(disk.options)
    try await pairs.check(again)
    await again.close()
  }

  @Test func `a transaction that outgrows its cache reads back what waits`() async throws {
    let scratch = try Scratch()
    let disk = try FailingDisk()
    var options = disk.options
    options.writerCacheKiB = 40
    let database = try await scratch.open(options)
    let pairs = Pairs()
    let (many, body) = (200, String(repeating: "y", count: 900))
    try await database.write(customer: "many") { writer in
      for number in 0..<many {
        try await writer.execute(
          "INSERT INTO note VALUES ($1, $2)", [.text("many"), .text("\(number)\(body)")])
      }
      for number in 0..<many {
        try await writer.execute(
          "UPDATE note SET body = 'z' || body WHERE customer = $1 AND body = $2",
          [.text("many"), .text("\(number)\(body)")])
      }
    }
    let whole = try await database.read { reader in
      try await reader.query("SELECT body FROM note WHERE customer = 'many'", []) { $0.text(0) }
    }
    #expect(Set(whole) == Set((0..<many).map { "z\($0)\(body)" }))
    #expect(try await pairs.write("after", database))
    #expect(try await database.findings { _ in }.isEmpty)
    await database.close()
  }

  @Test(arguments: 1...12 as ClosedRange<Int64>)
  func `a statement that meets a full disk harms nothing of its transaction`(n: Int64) async throws
  {
    let scratch = try Scratch()
    let disk = try FailingDisk()
    var options = disk.options
    options.writerCacheKiB = 40
    let database = try await scratch.open(options)
    let body = String(repeating: "y", count: 900)
    for number in 0..<100 { try await database.add("\(number)\(body)", to: "many") }
    var isKept = false
    do {
      try await database.write(customer: "pair") { writer in
        for number in 0..<60 {
          try await writer.execute(
            "INSERT INTO note VALUES ('pair', $1)", [.text("\(number)\(body)")])
        }
        disk.fail(FAULT_WRITE, at: n, ENOSPC)
        // It reads pages back that wait to be written, and may fail there alone.
        _ = try? await writer.execute("UPDATE note SET body = 'z' || body", [])
        disk.mend(FAULT_WRITE)
        try await writer.execute("INSERT INTO note VALUES ('pair', 'last')", [])
      }
      isKept = true
    } catch is StorageError {
    }
    let count = isKept ? 61 : 0
    #expect(try await database.notes(of: "pair").count == count)
    await database.close()
    let again = try await scratch.open(options)
    #expect(try await again.notes(of: "pair").count == count)
    #expect(try await again.notes(of: "many").count == 100)
    #expect(try await again.findings { _ in }.isEmpty)
    await again.close()
  }
}
