import Foundation
import Randomness
import Testing

@testable import Storage

@Suite struct BackupTests {
  @Test func `a backup taken under load is one moment of it, and is restored whole`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let pairs = Pairs()
    try await pairs.write("before", database, writers: 4, each: 100)
    let backup = "\(scratch.folder)/backup.db"
    let progress = Shared<[WorkProgress]>([])
    async let load: Void = pairs.write("during", database, writers: 4, each: 100)
    let report = try await database.backUp(to: backup) { reached in
      progress.change { $0.append(reached) }
    }
    try await load
    try await pairs.check(database)
    #expect(report.schemaVersion == 1 && report.software == "cameo")
    #expect(report.newestCursor >= 400)
    #expect(!progress.value.isEmpty)
    #expect(progress.value.allSatisfy { $0.done <= $0.total })
    await database.close()
    // Nothing is beside it, and it needs nothing.
    let beside = try FileManager.default.contentsOfDirectory(atPath: scratch.folder)
    #expect(beside.filter { $0.hasPrefix("backup") } == ["backup.db"])
    let other = try Scratch()
    let restored = try await SQLiteDatabase.restore(backup, to: other.path) { _ in }
    #expect(restored.newestCursor > report.newestCursor)
    let copy = try await other.open()
    let names = try await copy.changes(after: 0, customer: nil, limit: 10_000).map(\.customer)
    #expect(
      Set(names).isSuperset(of: (0..<4).flatMap { w in (0..<100).map { "before-\(w)-\($0)" } }))
    let halves = try await copy.scan { reader in
      try await reader.query("SELECT count(*) FROM note GROUP BY customer", []) { $0.integer(0) }
    }
    #expect(halves.count == names.count && halves.allSatisfy { $0 == 2 })
    #expect(Int64(names.count) == report.newestCursor)
    try await copy.add("next")
    let next = try await copy.changes(after: report.newestCursor, customer: nil, limit: 9)
    #expect(next.map(\.cursor) == [restored.newestCursor + 1])
    await copy.close()
  }

  @Test func `a backup that is cut short leaves nothing, and can be begun again`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let pairs = Pairs()
    for number in 0..<20 { #expect(try await pairs.write("\(number)", database, filler: 100_000)) }
    let backup = "\(scratch.folder)/backup.db"
    // What an attempt that was killed has left.
    try Scratch.write([1, 2, 3], to: backup + ".part")
    let cut = Task {
      try await database.backUp(to: backup) { _ in
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      }
    }
    await #expect(throws: CancellationError.self) { _ = try await cut.value }
    for suffix in ["", ".part", ".part-journal"] {
      #expect(!FileManager.default.fileExists(atPath: backup + suffix))
    }
    let progress = Shared<[WorkProgress]>([])
    _ = try await database.backUp(to: backup) { reached in
      progress.change { $0.append(reached) }
    }
    #expect(progress.value.count > 2)
    #expect(progress.value.map(\.done) == progress.value.map(\.done).sorted())
    #expect(progress.value.last.map { $0.done == $0.total } == true)
    #expect(try await SQLiteDatabase.verify(backup) { _ in }.findings.isEmpty)
    try await pairs.check(database)
    await database.close()
  }

  /// SQLite strikes a copy from a list of the writer's connection, which every write goes through.
  @Test func `copies given up under load leave the writer alone`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let pairs = Pairs()
    for number in 0..<20 { #expect(try await pairs.write("\(number)", database, filler: 100_000)) }
    async let load: Void = pairs.write("during", database, writers: 4, each: 200)
    for number in 0..<40 {
      let cut = Task {
        try await database.backUp(to: "\(scratch.folder)/\(number).db") { _ in
          unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        }
      }
      await #expect(throws: CancellationError.self) { _ = try await cut.value }
    }
    try await load
    try await pairs.check(database)
    await database.close()
  }

  @Test func `closing ends a backup, and the database can be opened again`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let pairs = Pairs()
    for number in 0..<20 { #expect(try await pairs.write("\(number)", database, filler: 100_000)) }
    let backup = "\(scratch.folder)/backup.db"
    let error = try await failure {
      _ = try await database.backUp(to: backup) { _ in
        // Stops what takes the next slice.
        Task { await database.close() }
        while !database.isClosed { _ = sched_yield() }
      }
    }
    #expect(error.code == .closed)
    #expect(!FileManager.default.fileExists(atPath: backup))
    await database.close()
    let again = try await scratch.open()
    try await pairs.check(again)
    await again.close()
  }

  @Test func `a cursor from after the backup is refused for ever, never taken for a new entry`()
    async throws
  {
    let scratch = try Scratch()
    let database = try await scratch.open()
    for number in 1...3 { try await database.add("\(number)") }
    try await database.register("a", after: 2)
    let backup = "\(scratch.folder)/backup.db"
    let end = try await database.backUp(to: backup) { _ in }.newestCursor
    // These are lost; a consumer of another database has dealt with them.
    for number in 4...5 { try await database.add("\(number)") }
    await database.close()
    let other = try Scratch()
    let resumed = try await SQLiteDatabase.restore(backup, to: other.path) { _ in }.newestCursor
    let copy = try await other.open()
    #expect(try await copy.newestChange() == resumed)
    for number in 6...9 { try await copy.add("\(number)") }
    #expect(try await copy.newestChange() == resumed + 4)
    for cursor in [end + 1, end + 2, resumed - 1] {
      let told = ChangeLogError.ahead(cursor: cursor, newest: resumed)
      await #expect(throws: told) {
        _ = try await copy.changes(after: cursor, customer: nil, limit: 9)
      }
      await #expect(throws: told) { try await copy.acknowledge(cursor, for: "a") }
      await #expect(throws: told) { try await copy.register("b", after: cursor) }
    }
    // Who was not past it goes on, and who takes a snapshot too.
    for (cursor, entries) in [(end - 1, 5), (end, 4), (resumed, 4), (resumed + 3, 1)] {
      #expect(try await copy.changes(after: cursor, customer: nil, limit: 9).count == entries)
    }
    #expect(try await copy.consumer("a").cursor == 2)
    try await copy.acknowledge(resumed + 1, for: "a")
    await copy.close()
  }

  @Test func `a place that is taken is refused, and left as it is`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    try await database.add("one")
    let taken = "\(scratch.folder)/taken.db"
    try Scratch.write([1, 2, 3], to: taken)
    #expect(
      try await failure { _ = try await database.backUp(to: taken) { _ in } }.message
        .contains("there already"))
    #expect(try Scratch.readAll(taken) == [1, 2, 3])
    let nowhere = try await failure { _ = try await database.backUp(to: "/nowhere/b.db") { _ in } }
    #expect(nowhere.code == .io && nowhere.message.contains("/nowhere/b.db.part"))
    #expect(database.condition.fault == nil)
    let backup = "\(scratch.folder)/backup.db"
    _ = try await database.backUp(to: backup) { _ in }
    // The service runs.
    let busy = try await failure {
      _ = try await SQLiteDatabase.restore(backup, to: scratch.path) { _ in }
    }
    #expect(busy.code == .busy)
    await database.close()
    let there = try await failure {
      _ = try await SQLiteDatabase.restore(backup, to: scratch.path) { _ in }
    }
    #expect(there.message.contains("move it away"))
    #expect(try await scratch.open().notes() == ["one"])
  }

  @Test func `what is no backup, or a damaged one, is not restored`() async throws {
    let scratch = try Scratch()
    let text = "\(scratch.folder)/text.db"
    try Scratch.write(Array(repeating: 65, count: 8_192), to: text)
    let target = "\(scratch.folder)/new.db"
    for bad in [text, try await Self.damagedBackup(scratch)] {
      let error = try await failure {
        _ = try await SQLiteDatabase.restore(bad, to: target) { _ in }
      }
      #expect(error.code == .corrupt)
      #expect(!FileManager.default.fileExists(atPath: target))
      #expect(!FileManager.default.fileExists(atPath: target + ".part"))
    }
  }

  private static func damagedBackup(_ scratch: Scratch) async throws -> String {
    let database = try await scratch.open()
    for number in 0..<500 { try await database.add("note number \(number)") }
    let backup = "\(scratch.folder)/backup.db"
    _ = try await database.backUp(to: backup) { _ in }
    await database.close()
    var bytes = try Scratch.readAll(backup)
    for byte in 4_096 * 8..<4_096 * 8 + 64 { bytes[byte] ^= 0x5a }
    try Scratch.write(bytes, to: backup)
    let (_, findings) = try await SQLiteDatabase.verify(backup) { _ in }
    #expect(!findings.isEmpty)
    return backup
  }
}
