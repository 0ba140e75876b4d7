import Testing

@testable import Storage

@Suite struct PartitionRuleTests {
  private static let spread: Set<String> = ["item", "balance"]

  @Test func `a table whose key begins with the customer is made in the partitions`() throws {
    var plan = PartitionPlan()
    let steps = try plan.steps(
      of: """
        -- Of everybody; with a semicolon.
        CREATE TABLE item (customer_id TEXT NOT NULL, n BIGINT, PRIMARY KEY (customer_id, n));
        CREATE TABLE owner (name TEXT NOT NULL PRIMARY KEY, customer_id TEXT NOT NULL);
        CREATE TABLE balance (customer_id TEXT NOT NULL PRIMARY KEY, total BIGINT);
        CREATE INDEX item_by_n ON item (n);
        CREATE INDEX owner_by_customer ON owner (customer_id);
        """)
    #expect(plan.spread == Self.spread)
    #expect(steps.partitions.count == 3)
    #expect(steps.partitions.allSatisfy { !$0.contains("owner") })
    let coordinator = steps.coordinator.map { step in
      switch step {
      case .run(let sql): SQLStatement.all(in: sql)[0].words.prefix(3).joined(separator: " ")
      case .spread(let table, _): table
      }
    }
    #expect(
      coordinator == ["item", "create table owner", "balance", "create index owner_by_customer"])
  }

  @Test func `a later migration is done where its table is`() throws {
    var plan = PartitionPlan()
    _ = try plan.steps(
      of: """
        CREATE TABLE item (customer_id TEXT PRIMARY KEY, n BIGINT);
        CREATE UNIQUE INDEX item_by_n ON item (n)
        """)
    let steps = try plan.steps(
      of: """
        CREATE TABLE owner (n BIGINT PRIMARY KEY, customer_id TEXT);
        INSERT INTO owner (n, customer_id) SELECT n, customer_id FROM item;
        DROP INDEX item_by_n;
        ALTER TABLE item ADD COLUMN body TEXT;
        UPDATE item SET body = ''
        """)
    #expect(
      steps.partitions.map { SQLStatement.all(in: $0)[0].words.prefix(2) } == [
        ["drop", "index"], ["alter", "table"], ["update", "item"],
      ])
    #expect(
      steps.coordinator.compactMap { step in
        if case .run(let sql) = step { SQLStatement.all(in: sql)[0].words[0] } else { nil }
      } == ["create", "insert", "alter"])
  }

  @Test(arguments: [
    "CREATE TABLE item (customer_id TEXT PRIMARY KEY, n BIGINT, UNIQUE (n))",
    "CREATE TABLE item (customer_id TEXT PRIMARY KEY, n BIGINT UNIQUE)",
    "CREATE TABLE item (customer_id TEXT PRIMARY KEY); CREATE UNIQUE INDEX one ON item (n)",
  ])
  func `what partitions cannot keep unique is refused`(sql: String) {
    #expect(throws: StorageError.self) {
      try PartitionPlan.check([Migration(version: 1, name: "", sql: sql)])
    }
  }

  @Test func `a unique index that a later migration drops is no reason to refuse`() throws {
    try PartitionPlan.check([
      Migration(
        version: 1, name: "",
        sql: """
          CREATE TABLE item (customer_id TEXT PRIMARY KEY, n BIGINT, UNIQUE (customer_id, n));
          CREATE UNIQUE INDEX one ON item (n)
          """),
      Migration(version: 2, name: "", sql: "DROP INDEX one"),
    ])
  }

  @Test func `an upsert becomes an update, and an insert where there was nothing`() throws {
    let statement = try PartitionedStatement(
      """
      INSERT INTO balance (customer_id, status, total, at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (customer_id) DO UPDATE SET total = excluded.total, at = balance.at || excluded.at
      """, spread: Self.spread)
    guard case .writing(let customer, let forms) = statement else {
      Issue.record("it changes something")
      return
    }
    #expect(customer == 0)
    #expect(forms.map(\.parameters) == [[2, 3, 0], [0, 1, 2, 3]])
    let words = forms.map { SQLStatement.all(in: $0.sql)[0].significant.map(\.text) }
    #expect(
      words[0].joined(separator: " ")
        == "UPDATE balance SET total = $1 , at = balance . at | | $2 WHERE customer_id = $3")
    #expect(forms[0].sql.contains("||"))
    #expect(
      words[1].joined(separator: " ")
        == "INSERT INTO balance ( customer_id , status , total , at ) VALUES ( $1 , $2 , $3 , $4 )")
  }

  @Test func `a conflict that changes nothing names no rule`() throws {
    let statement = try PartitionedStatement(
      "INSERT INTO item (n, customer_id) VALUES (1, $1) ON CONFLICT (customer_id, n) DO NOTHING",
      spread: Self.spread)
    guard case .writing(0, let forms) = statement else {
      Issue.record("it changes something")
      return
    }
    #expect(forms.count == 1 && forms[0].sql.hasSuffix(") ON CONFLICT DO NOTHING"))
  }

  @Test func `statements go where their tables are`() throws {
    let cases: [(String, PartitionedStatement?)] = [
      ("SELECT customer_id FROM owner WHERE name = $1", .whole),
      ("SELECT n FROM item WHERE customer_id = $1", .reading),
      ("SELECT 1 FROM owner JOIN item ON true", .reading),
      ("INSERT INTO owner (name) VALUES ('item')", .whole),
      (
        "DELETE FROM item WHERE n = $1 AND customer_id = $2",
        .writing(
          customer: 1,
          forms: [
            .init(sql: "DELETE FROM item WHERE n = $1 AND customer_id = $2", parameters: [0, 1])
          ])
      ),
      ("DELETE FROM item", nil),
      ("UPDATE owner SET name = (SELECT n FROM item WHERE customer_id = $1)", nil),
      ("INSERT INTO item (customer_id) SELECT name FROM owner", nil),
      ("INSERT INTO balance (customer_id) VALUES ('anna')", nil),
    ]
    for (sql, expected) in cases {
      let found = try? PartitionedStatement(sql, spread: Self.spread)
      #expect(found == expected, "\(sql)")
    }
  }
}
