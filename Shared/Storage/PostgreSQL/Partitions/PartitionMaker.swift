/// Makes and changes the partitions of a schema: PostgreSQL's declarative hash partitions, each of them
/// a foreign table of postgres_fdw. What the servers are told goes through dblink, over the same
/// foreign servers, so that only the coordinator needs to know where they are and how to log in.
///
/// A partition is a schema on its server, `consent_07`, with the tables of the service under their own
/// names. There are more partitions than servers, so that one may later be moved to a further server.
struct PartitionMaker {
  /// Has 2, 3, 4, 6 and 8 servers hold the same share.
  static let count = 24
  /// One row for each change of a customer's data, which decides whether it was kept.
  static let decisions = "customer_writes"

  private let session: PostgreSQLScript
  private let schema: String
  /// The foreign server of each partition.
  private let servers: [String]
  /// Where dblink's functions are.
  private let dblink: String
  private var plan = PartitionPlan()
  private var connected: Set<String> = []

  /// What the schema is, and what the options say it is to be; nil: one whole schema.
  ///
  /// - Throws: ``StorageError`` where the two differ, or the server lacks what partitions need.
  static func open(
    _ session: PostgreSQLScript, _ options: PostgreSQLOptions
  ) throws -> PartitionMaker? {
    let there = try session.run(Self.serversOfSchema).map { $0[0] }
    if there.isEmpty {
      guard !options.partitions.isEmpty else { return nil }
      try requireEmpty(session, options)
    } else if !options.partitions.isEmpty, Set(options.partitions) != Set(there) {
      throw StorageError(
        .unsupported,
        "schema \(options.schema) is spread over \(Self.list(Set(there).sorted())), and not over"
          + " \(Self.list(options.partitions)): what has data cannot be spread anew; leave the list as"
          + " it was, or make a new database and copy the data into it")
    }
    let servers =
      there.isEmpty
      ? (0..<count).map { options.partitions[$0 % options.partitions.count] } : there
    return PartitionMaker(
      session: session, schema: options.schema, servers: servers,
      dblink: try requirements(session, options, servers))
  }

  private init(session: PostgreSQLScript, schema: String, servers: [String], dblink: String) {
    self.session = session
    self.schema = schema
    self.servers = servers
    self.dblink = dblink
  }

  // MARK: What there is

  /// The foreign servers of a schema's partitions, in the partitions' order; nothing if it is whole.
  private static let serversOfSchema = """
    SELECT server.srvname FROM pg_inherits
    JOIN pg_class AS part ON part.oid = pg_inherits.inhrelid
    JOIN pg_foreign_table ON pg_foreign_table.ftrelid = part.oid
    JOIN pg_foreign_server AS server ON server.oid = pg_foreign_table.ftserver
    WHERE pg_inherits.inhparent = to_regclass('\(decisions)') ORDER BY part.relname
    """

