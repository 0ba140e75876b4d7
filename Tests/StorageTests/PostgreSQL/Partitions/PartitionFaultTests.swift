import TestKit
import Testing

@testable import Storage

@Suite struct PartitionFaultTests {
  @Test func `with a server away its customers are unavailable, and nobody else`() async throws {
    let cluster = try await PartitionedCluster()
    let ledger = try await Ledger(on: cluster)
    let customers = try await ledger.customers()
    let away = try #require(customers["middle"])
    for customer in customers.values { try await ledger.add("first of \(customer)", to: customer) }
    try await cluster.servers[1].stop()
    for (server, customer) in customers where server != "middle" {
      #expect(try await ledger.items(of: customer) == ["first of \(customer)"])
      try await ledger.add("second of \(customer)", to: customer)
    }
    for _ in 0..<3 {
      let reading = try await failure { _ = try await ledger.items(of: away) }
      let writing = try await failure { try await ledger.add("second of \(away)", to: away) }
      #expect(reading.code == .unreachable && writing.code == .unreachable)
      #expect(writing.remedy == .retry)
    }
    // The service goes on: it is one server that has failed.
    #expect(!ledger.database.condition.isFailing)
    #expect(try await ledger.owner(of: "second of \(away)") == nil)
    try await cluster.servers[1].start()
    #expect(try await ledger.items(of: away) == ["first of \(away)"])
    try await ledger.add("second of \(away)", to: away)
    let all = Dictionary(
      uniqueKeysWithValues: customers.values.map { ($0, ["first of \($0)", "second of \($0)"]) })
    #expect(try await ledger.faults(all).isEmpty)
    await ledger.database.close()
  }

  /// What a crash leaves between two steps of a commit: the coordinator's half prepared, the customer's
  /// half committed or not.
  @Test(arguments: [true, false])
  func `a write that was cut short is finished as it was decided`(isDecided: Bool) async throws {
    let cluster = try await PartitionedCluster.shared()
    let ledger = try await Ledger(on: cluster)
    try await ledger.add("first", to: "anna")
    try await ledger.leaveBehind("second", of: "anna", number: 2, isDecided: isDecided)
    // Nobody else gets what the prepared half holds.
    let third = try await ledger.add("third", to: "anna")
    #expect(third == (isDecided ? 3 : 2))
    #expect(try await ledger.owner(of: "second") == (isDecided ? "anna" : nil))
    #expect(try await ledger.faults(["anna": ["first", "third"]]).isEmpty)
    await ledger.database.close()
  }

  @Test func `what was decided against stays so, whoever asks`() async throws {
    let cluster = try await PartitionedCluster.shared()
    let ledger = try await Ledger(on: cluster)
    try await ledger.leaveBehind("first", of: "anna", number: 1, isDecided: false)
    let name = "cameo/\(ledger.schema)/token-of-first/anna"
    let decision = try #require(PartitionDecision(name: name, schema: ledger.schema))
    let pool = try ledger.database.pool()
    let connection = try await pool.lease()
    for _ in 0..<2 { #expect(try await decision.settle(on: connection) == .takenBack) }
    // The customer's half, if it comes so late, cannot be kept any more.
    let late = await #expect(throws: PostgreSQLFailure.self) {
      try await connection.run([[decision.deciding(kept: true)]])
    }
    #expect(late?.state == "23505")
    pool.giveBack(connection)
    try await ledger.add("first", to: "anna")
    #expect(try await ledger.faults(["anna": ["first"]]).isEmpty)
    await ledger.database.close()
  }

  @Test func `while a write is undecided others' changes are told, and its own in the end`()
    async throws
  {
    let cluster = try await PartitionedCluster()
    let ledger = try await Ledger(on: cluster)
    let customers = try await ledger.customers()
    let away = try #require(customers["east"])
    let other = try #require(customers["west"])
    try await ledger.add("first", to: away)
    try await ledger.leaveBehind("second", of: away, number: 2, isDecided: true)
    try await cluster.servers[0].stop()
    try await ledger.add("third", to: other)
    let meanwhile = try await ledger.database.log(2).map {
      String(decoding: $0.detail, as: UTF8.self)
    }
    #expect(meanwhile == ["first", "third"])
    let cursor = try await ledger.database.newestChange()
    // Compacting would take what has yet to come for old.
    let refusal = try await failure {
      try await ledger.database.write(customer: "") { writer in
        _ = try await writer.execute("UPDATE change_log_floor SET cursor = 1 WHERE id = 1", [])
      }
    }
    #expect(refusal.code == .busy)
    try await cluster.servers[0].start()
    try await ledger.add("fourth", to: away)
    let after = try await ledger.database.log(2, after: cursor)
      .map { String(decoding: $0.detail, as: UTF8.self) }
    #expect(after == ["second", "fourth"])
    #expect(try await ledger.faults([away: ["first", "second", "fourth"]]).isEmpty)
    await ledger.database.close()
  }

