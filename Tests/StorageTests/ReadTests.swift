import Storage
import Testing

@Suite struct ReadTests {
  @Test func `every kind of value comes back as it went in`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let values: [SQLValue] = [nil, -7, 2.5, "grüezi\0!", "", .blob([0, 1, 255]), .blob([]), true]
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

  @Test func `placeholders are numbered, not counted`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let row = try await database.read { reader in
      try await reader.first("SELECT $2, $1, $2", ["one", "two"]) { row in
        (0..<3).map { row.text($0) }
      }
    }
    #expect(row == ["two", "one", "two"])
  }

  @Test(arguments: [
    ("SELECT $1, $3", ["a", "b"]), ("SELECT ?", ["a"]), ("SELECT :name", ["a"]),
    ("SELECT $1", []), ("SELECT 1", ["a"]), ("SELECT nonsense", []), ("", []),
  ])
  func `a wrong statement or parameter is a mistake of the program`(
    _ sql: String, _ parameters: [String]
  ) async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let error = try await failure {
      _ = try await database.read { reader in
        try await reader.query(sql, parameters.map(SQLValue.text)) { _ in }
      }
    }
    #expect(error.code == .sql)
  }

  @Test func `a read sees one moment, however many questions it asks`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
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

  @Test func `a read cannot write`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    await #expect(throws: StorageError.self) {
      try await database.read { reader in
        _ = try await reader.query("DELETE FROM note", []) { _ in }
      }
    }
  }

  @Test func `a read inside a suspended read has a connection of its own`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    try await database.add("one")
    let depths = try await database.read { _ in
      try await database.read { _ in try await database.notes() }
    }
    #expect(depths == ["one"])
  }

  @Test func `a scan runs apart and sees what was answered`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
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

  @Test func `a cached statement is prepared once, and the cache is bounded`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    for _ in 0..<3 { _ = try await database.notes() }
    try await database.read { reader in
      for number in 0..<1_000 {
        _ = try await reader.query("SELECT \(number)", []) { $0.integer(0) }
      }
    }
    #expect(try await database.notes().isEmpty)
  }

  @Test func `an error of the row's closure comes out as it is`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    try await database.add("one")
    await #expect(throws: Refusal.self) {
      try await database.read { reader in
        _ = try await reader.query("SELECT 1 FROM note", []) { _ in throw Refusal() }
      }
    }
    #expect(try await database.notes() == ["one"])
  }
}
