import Foundation
import Storage
import Testing

@Suite struct FaultTests {
  @Test func `a full disk refuses the write and keeps nothing of it`() async throws {
    let scratch = try Scratch()
    var options = SQLiteOptions.atNoon
    options.maximumPages = 40
    let database = try await scratch.open(options)
    let long = String(repeating: "x", count: 3_000)
    var kept = 0
    var refusal: StorageError?
    while refusal == nil {
      let number = kept
      do {
        try await database.write(customer: "anna") { writer in
          try await writer.appendChange(customer: "anna", kind: "note", detail: [])
          for half in ["a", "b"] {
            try await writer.execute(
              "INSERT INTO note VALUES ('anna', $1)", [.text("\(number)\(half)\(long)")])
          }
        }
        kept += 1
      } catch let error as StorageError { refusal = error }
    }
    #expect(refusal?.code == .full)
    #expect(kept > 1)
    #expect(try await database.notes().count == kept * 2)
    #expect(try await database.changes(after: 0, customer: nil, limit: 99).count == kept)
    #expect(try await database.findings { _ in }.isEmpty)
  }

  @Test func `a body that goes on after a full disk is not half kept`() async throws {
    let scratch = try Scratch()
    var options = SQLiteOptions.atNoon
    options.maximumPages = 20
    let database = try await scratch.open(options)
    let long = String(repeating: "x", count: 400_000)
    let error = try await failure {
      try await database.write(customer: "anna") { writer in
        try await writer.execute("INSERT INTO note VALUES ('anna', 'before')", [])
        _ = try? await writer.execute("INSERT INTO note VALUES ('anna', $1)", [.text(long)])
        _ = try? await writer.execute("INSERT INTO note VALUES ('anna', 'after')", [])
      }
    }
    #expect(error.code == .full)
    #expect(try await database.notes().isEmpty)
    try await database.add("small")
    #expect(try await database.notes() == ["small"])
  }

  @Test func `those who shared the commit with a full disk are told so too`() async throws {
    let scratch = try Scratch()
    var options = SQLiteOptions.atNoon
    options.maximumPages = 20
    options.batchTime = .seconds(60)
    let database = try await scratch.open(options)
    let long = String(repeating: "x", count: 400_000)
    let gate = await database.gather(2)
    let small = Task { try await database.add("small") }
    while database.statistics.waiting < 1 { await Task.yield() }
    let large = Task { try await database.add(long) }
    for write in [large, small, gate] {
      #expect(try await failure { try await write.value }.code == .full)
    }
    #expect(try await database.notes().isEmpty)
    #expect(try await database.changes(after: 0, customer: nil, limit: 9).isEmpty)
    try await database.add("next")
    #expect(try await database.waitForChange(after: 0) == 1)
  }

  @Test func `a file that was not closed says so when it is opened again, once`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    try await database.add("kept")
    // As a kill leaves it.
    let left = "\(scratch.folder)/left.db"
    for suffix in ["", "-wal"] {
      try Scratch.write(Scratch.readAll(scratch.path + suffix), to: left + suffix)
    }
    await database.close()
    let again = try SQLiteDatabase(path: left)
    let events = Events(again.condition).all
    #expect(events.count == 1)
    #expect(events.allSatisfy { "\($0)".contains("was not closed") })
    #expect(try await again.notes() == ["kept"])
    await again.close()
    let clean = try SQLiteDatabase(path: left)
    #expect(Events(clean.condition).all.isEmpty)
    await clean.close()
  }

  @Test func `a file that is no database is refused by name`() async throws {
    let scratch = try Scratch()
    try Scratch.write(Array(repeating: 65, count: 8_192), to: scratch.path)
    let error = try await failure { _ = try await scratch.open() }
    #expect(error.code == .corrupt)
    #expect(error.remedy == .giveUp)
    #expect(error.message.contains("restore the last backup"))
    #expect(error.message.contains(scratch.path))
  }

  @Test func `a damaged page is reported, not read`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    for number in 0..<500 { try await database.add("note number \(number)") }
    await database.close()
    var bytes = try Scratch.readAll(scratch.path)
    for page in stride(from: 4_096 * 16, to: bytes.count, by: 4_096) {
      for byte in page..<page + 64 { bytes[byte] ^= 0x5a }
    }
    try Scratch.write(bytes, to: scratch.path)
    let damaged = try await scratch.open()
    #expect(try await failure { _ = try await damaged.notes() }.code == .corrupt)
    #expect(try await !damaged.findings { _ in }.isEmpty)
  }

  @Test func `a second opening of the same database is refused`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let error = try await failure { _ = try await scratch.open() }
    #expect(error.code == .busy)
    #expect(error.message.contains("process "))
    try await database.add("still works")
    await database.close()
    _ = try await scratch.open()
  }

  @Test func `nobody but the owner may read the files`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    try await database.add("private")
    for suffix in ["", "-wal", ".lock"] {
      let path = scratch.path + suffix
      let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(rights as? Int == 0o600)
    }
  }

  @Test func `a folder that is not there is named`() async throws {
    let error = try await failure { _ = try SQLiteDatabase(path: "/nowhere/at/all.db") }
    #expect(error.code == .io)
    #expect(error.message.contains("/nowhere/at/all.db"))
  }

  @Test func `the write-ahead log stays bounded under writes, point reads and scans`() async throws
  {
    let scratch = try Scratch()
    var options = SQLiteOptions.atNoon
    options.checkpointPages = 20
    let database = try await scratch.open(options)
    let isOver = Flag()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<2 {
        group.addTask {
          while !isOver.isSet {
            _ = try await database.notes(of: "0")
            _ = try await database.scan { reader in
              try await reader.first("SELECT count(*) FROM note", []) { $0.integer(0) }
            }
          }
        }
      }
      try await withThrowingTaskGroup(of: Void.self) { writers in
        for writer in 0..<4 {
          writers.addTask {
            for number in 0..<200 { try await database.add("note \(number)", to: "\(writer)") }
          }
        }
        try await writers.waitForAll()
      }
      isOver.set()
      try await group.waitForAll()
    }
    // Without checkpoints 800 writes are more than 4 000 pages.
    #expect(database.statistics.mostLogPages < 20 * 8 * 4)
    #expect(try Scratch.readAll(scratch.path + "-wal").count < 4_200 * 20 * 8 * 4)
    #expect(database.statistics.failedCheckpoints == 0)
  }
}
