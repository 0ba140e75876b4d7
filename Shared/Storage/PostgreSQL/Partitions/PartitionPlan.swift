/// Which parts of a schema's history are done on the coordinator and which on the servers of its
/// partitions. Pure: it is built from the migrations alone, from the first on.
///
/// A table whose primary key begins with `customer_id` is spread. Every other table stays whole on the
/// coordinator: directories, which say whose something is, must be unique over all customers, and
/// PostgreSQL has no unique index over foreign tables.
struct PartitionPlan {
  /// What spread tables are spread by.
  static let key = "customer_id"

  /// What a migration does, and where.
  struct Steps: Equatable {
    /// In each partition, in order, before anything is done on the coordinator.
    var partitions: [String] = []
    /// On the coordinator, in order.
    var coordinator: [Step] = []

    enum Step: Equatable {
      case run(String)
      /// The statement makes this table, which is then spread.
      case spread(String, making: String)
    }
  }

  private(set) var spread: Set<String> = []
  /// The table of each index of a spread table.
  private var indexes: [String: String] = [:]
  /// What is unique in each partition but not over all of them, by the name of its index or table.
  private var unkeyed: [String: String] = [:]

  /// Takes in the next migration, in PostgreSQL's words.
  ///
  /// - Throws: ``StorageError`` with `sql` where it says something that cannot be done in parts.
  mutating func steps(of script: String) throws(StorageError) -> Steps {
    var steps = Steps()
    for statement in SQLStatement.all(in: script) { try add(statement, to: &steps) }
    return steps
  }

  /// - Throws: ``StorageError`` with `sql` where, after all of them, something is to be unique that
  ///   cannot be.
  static func check(_ migrations: [Migration]) throws(StorageError) {
    var plan = PartitionPlan()
    for migration in migrations {
      _ = try plan.steps(of: PostgreSQLDialect.translated(migration.sql))
    }
    guard let (name, table) = plan.unkeyed.min(by: { $0.key < $1.key }) else { return }
    throw StorageError(
      .sql,
      "\(name) of \(table) is to be unique over all customers, which partitions cannot promise:"
        + " begin it with \(Self.key), or keep a table of its own for it")
  }

  private mutating func add(_ statement: SQLStatement, to steps: inout Steps) throws(StorageError) {
    var cursor = SQLCursor(statement)
    if cursor.take("create", "table") {
      create(statement, &cursor, &steps)
    } else if cursor.take("create", "unique", "index") {
      index(statement, &cursor, isUnique: true, &steps)
    } else if cursor.take("create", "index") {
      index(statement, &cursor, isUnique: false, &steps)
    } else if cursor.take("drop", "index") {
      dropIndex(statement, &cursor, &steps)
    } else if cursor.take("alter", "table") || cursor.take("drop", "table") {
      try change(statement, &cursor, &steps)
    } else {
      try write(statement, &cursor, &steps)
    }
  }

  private mutating func create(
    _ statement: SQLStatement, _ cursor: inout SQLCursor, _ steps: inout Steps
  ) {
    _ = cursor.take("if", "not", "exists")
    let table = cursor.takeWord() ?? ""
    let items = cursor.takeList() ?? []
    guard Self.firstOfPrimaryKey(items) == Self.key else {
      steps.coordinator.append(.run(statement.text))
      return
    }
    spread.insert(table)
    for item in items where !Self.isKeyed(item) { unkeyed["a UNIQUE rule"] = table }
    steps.partitions.append(statement.text)
    steps.coordinator.append(.spread(table, making: statement.text))
  }

  private mutating func index(
    _ statement: SQLStatement, _ cursor: inout SQLCursor, isUnique: Bool, _ steps: inout Steps
  ) {
    _ = cursor.take("if", "not", "exists")
    let name = cursor.takeWord() ?? ""
    _ = cursor.take("on")
    guard let table = cursor.takeWord(), spread.contains(table) else {
      steps.coordinator.append(.run(statement.text))
      return
    }
    indexes[name] = table
    if isUnique, cursor.takeList()?.first?.first?.word != Self.key { unkeyed[name] = table }
    steps.partitions.append(statement.text)
  }

  private mutating func dropIndex(
    _ statement: SQLStatement, _ cursor: inout SQLCursor, _ steps: inout Steps
  ) {
    _ = cursor.take("if", "exists")
    let name = cursor.takeWord() ?? ""
    unkeyed[name] = nil
    if indexes.removeValue(forKey: name) == nil {
      steps.coordinator.append(.run(statement.text))
    } else {
      steps.partitions.append(statement.text)
    }
  }

  /// The coordinator's columns are those of the partitions; what else is altered is theirs alone.
  private mutating func change(
    _ statement: SQLStatement, _ cursor: inout SQLCursor, _ steps: inout Steps
  ) throws(StorageError) {
    _ = cursor.take("if", "exists")
    steps.coordinator.append(.run(statement.text))
    guard let table = cursor.takeWord(), spread.contains(table) else { return }
    guard !cursor.take("rename", "to") else { throw Self.impossible(statement) }
    steps.partitions.append(statement.text)
    if statement.words.first == "drop" {
      spread.remove(table)
      indexes = indexes.filter { $0.value != table }
      unkeyed = unkeyed.filter { $0.value != table }
    }
  }

  private func write(
    _ statement: SQLStatement, _ cursor: inout SQLCursor, _ steps: inout Steps
  ) throws(StorageError) {
    let isWrite =
      cursor.take("insert", "into") || cursor.take("delete", "from") || cursor.take("update")
    guard isWrite, let table = cursor.takeWord() else {
      throw Self.impossible(statement)
    }
    if spread.contains(table) {
      steps.partitions.append(statement.text)
    } else {
      steps.coordinator.append(.run(statement.text))
    }
  }

  private static func impossible(_ statement: SQLStatement) -> StorageError {
    StorageError(.sql, "a migration cannot say this to partitions: \(statement.text)")
  }

  /// The first column of a table's primary key, whether it is said behind the column or on its own.
  private static func firstOfPrimaryKey(_ items: [[SQLTokens.Token]]) -> String? {
    for item in items {
      let words = item.map(\.word)
      for index in words.indices.dropLast()
      where words[index] == "primary" && words[index + 1] == "key" {
        guard index > 0, words[0] != "constraint" else {
          return item[(index + 2)...].first { $0 != .other("(") }?.word
        }
        return words[0]
      }
    }
    return nil
  }

  /// Whether what an item says to be unique, if anything, begins with the customer.
  private static func isKeyed(_ item: [SQLTokens.Token]) -> Bool {
    guard let unique = item.firstIndex(where: { $0.word == "unique" }) else { return true }
    guard unique > 0, item[0].word != "constraint" else {
      return item[(unique + 1)...].first { $0 != .other("(") }?.word == key
    }
    return item[0].word == key
  }
}