  @Test func `what was cut short is settled without anybody writing`() async throws {
    let cluster = try await PartitionedCluster.shared()
    let ledger = try await Ledger(on: cluster)
    try await ledger.add("first", to: "anna")
    try await ledger.leaveBehind("second", of: "anna", number: 2, isDecided: true)
    let log = try await ledger.database.log(2, customer: "anna")
    #expect(log.map { String(decoding: $0.detail, as: UTF8.self) } == ["first", "second"])
    #expect(try await ledger.faults([:]).isEmpty)
    await ledger.database.close()
  }

  /// Each run kills one server, at a moment that the load itself chooses: the coordinator, or one that
  /// holds partitions.
  @Test func `nothing acknowledged is lost and nothing is half there when servers are killed`()
    async throws
  {
    let cluster = try await PartitionedCluster()
    let ledger = try await Ledger(on: cluster) { $0.waitTime = .seconds(600) }
    var random = SystemRandomNumberGenerator()
    var acknowledged: [String: [String]] = [:]
    for run in 0..<8 {
      let victim = run % 2 == 0 ? cluster.coordinator : cluster.servers[run / 2 % 3]
      let names = try await Self.load(
        ledger, run, killing: victim, after: Int.random(in: 1...120, using: &random))
      acknowledged.merge(names) { $0 + $1 }
      // A write to each customer settles what was left of the one before.
      for customer in 0..<12 {
        try await ledger.insist("\(run)-\(customer)-after", to: "c\(customer)")
      }
      let faults = try await ledger.faults(acknowledged)
      try #require(faults.isEmpty, "after run \(run)")
    }
    #expect(acknowledged.values.map(\.count).reduce(0, +) > 100)
    await ledger.database.close()
  }

  /// Twelve writers, each of a customer of its own, and a kill once so many of their writes were
  /// answered. The names that were acknowledged, by customer.
  private static func load(
    _ ledger: Ledger, _ run: Int, killing victim: PostgreSQLCluster, after count: Int
  ) async throws -> [String: [String]] {
    let (answers, moment) = (Count(), Signal())
    return try await withThrowingTaskGroup(of: (String, [String]).self) { group in
      for writer in 0..<12 {
        group.addTask {
          var kept: [String] = []
          for number in 0..<16 {
            let name = "\(run)-\(writer)-\(number)"
            do {
              try await ledger.add(name, to: "c\(writer)")
              kept.append(name)
            } catch let error as StorageError {
              // Lost in its commit, or while the server was away: nothing was promised.
              #expect(error.remedy == .retry, "\(error)")
            }
            if answers.next() == count { moment.send() }
          }
          return ("c\(writer)", kept)
        }
      }
      await moment.wait()
      try await victim.restart("immediate")
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }
}

extension Ledger {
  /// Adds an item, again where its server was away or nobody knows whether it was kept.
  fileprivate func insist(_ name: String, to customer: String) async throws {
    while true {
      do {
        try await add(name, to: customer)
        return
      } catch let error as StorageError where error.remedy == .retry {
        continue
      } catch is Refusal {
        return
      }
    }
  }

  /// Does what `add` does up to a crash: behind the coordinator's half, or behind the customer's.
  fileprivate func leaveBehind(
    _ name: String, of customer: String, number: Int, isDecided: Bool
  ) async throws {
    let token = "token-of-\(name)"
    if isDecided {
      for statement in [
        "INSERT INTO item VALUES ('\(customer)', \(number), '\(name)')",
        "UPDATE balance SET items = \(number), last = '\(name)' WHERE customer_id = '\(customer)'",
        "INSERT INTO customer_writes VALUES ('\(customer)', '\(token)', true)",
      ] {
        try await database.read { reader in
          _ = try await reader.query("END", []) { _ in }
          _ = try await reader.query(statement, []) { _ in }
        }
      }
    }
    try await database.read { reader in
      for statement in [
        "END", "BEGIN", "INSERT INTO owner VALUES ('\(name)', '\(customer)')",
        """
        INSERT INTO change_log (cursor, customer, kind, detail, at)
        SELECT (pg_current_xact_id()::text::bigint + transactions) << 16, '\(customer)', 'item',
          '\(name)', 0 FROM change_origin
        """, "PREPARE TRANSACTION 'cameo/\(schema)/\(token)/\(customer)'",
      ] { _ = try await reader.query(statement, []) { _ in } }
    }
  }
}
