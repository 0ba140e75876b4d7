import Foundation
import Storage
import Synchronization
import Testing

@testable import Encryption

@Suite struct SubjectKeysTests {
  @Test func `a subject has one key, before and after a restart`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.database()
    let keys = try await scratch.subjects(database, [kek("a")])
    #expect(try await keys.key(of: "anna") == nil)
    let key = try await keys.keyForWriting(of: "anna")
    #expect(try await keys.keyForWriting(of: "anna") == key)
    #expect(try await keys.key(of: "anna") == key)
    #expect(try await keys.keyForWriting(of: "berta") != key)
    await database.close()
    let again = try await scratch.database()
    let reopened = try await scratch.subjects(again, [kek("a")])
    #expect(try await reopened.key(of: "anna") == key)
    #expect(reopened.index == keys.index)
    await again.close()
  }

  @Test func `all who ask at once for a new key get the same`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.database()
    let replicas = [
      try await scratch.subjects(database, [kek("a")]),
      try await scratch.subjects(database, [kek("a")]),
    ]
    #expect(replicas[0].index == replicas[1].index)
    let keys = try await withThrowingTaskGroup(of: SubjectKey.self) { tasks in
      for number in 0..<20 {
        tasks.addTask { try await replicas[number % 2].keyForWriting(of: "anna") }
      }
      return try await tasks.reduce(into: []) { $0.append($1) }
    }
    #expect(keys.allSatisfy { $0 == keys[0] })
    await database.close()
  }

  @Test func `a destroyed key is gone, and its subject gets no other`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.database()
    let keys = try await scratch.subjects(database, [kek("a")])
    _ = try await keys.keyForWriting(of: "anna")
    #expect(try await keys.destroy("anna"))
    #expect(try await !keys.destroy("anna"))
    #expect(try await keys.destroy("never seen"))
    for name in ["anna", "never seen"] {
      #expect(try await code { _ = try await keys.key(of: name) } == .destroyed)
      #expect(try await code { _ = try await keys.keyForWriting(of: name) } == .destroyed)
    }
    await database.close()
    let again = try await scratch.database()
    let reopened = try await scratch.subjects(again, [kek("a")])
    #expect(try await code { _ = try await reopened.keyForWriting(of: "anna") } == .destroyed)
    await again.close()
  }

  @Test func `another replica forgets a destroyed key within its time`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.database()
    let one = try await scratch.subjects(database, [kek("a")])
    let other = try await scratch.subjects(database, [kek("a")])
    let key = try await one.keyForWriting(of: "anna")
    #expect(try await other.key(of: "anna") == key)
    try await one.destroy("anna")
    #expect(try await other.key(of: "anna") == key)
    scratch.time.add(60_000_000, ordering: .relaxed)
    #expect(try await code { _ = try await other.key(of: "anna") } == .destroyed)
    await database.close()
  }

  @Test func `a key that was read before a destruction is not kept after it`() throws {
    let cache = CachedKeys(capacity: 16, lifeMicroseconds: 1_000)
    let (_, destructions) = cache.key(of: "anna", at: 0)
    cache.forget("anna")
    cache.keep(try SubjectKey.random(), of: "anna", at: 0, destructions)
    #expect(cache.key(of: "anna", at: 1).key == nil)
  }

  @Test func `a wrong or missing key-encryption key is told at the start`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.database()
    let keys = try await scratch.subjects(database, [kek("2026-11", 1)])
    _ = try await keys.keyForWriting(of: "anna")
    let absent = try await #require(throws: EncryptionError.self) {
      try await scratch.subjects(database, [kek("2027-01", 2)])
    }
    #expect(absent.code == .wrongKey)
    #expect(absent.message.contains("\"2026-11\", which is not among those given (2027-01)"))
    let other = try await #require(throws: EncryptionError.self) {
      try await scratch.subjects(database, [kek("2026-11", 2)])
    }
    #expect(other.code == .wrongKey)
    #expect(other.message.contains("\"2026-11\" does not unwrap"))
    await database.close()
  }

  @Test func `keys of subjects without the service's own are a broken database`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.database()
    _ = try await scratch.subjects(database, [kek("a")]).keyForWriting(of: "anna")
    try await database.write(customer: "") { try await $0.execute("DELETE FROM service_key", []) }
    #expect(try await code { _ = try await scratch.subjects(database, [kek("a")]) } == .missing)
    await database.close()
  }

  @Test func `no key lies in the file as it is`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.database()
    let keys = try await scratch.subjects(database, [kek("a")])
    let key = try await keys.keyForWriting(of: "anna")
    let bytes = try scratch.bytes(of: "keys")
    for secret in [key.secret, keys.index.secret, try kek("a").secret] {
      #expect(bytes.range(of: Data(secret.copied)) == nil)
    }
    // The search finds what is there.
    let stored = try #require(try await keys.store.find("anna")?.wrapped)
    #expect(bytes.range(of: Data(stored)) != nil)
    await database.close()
  }

  /// What the page promises of backups, the bad news included.
  @Test func `data from an old backup do not open once the key is destroyed`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.database()
    let keys = try await scratch.subjects(database, [kek("old", 1)])
    let place = Place(customer: "anna", table: "profiles", column: "body")
    let key = try await keys.keyForWriting(of: "anna")
    let backupOfData = try key.seal([1, 2, 3], at: place)
    let backupOfKeys = try #require(try await keys.store.find("anna"))
    try await keys.destroy("anna")
    #expect(try await code { _ = try await keys.key(of: "anna") } == .destroyed)
    // A backup of the keys brings the person back while its key-encryption key is there ...
    let restored = try keys.unwrap(backupOfKeys, of: "anna")
    #expect(try restored.open(backupOfData, at: place) == [1, 2, 3])
    // ... and no longer once that was rotated out and destroyed.
    _ = try await scratch.subjects(database, [kek("new", 2), kek("old", 1)]).rotate()
    let after = try await scratch.subjects(database, [kek("new", 2)])
    #expect(try await code { _ = try after.unwrap(backupOfKeys, of: "anna") } == .wrongKey)
    await database.close()
  }
}
