import Foundation
import Randomness
import Storage
import Testing

/// A bit that changes on the disk, anywhere in the file.
@Suite struct FlippedByteTests {
  @Test(arguments: 0..<60 as Range<UInt64>)
  func `a flipped bit is found by the read that meets it and by the integrity check`(seed: UInt64)
    async throws
  {
    var random = SeededRandom(seed: seed)
    let scratch = try Scratch()
    let database = try await scratch.open()
    let bodies = (0..<400).map { "note number \($0) " + String(repeating: "x", count: $0 % 90) }
    for body in bodies { try await database.add(body) }
    let backup = "\(scratch.folder)/backup.db"
    _ = try await database.backUp(to: backup) { _ in }
    await database.close()
    for path in [scratch.path, backup] { try Self.flip(path, &random) }
    await #expect(throws: StorageError.self) {
      let (_, findings) = try await SQLiteDatabase.verify(backup) { _ in }
      if !findings.isEmpty { throw StorageError(.corrupt, "found") }
    }
    do {
      let damaged = try await scratch.open()
      // Either it is met, or it lies elsewhere and changes nothing that is read.
      do {
        #expect(try await damaged.notes() == bodies.sorted())
      } catch let error as StorageError {
        #expect(error.code == .corrupt)
        #expect(damaged.condition.fault?.code == .corrupt)
        #expect(try await failure { try await damaged.add("late") }.code == .corrupt)
      }
      #expect(try await !damaged.findings { _ in }.isEmpty)
      #expect(damaged.condition.fault?.code == .corrupt)
      await damaged.close()
    } catch let error as StorageError {
      // Some bytes of the header make SQLite think that it may only read.
      #expect([.corrupt, .io, .sql].contains(error.code), "\(error)")
    }
  }

  /// The header says whether pages have checksums, how long they are, and which version reads them.
  @Test func `a flipped bit anywhere in the file's header is found, and never a wrong answer`()
    async throws
  {
    let scratch = try Scratch()
    let database = try await scratch.open()
    // Longer than a page: what is said of the pages' ends decides where its parts are.
    let long = String(repeating: "long ", count: 4_000)
    try await database.add(long)
    await database.close()
    let whole = try Scratch.readAll(scratch.path)
    for place in 0..<100 {
      for bit in place == 20 ? Array(0..<8) : [place % 8] {
        var bytes = whole
        bytes[place] ^= 1 << UInt8(bit)
        try Scratch.write(bytes, to: scratch.path)
        let error = try await failure {
          let (_, findings) = try await SQLiteDatabase.verify(scratch.path) { _ in }
          if let first = findings.first { throw StorageError(.corrupt, "\(first)") }
        }
        #expect([.corrupt, .io, .sql].contains(error.code), "byte \(place) bit \(bit): \(error)")
        try Scratch.write(bytes, to: scratch.path)
        guard let damaged = try? SQLiteDatabase(path: scratch.path) else { continue }
        let notes = try? await damaged.notes()
        #expect(notes == nil || notes == [long], "byte \(place) bit \(bit)")
        await damaged.close()
      }
    }
  }

  private static func flip(_ path: String, _ random: inout SeededRandom) throws {
    var bytes = try Scratch.readAll(path)
    let place = Int.random(in: bytes.indices, using: &random)
    bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    try Scratch.write(bytes, to: path)
  }
}
