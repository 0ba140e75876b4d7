import Foundation
import Storage
import StorageKit
import Synchronization
import TestKit
import Testing

@testable import Encryption

/// Several replicas of a service over one key database: on PostgreSQL, each with connections of its own.
@Suite struct ReplicaTests {
  private static let number = Atomic<Int>(0)

  /// Two ways into one key database, for as long as `body` runs.
  private func with(_ body: (any Database, any Database) async throws -> Void) async throws {
    let scratch = try Scratch()
    guard TestDatabase.isPostgreSQL else {
      let database = try await scratch.database()
      try await body(database, database)
      return await database.close()
    }
    var options = PostgreSQLOptions()
    options.schema = "keys_\(Self.number.wrappingAdd(1, ordering: .relaxed).newValue)"
    let target = try PostgreSQLTarget(try await PostgreSQLCluster.shared().connectionString)
    let one = try PostgreSQLDatabase(target, options: options)
    let two = try PostgreSQLDatabase(target, options: options)
    try await one.migrate(SubjectKeyTables.migrations)
    try await two.migrate(SubjectKeyTables.migrations)
    try await body(one, two)
    await one.close()
    await two.close()
  }

  @Test func `replicas that start at once have one index key, and make one key for a customer`()
    async throws
  {
    try await with { one, two in
      let scratch = try Scratch()
      async let first = scratch.subjects(one, [kek("k")])
      async let second = scratch.subjects(two, [kek("k")])
      let replicas = (try await first, try await second)
      #expect(replicas.0.index == replicas.1.index)
      #expect(try replicas.0.fingerprint() == replicas.1.fingerprint())
      let pairs = try await withThrowingTaskGroup(of: Bool.self) { tasks in
        for customer in 0..<40 {
          tasks.addTask {
            async let left = replicas.0.keyForWriting(of: "c\(customer)")
            async let right = replicas.1.keyForWriting(of: "c\(customer)")
            return try await left == right
          }
        }
        return try await tasks.reduce(into: [Bool]()) { $0.append($1) }
      }
      #expect(pairs == [Bool](repeating: true, count: 40))
      #expect(try await replicas.0.store.count(under: "k") == 40)
    }
  }

  @Test func `what one destroys, the other does not make anew`() async throws {
    try await with { one, two in
      let scratch = try Scratch()
      let (left, right) = (
        try await scratch.subjects(one, [kek("k")]), try await scratch.subjects(two, [kek("k")])
      )
      _ = try await left.keyForWriting(of: "c1")
      try await right.destroy("c1")
      try await right.destroy("c2")
      #expect(try await code { _ = try await right.keyForWriting(of: "c1") } == .destroyed)
      #expect(try await code { _ = try await left.keyForWriting(of: "c2") } == .destroyed)
      // What the other has at hand it uses for a minute, and no longer.
      #expect(try await code { _ = try await left.key(of: "c1") } == nil)
      scratch.time.add(61_000_000, ordering: .relaxed)
      #expect(try await code { _ = try await left.key(of: "c1") } == .destroyed)
      #expect(try await left.destroyed(after: "", limit: 9) == ["c1", "c2"])
      #expect(try await left.destroyed(after: "c1", upTo: "c9") == ["c2"])
    }
  }

  @Test func `replicas that rotate at once leave every key readable, under the new one alone`()
    async throws
  {
    try await with { one, two in
      let scratch = try Scratch()
      let before = try await scratch.subjects(one, [kek("old", 1)])
      var keys: [String: SubjectKey] = [:]
      for number in 0..<60 {
        keys["c\(number)"] = try await before.keyForWriting(of: "c\(number)")
      }
      let keks = [try kek("new", 2), try kek("old", 1)]
      let left = try await scratch.subjects(one, keks)
      let right = try await scratch.subjects(two, keks)
      async let first = left.rotate(batch: 7)
      async let second = right.rotate(batch: 11)
      let unreadable = (try await first.unreadable, try await second.unreadable)
      #expect(unreadable == ([], []))
      #expect(try await left.keyEncryptionKeysInUse() == ["new"])
      let after = try await scratch.subjects(two, [kek("new", 2)])
      for (customer, key) in keys { #expect(try await after.key(of: customer) == key) }
    }
  }

  @Test func `key-encryption keys are replaced while keys are lent, and wrong ones are not taken`()
    async throws
  {
    try await with { one, two in
      let scratch = try Scratch()
      let keys = try await scratch.subjects(one, [kek("old", 1)], capacity: 16)
      let key = try await keys.keyForWriting(of: "c1")
      let absent = try KeyEncryptionKeys([kek("new", 2)])
      #expect(try await code { try await keys.replaceKeyEncryptionKeys(absent) } == .wrongKey)
      let wrong = try KeyEncryptionKeys([kek("new", 2), kek("old", 3)])
      #expect(try await code { try await keys.replaceKeyEncryptionKeys(wrong) } == .wrongKey)
      // Those in force are in force.
      _ = try await keys.keyForWriting(of: "c2")
      #expect(try await keys.keyEncryptionKeysInUse() == ["old"])
      try await keys.replaceKeyEncryptionKeys(KeyEncryptionKeys([kek("new", 2), kek("old", 1)]))
      _ = try await keys.keyForWriting(of: "c3")
      #expect(try await keys.keyEncryptionKeysInUse() == ["new", "old"])
      try await keys.rotate()
      try await keys.replaceKeyEncryptionKeys(absent)
      #expect(try await scratch.subjects(two, [kek("new", 2)]).key(of: "c1") == key)
    }
  }
}
