import Storage
import TestKit
import Testing

/// Four real servers: a coordinator and three that hold partitions.
@Suite struct PartitionTests {
  @Test func `customers' rows are on their servers, all of them once, and the rest is not`()
    async throws
  {
    let cluster = try await PartitionedCluster.shared()
    let ledger = try await Ledger(on: cluster)
    let customers = (0..<40).map { "customer-\($0)" }
    for customer in customers {
      for name in ["a", "b"] { try await ledger.add("\(customer)/\(name)", to: customer) }
    }
    var found: [String] = []
    for server in cluster.servers {
      let rows = try await Self.rows(on: server, of: ledger.schema)
      // With 24 partitions and 40 customers a server without any would be a wonder.
      #expect(Set(rows).count > 4 && Set(rows).count < 36)
      found += rows
    }
    #expect(found.sorted() == (customers + customers).sorted())
    #expect(try await Self.rows(on: cluster.coordinator, of: ledger.schema).isEmpty)
    for customer in customers {
      #expect(try await ledger.items(of: customer) == ["\(customer)/a", "\(customer)/b"])
    }
    #expect(try await ledger.faults([:]).isEmpty)
    await ledger.database.close()
  }

  /// The customers of the items in a server's own tables.
  private static func rows(on server: PostgreSQLCluster, of schema: String) async throws -> [String]
  {
    let database = try PostgreSQLDatabase(PostgreSQLTarget(server.connectionString))
    let rows = try await database.read { reader in
      let partitions = try await reader.query(
        """
        SELECT schemaname::text FROM pg_tables
        WHERE schemaname LIKE $1 AND tablename = 'item'
        """, [.text("\(schema)\\___")]
      ) { $0.text(0) }
      var rows: [String] = []
      for partition in partitions {
        rows += try await reader.query("SELECT customer_id FROM \(partition).item", []) {
          $0.text(0)
        }
      }
      return rows
    }
    await database.close()
    return rows
  }

  @Test func `a scan and a snapshot see all servers`() async throws {
    let ledger = try await Ledger(on: PartitionedCluster.shared())
    for number in 10..<40 { try await ledger.add("\(number)", to: "c\(number)") }
    let sql = "SELECT name FROM item WHERE customer_id > $1 ORDER BY customer_id LIMIT 20"
    let first = try await ledger.database.scan { reader in
      try await reader.query(sql, [.text("c14")]) { $0.text(0) }
    }
    #expect(first == (15..<35).map(String.init))
    let counted = try await ledger.database.snapshot(within: .seconds(60)) { reader in
      _ = try await reader.first("SELECT count(*) FROM item", []) { $0.integer(0) }
      try await ledger.add("late", to: "c99")
      return try await reader.first("SELECT count(*) FROM owner", []) { $0.integer(0) }
    }
    #expect(counted == 30)
    await ledger.database.close()
  }

  @Test func `writers of one customer on two replicas keep its order, and the log tells it`()
    async throws
  {
    let cluster = try await PartitionedCluster.shared()
    let ledger = try await Ledger(on: cluster)
    let replica = try await Ledger(on: cluster, schema: ledger.schema, partitions: [])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          for number in 0..<8 {
            try await (writer < 4 ? ledger : replica).add(
              "\(writer)-\(number)", to: "c\(writer % 2)")
          }
        }
      }
      try await group.waitForAll()
    }
    let log = try await replica.database.log(64)
    #expect(log.count == 64)
    #expect(try await ledger.faults([:]).isEmpty)
    for store in [ledger, replica] { await store.database.close() }
  }

  @Test func `what is refused leaves nothing on either side`() async throws {
    let ledger = try await Ledger(on: PartitionedCluster.shared())
    try await ledger.add("one", to: "anna")
    await #expect(throws: Refusal.self) { try await ledger.add("one", to: "bert") }
    await #expect(throws: Refusal.self) {
      try await ledger.database.write(customer: "anna") { writer in
        try await writer.execute(
          "UPDATE balance SET items = 7 WHERE customer_id = $1", [.text("anna")])
        try await writer.execute("DELETE FROM owner", [])
        throw Refusal()
      }
    }
    #expect(try await ledger.faults(["anna": ["one"]]).isEmpty)
    await ledger.database.close()
  }

  @Test func `a write that changes two customers' rows is refused`() async throws {
    let ledger = try await Ledger(on: PartitionedCluster.shared())
    let error = try await failure {
      try await ledger.database.write(customer: "anna") { writer in
        for customer in ["anna", "bert"] {
          try await writer.execute(
            "INSERT INTO balance (customer_id, items, last) VALUES ($1, 0, '')", [.text(customer)])
        }
      }
    }
    #expect(error.message.contains("one customer"))
    #expect(try await ledger.items(of: "anna").isEmpty)
    await ledger.database.close()
  }

  @Test func `a store stays as it was made`() async throws {
    let cluster = try await PartitionedCluster.shared()
    let ledger = try await Ledger(on: cluster)
    try await ledger.add("one", to: "anna")
    let fewer = try await failure {
      _ = try await Ledger(on: cluster, schema: ledger.schema, partitions: ["east", "west"])
    }
    #expect(fewer.code == .unsupported && fewer.message.contains("east, middle, west"))
    let whole = try await Ledger(on: cluster, partitions: [])
    let late = try await failure { _ = try await Ledger(on: cluster, schema: whole.schema) }
    #expect(late.code == .unsupported && late.message.contains("without partitions"))
    let unknown = try await failure { _ = try await Ledger(on: cluster, partitions: ["nowhere"]) }
    #expect(unknown.message.contains("CREATE SERVER nowhere"))
    // The same list again, in whatever order, is what it is.
    let again = try await Ledger(
      on: cluster, schema: ledger.schema, partitions: ["west", "east", "middle"])
    #expect(try await again.items(of: "anna") == ["one"])
    for store in [ledger, whole, again] { await store.database.close() }
  }

  @Test func `a server that holds another store's partitions is refused`() async throws {
    let cluster = try await PartitionedCluster.shared()
    let ledger = try await Ledger(on: cluster)
    // As another coordinator would: with a schema of that name, and an identity of its own.
    try await ledger.database.write(customer: "") { writer in
      for statement in [
        "DROP TABLE item, balance, owner, customer_writes", "DELETE FROM partition_store",
        "DELETE FROM schema_migrations",
      ] {
        try await writer.execute(statement, [])
      }
    }
    await ledger.database.close()
    let error = try await failure { _ = try await Ledger(on: cluster, schema: ledger.schema) }
    #expect(error.message.contains("another store"))
  }

  @Test func `a later migration reaches partitions and coordinator`() async throws {
    let cluster = try await PartitionedCluster.shared()
    let ledger = try await Ledger(on: cluster)
    for number in 0..<9 { try await ledger.add("n\(number)", to: "c\(number)") }
    let later =
      Ledger.migrations + [
        Migration(
          version: 2, name: "colours",
          sql: """
            ALTER TABLE item ADD COLUMN colour TEXT;
            UPDATE item SET colour = 'red' || number;
            CREATE TABLE named (name TEXT NOT NULL PRIMARY KEY, colour TEXT NOT NULL) STRICT;
            INSERT INTO named (name, colour) SELECT name, colour FROM item;
            """)
      ]
    for _ in 0..<2 { try await ledger.database.migrate(later) }
    let colours = try await ledger.database.read { reader in
      try await reader.query("SELECT name || colour FROM named ORDER BY name", []) { $0.text(0) }
    }
    #expect(colours == (0..<9).map { "n\($0)red1" })
    try await ledger.add("new", to: "c1")
    await ledger.database.close()
  }
}
