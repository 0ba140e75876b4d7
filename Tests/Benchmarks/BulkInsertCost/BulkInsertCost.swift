import Storage

/// What a row costs that is inserted on its own, in a transaction with others, and in bulk: on PostgreSQL
/// where a connection string is given, else on SQLite in a file of that name.
///
///     bulk-insert-cost /tmp/cost.db
///     bulk-insert-cost "$(deploy/demo-postgres)"
@main
enum BulkInsertCost {
  private static let columns = ["customer_id", "name", "rank", "body"]

  static func main() async throws {
    guard let place = CommandLine.arguments.dropFirst().first else {
      print("usage: bulk-insert-cost FILE | postgresql://...")
      return
    }
    let database = try open(place)
    try await database.migrate([
      Migration(
        version: 1, name: "values",
        sql: """
          CREATE TABLE attribute_values (
            customer_id TEXT NOT NULL, name TEXT NOT NULL, rank BLOB NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (customer_id, name, rank)) STRICT, WITHOUT ROWID;
          """)
    ])
    try await measure("a transaction for each row, 32 at once", 3_200) { rows in
      try await alone(rows, database)
    }
    for size in [8, 100, 1_000, 10_000] {
      let count = min(40_000, size * 400)
      try await measure("statements, \(size) a transaction", count / 2) { rows in
        try await batches(rows, of: size) { batch in
          try await database.write(customer: "one") { writer in
            for row in batch { try await writer.execute(Self.statement, row) }
          }
        }
      }
      try await measure("in bulk, \(size) a transaction", count) { rows in
        try await batches(rows, of: size) { batch in
          try await database.write(customer: "one") { writer in
            _ = try await writer.insert(batch, into: "attribute_values", Self.columns)
          }
        }
      }
    }
    await database.close()
  }

  private static let statement =
    "INSERT INTO attribute_values (customer_id, name, rank, body) VALUES ($1, $2, $3, $4)"

  private static func open(_ place: String) throws -> any Database {
    guard PostgreSQLTarget.isTarget(place) else { return try SQLiteDatabase(path: place) }
    var options = PostgreSQLOptions()
    options.schema = "bulk_insert_cost"
    return try PostgreSQLDatabase(PostgreSQLTarget(place), options: options)
  }

  private static func alone(_ rows: [[SQLValue]], _ database: any Database) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, row) in rows.enumerated() {
        if number >= 32 { try await group.next() }
        group.addTask {
          _ = try await database.write(customer: "\(number)") { writer in
            try await writer.execute(Self.statement, row)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private static func batches(
    _ rows: [[SQLValue]], of size: Int, _ body: ([[SQLValue]]) async throws -> Void
  ) async throws {
    for start in stride(from: 0, to: rows.count, by: size) {
      try await body(Array(rows[start..<min(start + size, rows.count)]))
    }
  }

  private static func measure(
    _ what: String, _ count: Int, _ body: ([[SQLValue]]) async throws -> Void
  ) async throws {
    // Keys that nobody had before, in no order, as customers' are.
    let rows: [[SQLValue]] = (0..<count).map { number in
      [
        .text("\(UInt64.random(in: 0 ... .max))"), .text("given_name"),
        .blob(Array(repeating: 1, count: 24)), .blob(Array(repeating: 2, count: 80)),
      ]
    }
    let clock = ContinuousClock()
    let time = try await clock.measure { try await body(rows) }
    let microseconds =
      Double(time.components.seconds) * 1e6 + Double(time.components.attoseconds) / 1e12
    print(
      "\(what): \(Int(Double(count) / microseconds * 1e6)) rows/s, \(Int(microseconds) / count) us each"
    )
  }
}
