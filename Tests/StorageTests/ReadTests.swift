import Storage
import Testing

@Suite struct ReadTests {
  @Test(arguments: Engine.allCases)
  func `every kind of value comes back as it went in`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    let values: [SQLValue] = [nil, -7, 2.5, "grüezi!", "", .blob([0, 1, 255]), .blob([]), true]
    let row = try await database.read { reader in
      try await reader.first("SELECT $1, $2, $3, $4, $5, $6, $7, $8", values) { row in
        #expect(row.isNull(0) && !row.isNull(4) && !row.isNull(6))
        #expect(row.optionalText(0) == nil && row.optionalInteger(0) == nil)
        #expect(row.withBlob(5) { $0.byteCount } == 3)
        #expect(row.withBlob(0) { $0.byteCount } == 0)
        return [
          row.optionalBlob(0).map(SQLValue.blob) ?? nil, .integer(row.integer(1)),
          .real(row.real(2)), .text(row.text(3)), .text(row.text(4)), .blob(row.blob(5)),
          .blob(row.blob(6)), .integer(row.integer(7)),
        ]
      }
    }
    #expect(row == values)
  }

  @Test func `SQLite keeps a text with a zero byte whole`() async throws {
    let database = try await Scratch().open()
    let text = try await database.read { reader in
      try await reader.first("SELECT $1", ["grüezi\0!"]) { $0.text(0) }
    }
    #expect(text == "grüezi\0!")
  }

  @Test func `PostgreSQL refuses a text with a zero byte`() async throws {
    let database = try await Place(.postgreSQL).open()
    let error = try await failure { try await database.add("grüezi\0!") }
    #expect(error.code == .constraint && error.remedy == .refuse)
    #expect(try await database.notes().isEmpty)
  }

  @Test(arguments: Engine.allCases)
  func `texts and bytes are compared byte by byte`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    for body in ["b", "B", "ä", "a", "A", "Z", "ab"] { try await database.add(body) }
    #expect(try await database.notes() == ["A", "B", "Z", "a", "ab", "b", "ä"])
  }

  @Test(arguments: Engine.allCases)
  func `counts, sums and comparisons come as numbers`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    for body in ["a", "b", "c"] { try await database.add(body) }
    let row = try await database.read { reader in
      try await reader.first(
        """
        SELECT COUNT(*), SUM($1 + LENGTH(body)), COUNT(*) = 3, COUNT(*) = 4, AVG($2)
        FROM note
        """, [.integer(-3_000_000_000_001), 0.5]
      ) { row in
        ((0..<4).map { row.integer($0) }, row.real(4))
      }
    }
    #expect(row?.0 == [3, -9_000_000_000_000, 1, 0])
    #expect(row?.1 == 0.5)
  }

  @Test(arguments: Engine.allCases)
  func `a scan answers more rows than it fetches at once`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    try await database.write(customer: "anna") { writer in
      for number in 0..<1_300 {
        try await writer.execute("INSERT INTO note VALUES ('anna', $1)", [.text("\(number)")])
      }
    }
    let lengths = try await database.scan { reader in
      let all = try await reader.query("SELECT body FROM note", []) { $0.text(0) }
      let some = try await reader.query(
        "SELECT body FROM note WHERE LENGTH(body) = $1", [3]
      ) { $0.text(0) }
      return [Set(all).count, some.count]
    }
    #expect(lengths == [1_300, 900])
  }

  @Test(arguments: Engine.allCases)
  func `placeholders are numbered, not counted`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    let row = try await database.read { reader in
      try await reader.first("SELECT $2, $1, $2", ["one", "two"]) { row in
        (0..<3).map { row.text($0) }
      }
    }
    #expect(row == ["two", "one", "two"])
  }

  @Test(
    arguments: Engine.allCases,
    [
      ("SELECT $1, $3", ["a", "b"]), ("SELECT ?", ["a"]), ("SELECT :name", ["a"]),
      ("SELECT $1", []), ("SELECT 1", ["a"]), ("SELECT nonsense", []), ("", []),
    ])
  func `a wrong statement or parameter is a mistake of the program`(
    _ engine: Engine, _ statement: (sql: String, parameters: [String])
  ) async throws {
    let (sql, parameters) = statement
    let database = try await Place(engine).open()
    let error = try await failure {
      _ = try await database.read { reader in
        try await reader.query(sql, parameters.map(SQLValue.text)) { _ in }
      }
    }
    #expect(error.code == .sql)
  }

  @Test(arguments: Engine.allCases)
  func `a read sees one moment, however many questions it asks`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    try await database.add("one")
    let counts = try await database.read { reader in
      let before = try await reader.query("SELECT body FROM note", []) { $0.text(0) }
      try await database.add("two")
      let after = try await reader.query("SELECT body FROM note", []) { $0.text(0) }
      return (before, after)
    }
    #expect(counts.0 == ["one"] && counts.1 == ["one"])
    #expect(try await database.notes() == ["one", "two"])
  }

  @Test(arguments: Engine.allCases)
  func `a read cannot write`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    await #expect(throws: StorageError.self) {
      try await database.read { reader in
        _ = try await reader.query("DELETE FROM note", []) { _ in }
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `a read inside a suspended read has a connection of its own`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    try await database.add("one")
    let depths = try await database.read { _ in
      try await database.read { _ in try await database.notes() }
    }
    #expect(depths == ["one"])
  }

  @Test(arguments: Engine.allCases)
  func `a scan runs apart and sees what was answered`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    for number in 0..<10 { try await database.add("\(number)") }
    let scans = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try await database.scan { reader in
            await Task.yield()
            return try await reader.query("SELECT 1 FROM note", []) { _ in }.count
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(scans == Array(repeating: 10, count: 8))
  }

  @Test func `one scan too many is told to come back`() async throws {
    let scratch = try Scratch()
    var options = SQLiteOptions.atNoon
    options.scanThreads = 1
    options.scanLimit = 1
    let database = try await scratch.open(options)
    let error = try await failure {
      try await database.scan { _ in try await database.scan { _ in } }
    }
    #expect(error.code == .busy && error.remedy == .retry)
    try await database.scan { _ in }
  }

  @Test(arguments: Engine.allCases)
  func `a cached statement is prepared once, and the cache is bounded`(_ engine: Engine)
    async throws
  {
    let database = try await Place(engine).open()
    for _ in 0..<3 { _ = try await database.notes() }
    try await database.read { reader in
      for number in 0..<1_000 {
        _ = try await reader.query("SELECT \(number)", []) { $0.integer(0) }
      }
    }
    #expect(try await database.notes().isEmpty)
  }

  @Test(arguments: Engine.allCases)
  func `an error of the row's closure comes out as it is`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    try await database.add("one")
    await #expect(throws: Refusal.self) {
      try await database.read { reader in
        _ = try await reader.query("SELECT 1 FROM note", []) { _ in throw Refusal() }
      }
    }
    #expect(try await database.notes() == ["one"])
  }
}