  private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }

  private static func requireEmpty(
    _ session: PostgreSQLScript, _ options: PostgreSQLOptions
  ) throws {
    let applied = try session.run("SELECT count(*) FROM schema_migrations")
    guard applied.first?.first == "0" else {
      throw StorageError(
        .unsupported,
        "schema \(options.schema) was made without partitions, and what has data cannot be spread"
          + " over \(list(options.partitions)): leave the list of partitions out, or make a new database"
          + " and copy the data into it")
    }
  }

  /// Answers where dblink is.
  private static func requirements(
    _ session: PostgreSQLScript, _ options: PostgreSQLOptions, _ servers: [String]
  ) throws -> String {
    let extensions = try session.run(
      """
      SELECT extname, quote_ident(nspname) FROM pg_extension
      JOIN pg_namespace ON pg_namespace.oid = extnamespace
      WHERE extname IN ('dblink', 'postgres_fdw') ORDER BY extname
      """)
    guard extensions.count == 2, let dblink = extensions.first?[1] else {
      throw StorageError(
        .io,
        "partitions need postgres_fdw and dblink: as a superuser, in this database, run CREATE"
          + " EXTENSION postgres_fdw and CREATE EXTENSION dblink")
    }
    guard try session.run("SHOW max_prepared_transactions").first?.first != "0" else {
      throw StorageError(
        .io,
        "partitions need prepared transactions on the coordinator: set max_prepared_transactions to"
          + " as many as there may be connections, and restart it")
    }
    let known = Set(try session.run("SELECT srvname FROM pg_foreign_server").map { $0[0] })
    if let unknown = servers.first(where: { !known.contains($0) }) {
      throw StorageError(
        .io,
        "there is no foreign server \(unknown): make it with CREATE SERVER \(unknown) FOREIGN DATA"
          + " WRAPPER postgres_fdw, and a USER MAPPING for this user")
    }
    return dblink
  }

  // MARK: Making

  /// Has every server make the schemas of its partitions, and the coordinator the table of decisions.
  /// What was killed half-way goes on.
  mutating func begin() throws {
    let store =
      try session.run(
        """
        CREATE TABLE IF NOT EXISTS partition_store (
          one BOOLEAN PRIMARY KEY DEFAULT true CHECK (one), id TEXT NOT NULL);
        INSERT INTO partition_store (id) VALUES (gen_random_uuid()) ON CONFLICT DO NOTHING;
        SELECT id FROM partition_store
        """
      ).first?.first ?? ""
    let steps = try plan.steps(of: Self.decisionsTable)
    guard try session.run(Self.serversOfSchema).isEmpty else { return }
    for (number, server) in servers.enumerated() {
      try claim(number, on: server, for: store)
      try tell(server, steps.partitions.map { inPartition(number, $0) }.joined(separator: ";\n"))
    }
    try session.run("BEGIN")
    do {
      for step in steps.coordinator { try perform(step, doing: "making partitions") }
      try session.run(PartitionBehind.guarding)
      try session.run("COMMIT")
    } catch {
      _ = try? session.run("ROLLBACK")
      throw error
    }
  }

  private static let decisionsTable = """
    CREATE TABLE IF NOT EXISTS \(decisions) (
      customer_id TEXT COLLATE "C" NOT NULL, token TEXT NOT NULL, kept BOOLEAN NOT NULL,
      PRIMARY KEY (customer_id, token))
    """

  /// Makes a partition's schema, unless another store has it.
  private mutating func claim(_ number: Int, on server: String, for store: String) throws {
    let name = partition(number)
    try tell(
      server,
      """
      CREATE SCHEMA IF NOT EXISTS \(name);
      CREATE TABLE IF NOT EXISTS \(name).partition (store TEXT NOT NULL, version BIGINT NOT NULL);
      INSERT INTO \(name).partition SELECT '\(store)', 0
      WHERE NOT EXISTS (SELECT FROM \(name).partition)
      """)
    guard try ask(server, "SELECT store FROM \(name).partition") == store else {
      throw StorageError(
        .unsupported,
        "server \(server) already has the partition \(name) of another store: give this one a"
          + " database of its own on that server, or drop the schema if nobody needs it")
    }
  }

  /// Takes note of a migration that has been applied.
  mutating func skip(_ migration: Migration) throws(StorageError) {
    _ = try plan.steps(of: PostgreSQLDialect.translated(migration.sql))
  }

  /// Applies a migration: in the partitions, each server's in one transaction that its schemas keep
  /// account of, then on the coordinator, in the transaction that is open there.
  mutating func apply(_ migration: Migration, doing what: String) throws {
    let steps = try plan.steps(of: PostgreSQLDialect.translated(migration.sql))
    for server in Set(servers).sorted() {
      try tell(server, "BEGIN")
      do {
        for number in servers.indices where servers[number] == server {
          try apply(steps.partitions, migration.version, to: number, on: server)
        }
        try tell(server, "COMMIT")
      } catch {
        try? tell(server, "ROLLBACK")
        throw error
      }
    }
    for step in steps.coordinator { try perform(step, doing: what) }
  }

  private mutating func apply(
    _ statements: [String], _ version: Int, to number: Int, on server: String
  ) throws {
    let name = partition(number)
    let reached = try ask(server, "SELECT version::text FROM \(name).partition")
    guard Int(reached) ?? 0 < version else { return }
    try tell(
      server,
      (statements.map { inPartition(number, $0) }
        + ["UPDATE \(name).partition SET version = \(version)"]).joined(separator: ";\n"))
  }

  private func perform(_ step: PartitionPlan.Steps.Step, doing what: String) throws {
    switch step {
    case .run(let sql): try session.run(sql, doing: what)
    case .spread(let table, let making):
      try session.run(making, doing: what)
      let parts = servers.indices.map { number in
        """
        CREATE FOREIGN TABLE \(table)_\(Self.digits(number)) PARTITION OF \(table)
          FOR VALUES WITH (MODULUS \(servers.count), REMAINDER \(number))
          SERVER \(Self.quoted(servers[number]))
          OPTIONS (schema_name '\(schema)_\(Self.digits(number))', table_name '\(table)')
        """
      }
      // The rules of the table are the partitions'; a partitioned one could not have them.
      try session.run(
        """
        ALTER TABLE \(table) RENAME TO \(table)_model;
        CREATE TABLE \(table) (LIKE \(table)_model INCLUDING DEFAULTS)
          PARTITION BY HASH (\(PartitionPlan.key));
        DROP TABLE \(table)_model;
        \(parts.joined(separator: ";\n"))
        """, doing: what)
    }
  }

  // MARK: Servers

  /// The name of a partition's schema on its server, quoted.
  private func partition(_ number: Int) -> String { "\"\(schema)_\(Self.digits(number))\"" }

  private static func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func quoted(_ name: String) -> String {
    "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
  }

  private func inPartition(_ number: Int, _ statement: String) -> String {
    "SET search_path = \(partition(number)); \(statement)"
  }

  /// Has a server run statements that answer nothing.
  private mutating func tell(_ server: String, _ sql: String) throws {
    try connect(server)
    try session.run("SELECT \(dblink).dblink_exec($1::text, $2::text)", [server, sql])
  }

  /// The one text that a server answers.
  private mutating func ask(_ server: String, _ sql: String) throws -> String {
    try connect(server)
    let rows = try session.run(
      "SELECT answer FROM \(dblink).dblink($1::text, $2::text) AS told (answer text)",
      [server, sql])
    return rows.first?.first ?? ""
  }

  private mutating func connect(_ server: String) throws {
    guard connected.insert(server).inserted else { return }
    // A pooler hands on sessions with the connections that others have left in them.
    try session.run(
      """
      SELECT \(dblink).dblink_disconnect(old) FROM unnest(\(dblink).dblink_get_connections()) AS old
      WHERE old = $1::text
      """, [server])
    try session.run("SELECT \(dblink).dblink_connect($1::text, $1::text)", [server])
    try session.run(
      "SELECT \(dblink).dblink_exec($1::text, 'SET client_min_messages = error')", [server])
  }
}
