import Foundation
import Messages
import RPC
import Storage
import StorageKit
import TLS
import TestKit
import Testing

@testable import ServiceKit

@Suite struct ChangeFeedTests {
  private static let anna = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
  private static let berta = "01ARZ3NDEKTSV4RRFFQ69G5FAW"

  /// An empty database, and a call of the client's.
  private static func with(
    _ body: (any Database, CallContext) async throws -> Void
  ) async throws {
    let folder = Notes.folder()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { Notes.remove(folder) }
    let database = try await TestDatabase.open(folder + "/data.db")
    try await database.migrate([])
    let peer = try #require(
      PeerIdentity(trustDomain: "cameo.local", kind: .client, name: "warehouse"))
    let call = CallContext(method: "test", peer: peer, now: .init(microseconds: 0))
    do {
      try await body(database, call)
    } catch {
      await database.close()
      throw error
    }
    await database.close()
  }

  /// Returns once readers see the entries.
  private static func append(_ count: Int, of customer: String, to database: any Database)
    async throws
  {
    for _ in 0..<count {
      try await database.write(customer: customer) { writer in
        try await writer.appendChange(customer: customer, kind: "note", detail: [])
      }
    }
    try await database.settle()
  }

  private struct Enough: Error {}

  /// What a feed gives till it has given so much: cursors of changes, and those passed as negative.
  private static func first(_ count: Int, of feed: ChangeFeed) async throws -> [Int64] {
    var seen: [Int64] = []
    func take(_ cursor: Int64) throws {
      seen.append(cursor)
      if seen.count == count { throw Enough() }
    }
    do {
      try await feed.run {
        try take(Int64($0.cursor))
      } passed: {
        try take(-Int64($0))
      }
    } catch is Enough {}
    return seen
  }

  @Test func `a consumer starts behind what it acknowledged, or behind a later cursor`()
    async throws
  {
    try await Self.with { database, call in
      try await Self.append(6, of: Self.anna, to: database)
      let log = try await database.settledChanges().map(\.cursor)
      try await database.write(customer: "") { writer in
        _ = try await writer.registerConsumer("a", owner: call.peer.uri, after: log[1], now: 0)
      }
      for (cursor, expected) in [(0, log[2]), (log[0], log[2]), (log[3], log[4])] {
        let feed = try ChangeFeed(
          of: database, after: UInt64(cursor), customer: "", consumer: "a", for: call)
        #expect(try await Self.first(1, of: feed) == [expected])
      }
    }
  }

  @Test func `a watcher of one customer is told how far the log has gone without them`()
    async throws
  {
    try await Self.with { database, call in
      try await Self.append(2, of: Self.anna, to: database)
      try await Self.append(3, of: Self.berta, to: database)
      let log = try await database.settledChanges().map(\.cursor)
      let feed = try ChangeFeed(
        of: database, after: 0, customer: Self.anna, passedEvery: 1, for: call)
      #expect(try await Self.first(3, of: feed) == [log[0], log[1], -log[4]])
      let all = try ChangeFeed(of: database, after: 0, customer: "", for: call)
      #expect(try await Self.first(5, of: all) == log)
    }
  }

  @Test func `a compacted cursor, one past the end and a foreign name are refused, never a gap`()
    async throws
  {
    try await Self.with { database, call in
      try await Self.append(4, of: Self.anna, to: database)
      let log = try await database.settledChanges().map { UInt64($0.cursor) }
      try await database.write(customer: "") { writer in
        _ = try await writer.registerConsumer("a", owner: "another", after: Int64(log[3]), now: 0)
      }
      _ = try await ChangeLogKeeper(
        database,
        ChangeRetention(
          keepMicroseconds: 0, mostEntriesBehind: 9, mostMicrosecondsBehind: .max)
      ).round(now: .max)
      for (cursor, consumer, code, reason) in [
        (log[2], "", StatusCode.outOfRange, "COMPACTED"), (0, "", .outOfRange, "COMPACTED"),
        (log[3] + 1, "", .outOfRange, "AHEAD"),
        (log[3], "a", .permissionDenied, "CONSUMER_FOREIGN"),
        (log[3], "b", .notFound, "CONSUMER_UNKNOWN"),
      ] {
        let feed = try ChangeFeed(
          of: database, after: cursor, customer: "", consumer: consumer, for: call)
        let error = try await #require(throws: RPCError.self) {
          _ = try await Self.first(1, of: feed)
        }
        #expect(error.code == code && error.reasonCode == reason, "\(error)")
      }
    }
  }

  @Test func `a consumer that is dropped while it watches is told at the next change`()
    async throws
  {
    try await Self.with { database, call in
      try await Self.append(1, of: Self.anna, to: database)
      try await database.write(customer: "") { writer in
        _ = try await writer.registerConsumer("a", owner: call.peer.uri, after: nil, now: 0)
      }
      let feed = try ChangeFeed(of: database, after: 0, customer: "", consumer: "a", for: call)
      let error = try await #require(throws: RPCError.self) {
        try await feed.run { _ in
          _ = try await ChangeLogKeeper(
            database,
            ChangeRetention(
              keepMicroseconds: 0, mostEntriesBehind: 0, mostMicrosecondsBehind: .max)
          ).round(now: .max)
          try await Self.append(1, of: Self.anna, to: database)
        } passed: {
          _ in
        }
      }
      #expect(error.code == .failedPrecondition && error.reasonCode == "CONSUMER_DROPPED")
    }
  }
}
