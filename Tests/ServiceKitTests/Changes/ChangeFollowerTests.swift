import Foundation
import Logging
import Messages
import RPC
import ServiceKit
import Storage
import StorageKit
import Testing

/// Two services: one is followed by the other, and either may be away.
@Suite struct ChangeFollowerTests {
  /// What the follower has kept, and the database that it keeps it in.
  private struct Follower {
    let database: any Database

    init(_ path: String) async throws {
      database = try await TestDatabase.open(path)
      try await database.migrate([
        Migration(
          version: 1, name: "seen",
          sql: "CREATE TABLE seen (place INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;")
      ])
    }

    /// Follows till `count` effects are kept; where `isToAcknowledge`, till the other knows too.
    func follow(_ notes: Notes, till count: Int, isToAcknowledge: Bool) async throws {
      let log = ChangeLogServiceClient(notes.channel)
      let follower = ChangeFollower(
        of: "survey", as: "follower", log: log, into: database,
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        acknowledgeEvery: isToAcknowledge ? .milliseconds(1) : .seconds(3_600)
      ) { cursor, take in
        let replies = notes.channel.serverStreaming(
          NotesHandler.watch, .init(afterCursor: cursor))
        for try await reply in replies { if let change = reply.change { try await take(change) } }
      } effect: { change, writer in
        try await writer.execute(
          "INSERT INTO seen SELECT count(*) + 1, $1 FROM seen", [.integer(Int64(change.cursor))])
        try await writer.appendChange(customer: change.customerId, kind: "seen", detail: [])
      }
      let task = Task { try await follower.run() }
      var newest = try await database.newestChange()
      while try await seen.count < count {
        newest = try await database.waitForChange(after: newest)
      }
      while isToAcknowledge {
        let listed = try await log.listConsumers(.init())
        if listed.consumers.first?.cursor == listed.newestCursor { break }
        await Task.yield()
      }
      task.cancel()
      await #expect(throws: (any Error).self) { try await task.value }
    }

    var seen: [UInt64] {
      get async throws {
        try await database.scan { reader in
          try await reader.query("SELECT at FROM seen ORDER BY place", []) { UInt64($0.integer(0)) }
        }
      }
    }
  }

  @Test
  func `each change is dealt with once and in order, though both were away and acknowledged late`()
    async throws
  {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    var notes = try await Notes(data: folder)
    var follower = try await Follower(folder + "/follower.db")
    try await notes.append(5, customers: ["anna", "berta"])
    // It is gone before it has acknowledged anything.
    try await follower.follow(notes, till: 5, isToAcknowledge: false)
    await follower.database.close()
    try await notes.append(300, customers: ["anna", "berta", "clara"])
    await notes.stop()
    notes = try await Notes(data: folder)
    follower = try await Follower(folder + "/follower.db")
    try await follower.follow(notes, till: 305, isToAcknowledge: true)
    let cursors = try await notes.cursors()
    #expect(cursors.count == 305)
    #expect(try await follower.seen == cursors)
    await follower.database.close()
    await notes.stop()
  }

  @Test(.enabled(if: !TestDatabase.isPostgreSQL, "PostgreSQL leaves backups to other tools"))
  func `one that was restored takes up what it has kept, not what it had acknowledged`()
    async throws
  {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    let notes = try await Notes(data: folder)
    let follower = try await Follower(folder + "/follower.db")
    try await notes.append(2)
    try await follower.follow(notes, till: 2, isToAcknowledge: true)
    _ = try await follower.database.backUp(to: folder + "/backup.db") { _ in }
    try await notes.append(3)
    try await follower.follow(notes, till: 5, isToAcknowledge: true)
    await follower.database.close()
    _ = try await SQLiteDatabase.restore(folder + "/backup.db", to: folder + "/restored.db") { _ in
    }
    let restored = try await Follower(folder + "/restored.db")
    try await restored.follow(notes, till: 5, isToAcknowledge: false)
    #expect(try await restored.seen == notes.cursors())
    await restored.database.close()
    await notes.stop()
  }

  @Test func `changes that are gone are told, not passed over`() async throws {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    let notes = try await Notes(data: folder, ["changes.consumer.entries": "1"])
    let follower = try await Follower(folder + "/follower.db")
    try await notes.append(1)
    try await follower.follow(notes, till: 1, isToAcknowledge: true)
    try await notes.append(3)
    let retention = ChangeRetention(
      keepMicroseconds: 0, mostEntriesBehind: 1, mostMicrosecondsBehind: .max)
    _ = try await ChangeLogKeeper(notes.service.database, retention).round(now: .max)
    let told = ChangeFollower(
      of: "survey", as: "follower", log: ChangeLogServiceClient(notes.channel),
      into: follower.database, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) { _, _ in
    } effect: { _, _ in
    }
    let error = try await #require(throws: RPCError.self) { try await told.run() }
    #expect(error.reasonCode == "COMPACTED" && error.message.contains("take a snapshot"))
    await follower.database.close()
    await notes.stop()
  }
}
