import Storage
import Synchronization
import TestKit
import Testing

@Suite struct PostgreSQLChangeLogTests {
  @Test func `what commits while an older transaction runs is held back, not skipped`() async throws
  {
    let place = try await Place(.postgreSQL)
    let (database, replica) = (try await place.open(), try await place.open())
    let (begun, gate) = (Signal(), Signal())
    let slow = Task {
      try await database.write(customer: "slow") { writer in
        try await writer.execute("INSERT INTO note VALUES ('slow', 'first')", [])
        begun.send()
        await gate.wait()
        try await writer.appendChange(customer: "slow", kind: "note", detail: [])
      }
    }
    await begun.wait()
    for number in 0..<5 { try await replica.add("\(number)", to: "quick") }
    // Numbers of a sequence would have shown these now, and the slow one never.
    #expect(try await replica.changes(after: 0, customer: nil, limit: 10).isEmpty)
    gate.send()
    try await slow.value
    let log = try await replica.log(6)
    #expect(log.map(\.customer) == ["slow"] + Array(repeating: "quick", count: 5))
  }

  @Test func `a reader that follows misses nothing of many writers on three replicas`() async throws
  {
    let place = try await Place(.postgreSQL)
    var replicas: [any Database] = []
    for _ in 0..<3 { replicas.append(try await place.open()) }
    let (writers, writes) = (12, 12)
    let follower = Task { [reader = replicas[2]] in
      var (seen, cursor): ([Change], Int64) = ([], 0)
      while seen.count < writers * writes {
        _ = try await reader.waitForChange(after: cursor)
        let page = try await reader.changes(after: cursor, customer: nil, limit: 7)
        seen += page
        cursor = page.last?.cursor ?? cursor
      }
      return seen
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<writers {
        group.addTask { [database = replicas[writer % 3]] in
          for number in 0..<writes {
            // Each customer has three writers, on different replicas.
            try await Self.count(database, customer: "\(writer / 3)", pause: number % 4)
          }
        }
      }
      try await group.waitForAll()
    }
    let seen = try await follower.value
    #expect(Set(seen.map(\.cursor)).count == writers * writes)
    for customer in 0..<(writers / 3) {
      let details = seen.filter { $0.customer == "\(customer)" }.map(\.detail)
      #expect(details == (0..<(3 * writes)).map { Array("\($0)".utf8) })
    }
  }

  /// Adds a note that says how many there were before it, and tells the log the same.
  private static func count(_ database: any Database, customer: String, pause: Int) async throws {
    try await database.write(customer: customer) { writer in
      let count = try await writer.query(
        "SELECT body FROM note WHERE customer = $1", [.text(customer)]
      ) { _ in }.count
      try await writer.execute(
        "INSERT INTO note VALUES ($1, $2)", [.text(customer), .text("\(count)")])
      for _ in 0..<pause { await Task.yield() }
      try await writer.appendChange(
        customer: customer, kind: "note", detail: Array("\(count)".utf8))
    }
  }

  /// Writes under one customer's lock what is another's: counts a row of `target` up, and tells.
  private static func countTarget(_ database: any Database, as customer: String) async throws {
    try await database.write(customer: customer) { writer in
      let last = try await writer.first("SELECT body FROM note WHERE customer = 'target'", []) {
        Int($0.text(0)) ?? 0
      }
      let next = "\((last ?? 0) + 1)"
      try await writer.appendChange(customer: "target", kind: "note", detail: Array(next.utf8))
      try await writer.execute(
        "UPDATE note SET body = $1 WHERE customer = 'target'", [.text(next)])
    }
  }

  @Test func `a write that tells of another customer keeps to that one's order`() async throws {
    let place = try await Place(.postgreSQL)
    let (database, replica) = (try await place.open(), try await place.open())
    try await database.add("0", to: "target")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<6 {
        group.addTask {
          for _ in 0..<6 {
            try await Self.countTarget(
              writer % 2 == 0 ? database : replica, as: writer < 3 ? "target" : "\(writer)")
          }
        }
      }
      try await group.waitForAll()
    }
    let log = try await database.log(37)
    #expect(log.map(\.detail) == (0...36).map { Array("\($0)".utf8) })
  }

  /// Its log is empty, and no row conflicts: nothing but the lock keeps the order.
  @Test func `what is told of another customer stands behind what was committed before`()
    async throws
  {
    let place = try await Place(.postgreSQL)
    let (database, replica) = (try await place.open(), try await place.open())
    let (begun, gate, runs) = (Signal(), Signal(), Count())
    let late = Task {
      try await database.write(customer: "other") { writer in
        _ = runs.next()
        try await writer.execute("INSERT INTO note VALUES ('other', 'x')", [])
        begun.send()
        await gate.wait()
        try await writer.appendChange(customer: "target", kind: "note", detail: Array("2".utf8))
      }
    }
    await begun.wait()
    try await replica.add("1", to: "target")
    gate.send()
    try await late.value
    let log = try await replica.log(2, customer: "target")
    #expect(log.map { String(decoding: $0.detail, as: UTF8.self) } == ["1", "2"])
    #expect(runs.current == 2)
  }

  @Test func `a replica's waiter wakes by what another one wrote`() async throws {
    let place = try await Place(.postgreSQL)
    let (database, replica) = (try await place.open(), try await place.open())
    let waiter = Task { try await replica.waitForChange(after: 0) }
    try await database.add("news")
    #expect(try await waiter.value == database.log(1).last?.cursor)
  }

  @Test func `a log restored into another cluster goes on behind its end`() async throws {
    let place = try await Place(.postgreSQL)
    let database = try await place.open()
    try await database.add("before")
    // As if the cluster that wrote it had been far ahead of this one.
    try await database.write(customer: "anna") { writer in
      try await writer.execute("UPDATE change_log SET cursor = cursor + 1000000000000000", [])
    }
    await database.close()
    let restored = try await place.open()
    try await restored.add("after")
    let log = try await restored.log(2)
    #expect(log.map { String(decoding: $0.detail, as: UTF8.self) } == ["before", "after"])
    try await restored.migrate(Scratch.migrations)
    try await restored.add("later")
    #expect(try await restored.log(3).last?.detail == Array("later".utf8))
  }

  /// As the page on PostgreSQL tells operators, after a recovery to a point in time.
  @Test
  func `a cursor that the time before a recovery had given is refused, never taken for another's`()
    async throws
  {
    let database = try await Place(.postgreSQL).open()
    for number in 1...3 { try await database.add("\(number)") }
    let last = try #require(try await database.log(3).last?.cursor)
    try await database.write(customer: "") { writer in
      try await writer.execute(
        """
        INSERT INTO change_log_gaps SELECT coalesce(max(cursor), 0),
          coalesce(max(cursor), 0) + 1099511627776 FROM change_log
        """, [])
    }
    try await database.migrate(Scratch.migrations)
    let resumed = last + 1_099_511_627_776
    #expect(try await database.newestChange() == resumed)
    try await database.add("4")
    let log = try await database.log(4)
    #expect(try #require(log.last).cursor > resumed)
    await #expect(throws: ChangeLogError.ahead(cursor: last + 1, newest: resumed)) {
      _ = try await database.changes(after: last + 1, customer: nil, limit: 9)
    }
    for cursor in [last, resumed] {
      #expect(try await database.changes(after: cursor, customer: nil, limit: 9) == [log[3]])
    }
    await database.close()
  }
}
