import Storage
import Synchronization
import TestKit

/// A store whose tables are spread, as a service's are: what is a customer's is keyed by the customer,
/// and a directory says whose something is.
struct Ledger: Sendable {
  private static let number = Atomic<Int>(0)
  let database: PostgreSQLDatabase
  let schema: String

  static let migrations = [
    Migration(
      version: 1, name: "items",
      sql: """
        CREATE TABLE item (
          customer_id TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL,
          PRIMARY KEY (customer_id, number)) STRICT;
        CREATE TABLE balance (
          customer_id TEXT NOT NULL PRIMARY KEY, items INTEGER NOT NULL, last TEXT NOT NULL) STRICT;
        CREATE TABLE owner (name TEXT NOT NULL PRIMARY KEY, customer_id TEXT NOT NULL) STRICT;
        """)
  ]

  /// - Parameter schema: of a store that is there; nil: a new one.
  init(
    on cluster: PartitionedCluster, schema: String? = nil,
    partitions: [String] = PartitionedCluster.names,
    _ change: (inout PostgreSQLOptions) -> Void = { _ in }
  ) async throws {
    self.schema =
      schema ?? "ledger_\(Self.number.wrappingAdd(1, ordering: .relaxed).newValue)"
    var options = PostgreSQLOptions.patient
    options.schema = self.schema
    options.partitions = partitions
    change(&options)
    database = try PostgreSQLDatabase(
      PostgreSQLTarget(cluster.coordinator.connectionString), options: options)
    do {
      try await database.migrate(Self.migrations)
    } catch {
      await database.close()
      throw error
    }
  }

  /// Adds an item to a customer's, with everything that belongs to it: five rows, in the customer's
  /// partition, the directory and the change log. A name that is taken is refused.
  @discardableResult
  func add(_ name: String, to customer: String) async throws -> Int64 {
    try await database.write(customer: customer) { writer in
      let owner = try await writer.first(
        "SELECT customer_id FROM owner WHERE name = $1", [.text(name)]
      ) { $0.text(0) }
      guard owner == nil else { throw Refusal() }
      let items = try await writer.first(
        "SELECT items FROM balance WHERE customer_id = $1", [.text(customer)]
      ) { $0.integer(0) }
      let number = (items ?? 0) + 1
      try await writer.execute(
        "INSERT INTO owner (name, customer_id) VALUES ($1, $2)", [.text(name), .text(customer)])
      try await writer.execute(
        "INSERT INTO item (customer_id, number, name) VALUES ($1, $2, $3)",
        [.text(customer), .integer(number), .text(name)])
      try await writer.execute(
        """
        INSERT INTO balance (customer_id, items, last) VALUES ($1, $2, $3)
        ON CONFLICT (customer_id) DO UPDATE SET items = excluded.items, last = excluded.last
        """, [.text(customer), .integer(number), .text(name)])
      try await writer.appendChange(customer: customer, kind: "item", detail: Array(name.utf8))
      return number
    }
  }

  func items(of customer: String) async throws -> [String] {
    try await database.read { reader in
      try await reader.query(
        "SELECT name FROM item WHERE customer_id = $1 ORDER BY number", [.text(customer)]
      ) { $0.text(0) }
    }
  }

  func owner(of name: String) async throws -> String? {
    try await database.read { reader in
      try await reader.first("SELECT customer_id FROM owner WHERE name = $1", [.text(name)]) {
        $0.text(0)
      }
    }
  }

  /// A customer of each server's, by its name.
  func customers() async throws -> [String: String] {
    try await database.read { reader in
      var customers: [String: String] = [:]
      for number in 0..<64 where customers.count < PartitionedCluster.names.count {
        let server = try await reader.first(
          """
          SELECT srvname::text FROM pg_inherits
          JOIN pg_foreign_table ON ftrelid = inhrelid
          JOIN pg_foreign_server AS server ON server.oid = ftserver
          JOIN pg_class AS part ON part.oid = inhrelid
          WHERE inhparent = 'item'::regclass AND satisfies_hash_partition(
            inhparent, 24, right(part.relname, 2)::integer, $1::text)
          """, [.text("c\(number)")]
        ) { $0.text(0) }
        if let server, customers[server] == nil { customers[server] = "c\(number)" }
      }
      return customers
    }
  }

  /// Returns once whatever runs now on the coordinator has ended: the change log is held back by it, of
  /// other tests too.
  private func settle() async throws {
    let end = try await transaction("pg_snapshot_xmax")
    while try await transaction("pg_snapshot_xmin") < end { await Task.yield() }
  }

  private func transaction(_ bound: String) async throws -> Int64 {
    try await database.read { reader in
      try await reader.first("SELECT \(bound)(pg_current_snapshot())::text::bigint", []) {
        $0.integer(0)
      } ?? 0
    }
  }

  /// What is not as it must be: every item has its row in the directory and one entry in the change log,
  /// in the order of the items; nothing else is there; every name that was acknowledged is.
  func faults(_ acknowledged: [String: [String]]) async throws -> [String] {
    var (faults, expected): ([String], Set<String>) = ([], [])
    try await settle()
    let owners = try await database.scan { reader in
      try await reader.query("SELECT name, customer_id FROM owner", []) { ($0.text(0), $0.text(1)) }
    }
    let all = try await database.scan { reader in
      try await reader.query(
        """
        SELECT item.customer_id, item.name, balance.items FROM item
        LEFT JOIN balance ON balance.customer_id = item.customer_id
        ORDER BY item.customer_id, item.number
        """, []
      ) { ($0.text(0), $0.text(1), $0.integer(2)) }
    }
    let items = Dictionary(grouping: all, by: \.0)
    for (customer, rows) in items {
      if rows.contains(where: { $0.2 != Int64(rows.count) }) {
        faults.append("\(customer) has \(rows.count) items and says otherwise")
      }
      let told = try await database.changes(after: 0, customer: customer, limit: 10_000)
        .map { String(decoding: $0.detail, as: UTF8.self) }
      if told != rows.map(\.1) { faults.append("\(customer): \(rows.map(\.1)), told \(told)") }
    }
    for (customer, rows) in items { for row in rows { expected.insert("\(row.1) \(customer)") } }
    let found = Set(owners.map { "\($0.0) \($0.1)" })
    if found != expected {
      faults.append("directory: \(found.symmetricDifference(expected).sorted())")
    }
    for (customer, names) in acknowledged {
      let lost = Set(names).subtracting(items[customer, default: []].map(\.1))
      if !lost.isEmpty { faults.append("\(customer) lost \(lost.sorted())") }
    }
    return faults
  }
}
