import Storage
import StorageMove
import TestKit
import Testing

/// Neither side is written by two, and nothing that is there is written over.
@Suite struct MoveRefusalTests {
  /// Cut short once it has begun to copy.
  private static func cutShort(_ sides: Sides, id: String = "one") async throws {
    let moving = Task {
      try await sides.move(id: id) { _, progress in
        if progress.done > 0 { endHere() }
      }
    }
    await #expect(throws: (any Error).self) { try await moving.value }
  }

  @Test func `a file that its service holds is not moved`() async throws {
    let sides = try await Sides()
    try await sides.fill(things: 3)
    let service = try await sides.openFile()
    let told = try await refusal { _ = try await sides.move() }
    #expect(told.code == .busy && told.message.contains("is held by process"), "\(told)")
    await service.close()
    _ = try await sides.move()
  }

  @Test func `a schema with tables in it is not moved to, and keeps what it has`() async throws {
    let sides = try await Sides()
    try await sides.fill(things: 3)
    let other = try await sides.openServer()
    try await other.write(customer: "") { writer in
      try await writer.execute("INSERT INTO request VALUES ('precious', NULL)", [])
    }
    let told = try await refusal { _ = try await sides.move() }
    #expect(told.code == .constraint && told.message.contains("is not empty"), "\(told)")
    let kept = try await other.read { reader in
      try await reader.query("SELECT id FROM request", []) { $0.text(0) }
    }
    #expect(kept == ["precious"])
    await other.close()
    // The file was not touched: its service goes on.
    await (try await sides.openFile()).close()
  }

  @Test func `while a move has not finished nobody opens either side, and afterwards not the file`()
    async throws
  {
    let sides = try await Sides()
    try await sides.fill(things: 3_000)
    try await Self.cutShort(sides)
    let left = try await refusal { _ = try await sides.openFile() }
    #expect(left.code == .busy && left.message.contains("are being moved to"), "\(left)")
    let entered = try await refusal { _ = try await sides.openServer() }
    #expect(entered.code == .busy && entered.message.contains("has not finished"), "\(entered)")
    _ = try await sides.move()
    await (try await sides.openServer()).close()
    let after = try await refusal { _ = try await sides.openFile() }
    #expect(after.code == .io && after.message.contains("were moved to"), "\(after)")
  }

  @Test func `a move that is given up leaves the file to its service, and a new one needs room`()
    async throws
  {
    let sides = try await Sides()
    try await sides.fill(things: 3_000)
    #expect(try await StorageMove.abandon(sides.path) == nil)
    try await Self.cutShort(sides)
    #expect(try await StorageMove.abandon(sides.path) != nil)
    let service = try await sides.openFile()
    try await service.write(customer: "") { writer in
      try await writer.execute("INSERT INTO request VALUES ('since', NULL)", [])
    }
    await service.close()
    let told = try await refusal { _ = try await sides.move(id: "two") }
    #expect(told.message.contains("by another move than this one"), "\(told)")
    #expect(told.message.contains("DROP SCHEMA \(sides.schema) CASCADE"), "\(told)")
    let bare = try sides.openBareServer()
    try await bare.write(customer: "") { writer in
      _ = try await writer.execute("DROP SCHEMA \(sides.schema) CASCADE", [])
    }
    await bare.close()
    let report = try await sides.move(id: "two")
    #expect(report.tables.first { $0.table == "request" }?.rows == 2)
  }

  @Test func `a file of another version than the program's is not moved`() async throws {
    let sides = try await Sides()
    let file = try SQLiteDatabase(path: sides.path)
    try await file.migrate([Sides.migrations[0]])
    await file.close()
    let told = try await refusal { _ = try await sides.move() }
    #expect(told.code == .constraint && told.message.contains("cameo db migrate"), "\(told)")
  }
}
