/// Where a store's statement runs when tables are spread over servers, and how it is said there. Pure.
enum PartitionedStatement: Equatable, Sendable {
  /// On the coordinator: no spread table is named.
  case whole
  /// Reads spread tables.
  case reading
  /// Changes rows of the customer that a parameter names; the forms are run in order till one of them
  /// changes something.
  case writing(customer: Int, forms: [Form])

  /// A statement, and which of the original's parameters it has.
  struct Form: Equatable, Sendable {
    var sql: String
    var parameters: [Int]
  }

  /// - Parameters:
  ///   - sql: as the store says it.
  ///   - spread: the tables that are spread.
  /// - Throws: ``StorageError`` with `sql` where a change cannot be said to one partition.
  init(_ sql: String, spread: Set<String>) throws(StorageError) {
    let statement = SQLStatement.all(in: sql).first ?? SQLStatement(tokens: [])
    guard statement.words.contains(where: spread.contains) else {
      self = .whole
      return
    }
    var cursor = SQLCursor(statement)
    if cursor.take("insert", "into") {
      self = try Self.insert(&cursor, statement, spread)
    } else if cursor.take("update") || cursor.take("delete", "from") {
      guard let table = cursor.takeWord(), spread.contains(table),
        let customer = Self.customer(in: cursor.takeRest())
      else { throw Self.unkeyed(statement) }
      self = .writing(customer: customer, forms: [Self.form(statement.tokens)])
    } else {
      self = .reading
    }
  }

  private static func unkeyed(_ statement: SQLStatement) -> StorageError {
    StorageError(
      .sql,
      "on partitions a change must name its one customer, \(PartitionPlan.key) = $1, and its one"
        + " table: \(statement.text)")
  }

  /// The parameter in `customer_id = $n`.
  private static func customer(in tokens: [SQLTokens.Token]) -> Int? {
    for index in tokens.indices.dropLast(2)
    where tokens[index].word == PartitionPlan.key && tokens[index + 1] == .other("=") {
      if case .placeholder(let number) = tokens[index + 2] { return number - 1 }
    }
    return nil
  }

  private static func insert(
    _ cursor: inout SQLCursor, _ statement: SQLStatement, _ spread: Set<String>
  ) throws(StorageError) -> PartitionedStatement {
    guard let table = cursor.takeWord(), spread.contains(table),
      let columns = cursor.takeList()?.map({ $0.first?.word ?? "" }), cursor.take("values"),
      let values = cursor.takeList(), values.count == columns.count,
      let place = columns.firstIndex(of: PartitionPlan.key),
      case .placeholder(let customer) = values[place].first
    else { throw unkeyed(statement) }
    let insert = Insert(table: table, columns: columns, values: values)
    guard !cursor.isAtEnd else {
      return .writing(customer: customer - 1, forms: [form(insert.tokens)])
    }
    guard cursor.take("on", "conflict"), let keys = cursor.takeList(), cursor.take("do") else {
      throw unkeyed(statement)
    }
    if cursor.take("nothing") {
      // Which rule is not said: a partition's are not known to the coordinator.
      let tokens = insert.tokens + words(" ON CONFLICT DO NOTHING")
      return .writing(customer: customer - 1, forms: [form(tokens)])
    }
    guard cursor.take("update", "set") else { throw unkeyed(statement) }
    let update = try insert.update(
      cursor.takeRest(), where: keys.map { $0.first?.word ?? "" }, statement)
    return .writing(customer: customer - 1, forms: [form(update), form(insert.tokens)])
  }

  /// Numbers the placeholders anew, from 1 and without gaps.
  private static func form(_ tokens: [SQLTokens.Token]) -> Form {
    var (sql, parameters) = ("", [Int]())
    for token in tokens {
      guard case .placeholder(let number) = token else {
        sql += token.text
        continue
      }
      if !parameters.contains(number - 1) { parameters.append(number - 1) }
      sql += "$\((parameters.firstIndex(of: number - 1) ?? 0) + 1)"
    }
    return Form(sql: sql, parameters: parameters)
  }

  private static func words(_ text: String) -> [SQLTokens.Token] { [.other(text)] }

  /// `INSERT INTO table (columns) VALUES (values)`.
  private struct Insert {
    var table: String
    var columns: [String]
    var values: [[SQLTokens.Token]]

    var tokens: [SQLTokens.Token] {
      words("INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (")
        + values.map(spaced).joined(separator: words(", ")) + words(")")
    }

    /// What `ON CONFLICT (keys) DO UPDATE SET changes` comes to for a row that is there. Foreign tables
    /// know no conflict; under the customer's lock nobody else adds the row meanwhile.
    func update(
      _ changes: [SQLTokens.Token], where keys: [String], _ statement: SQLStatement
    ) throws(StorageError) -> [SQLTokens.Token] {
      guard !changes.contains(where: { $0.word == "where" }) else { throw unkeyed(statement) }
      var update = words("UPDATE \(table) SET ")
      var rest = changes[...]
      while let token = rest.popFirst() {
        guard token.word == "excluded", rest.first == .other(".") else {
          update += spaced([token])
          continue
        }
        rest = rest.dropFirst()
        update += try value(of: rest.popFirst()?.word ?? "", statement)
      }
      update += words("WHERE ")
      for (number, key) in keys.enumerated() {
        update += words(number > 0 ? "AND \(key) = " : "\(key) = ")
        update += try value(of: key, statement)
      }
      return update
    }

    private func value(
      of column: String, _ statement: SQLStatement
    ) throws(StorageError) -> [SQLTokens.Token] {
      guard let place = columns.firstIndex(of: column) else { throw unkeyed(statement) }
      return spaced(values[place])
    }

    /// With a space behind each word; signs stay together, of which an operator may have two.
    private func spaced(_ tokens: [SQLTokens.Token]) -> [SQLTokens.Token] {
      tokens.flatMap { token in
        if case .other = token { [token] } else { [token, .space(" ")] }
      }
    }
  }
}
