import Storage
import Testing

@testable import Encryption

@Suite struct RotationTests {
  private let place = Place(customer: "c7", table: "t", column: "c")

  /// Twenty subjects under the key-encryption key `old`, and a payload of the seventh.
  private func prepare(_ scratch: Scratch, _ database: any Database) async throws
    -> (keys: SubjectKeys, payload: [UInt8])
  {
    let keys = try await scratch.subjects(database, [kek("old", 1)])
    for number in 0..<20 { _ = try await keys.keyForWriting(of: "c\(number)") }
    let payload = try await keys.keyForWriting(of: "c7").seal([1, 2, 3], at: place)
    return (keys, payload)
  }

  @Test func `rotation rewraps every key and touches no payload`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.database()
    let (old, payload) = try await prepare(scratch, database)
    let keys = try await scratch.subjects(database, [kek("new", 2), kek("old", 1)])
    #expect(try await keys.keyEncryptionKeysInUse() == ["old"])
    var steps: [Int] = []
    let rotation = try await keys.rotate(batch: 8) { steps.append($0.done) }
    #expect(rotation == KeyRotation(done: 20, total: 20, unreadable: []))
    #expect(steps == [8, 16, 20])
    #expect(try await keys.keyEncryptionKeysInUse() == ["new"])
    let after = try await scratch.subjects(database, [kek("new", 2)])
    #expect(after.index == old.index)
    let key = try #require(try await after.key(of: "c7"))
    #expect(try key.open(payload, at: place) == [1, 2, 3])
    #expect(try await after.rotate() == KeyRotation())
    await database.close()
  }

  @Test func `a rotation that was stopped half-way goes on where it was`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.database()
    let (_, payload) = try await prepare(scratch, database)
    let keks = [try kek("new", 2), try kek("old", 1)]
    let keys = try await scratch.subjects(database, keks)
    let task = Task {
      try await keys.rotate(batch: 5) { _ in unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await keys.keyEncryptionKeysInUse() == ["new", "old"])
    // Both are needed till it is done, and said to be.
    #expect(try await code { _ = try await scratch.subjects(database, [keks[0]]) } == .wrongKey)
    let again = try await scratch.subjects(database, keks)
    #expect(try await again.rotate(batch: 5) == KeyRotation(done: 15, total: 15, unreadable: []))
    let key = try #require(
      try await scratch.subjects(database, [keks[0]]).key(of: "c7"))
    #expect(try key.open(payload, at: place) == [1, 2, 3])
    await database.close()
  }

  @Test func `what was destroyed stays destroyed, before, during and after`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.database()
    let (old, _) = try await prepare(scratch, database)
    try await old.destroy("c0")
    // As the rotation read it, just before it was destroyed.
    let read = try #require(try await old.store.find("c1"))
    try await old.destroy("c1")
    let keys = try await scratch.subjects(database, [kek("new", 2), kek("old", 1)])
    try await keys.store.rewrap(
      "c1", from: read, to: StoredKey(kek: "new", wrapped: [1, 2, 3]))
    #expect(try await keys.rotate().done == 18)
    for name in ["c0", "c1"] {
      #expect(try await code { _ = try await keys.key(of: name) } == .destroyed)
      #expect(try await keys.store.find(name) == StoredKey(kek: "", wrapped: nil))
    }
    await database.close()
  }

  @Test func `a key that does not unwrap is named and does not hold up the rest`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.database()
    let (old, _) = try await prepare(scratch, database)
    let other = try #require(try await old.store.find("c3")?.wrapped)
    try await database.write(customer: "c4") { writer in
      try await writer.execute(
        "UPDATE subject_key SET wrapped = $1 WHERE customer = 'c4'", [.blob(other)])
    }
    let keys = try await scratch.subjects(database, [kek("new", 2), kek("old", 1)])
    let rotation = try await keys.rotate(batch: 3)
    #expect(rotation == KeyRotation(done: 20, total: 20, unreadable: ["c4"]))
    #expect(try await keys.keyEncryptionKeysInUse() == ["new", "old"])
    await database.close()
  }
}
