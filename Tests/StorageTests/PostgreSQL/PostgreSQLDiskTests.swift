import Foundation
import Storage
import TestKit
import Testing

/// With servers of their own, whose disk is full, or damaged.
@Suite struct PostgreSQLDiskTests {
  /// For whoever watches Health.
  private struct Watched {
    let events: Events
    let recovered = Signal()

    init(_ database: any Database) {
      events = Events(database.condition)
      database.condition.observe { [recovered] in if $0 == .recovered { recovered.send() } }
    }
  }

  /// Autovacuum would give back what it finds empty.
  private static let settings = ["autovacuum = off", "fsync = off", "full_page_writes = off"]

  private static func open(
    _ cluster: PostgreSQLCluster, schema: String = "cameo"
  ) async throws -> PostgreSQLDatabase {
    var options = PostgreSQLOptions.patient
    options.schema = schema
    let database = try PostgreSQLDatabase(
      PostgreSQLTarget(cluster.connectionString), options: options)
    try await database.migrate(Scratch.migrations)
    return database
  }

  @Test(
    .enabled(if: PostgreSQLCluster.canHaveDisk, "file systems may not be mounted here"),
    .timeLimit(.minutes(5)))
  func `a full disk refuses writes till there is room, which is found out without any`()
    async throws
  {
    let cluster = try await PostgreSQLCluster(settings: Self.settings, disk: 16)
    let database = try await Self.open(cluster)
    let neighbour = try await Self.open(cluster, schema: "neighbour")
    let watched = Watched(database)
    try await database.add("first")
    try await Self.fill(neighbour)
    var kept = ["first"]
    let error = try await failure {
      while true {
        let body = "\(kept.count) " + String(repeating: "x", count: 500)
        try await database.add(body)
        kept.append(body)
      }
    }
    #expect(error.code == .full && error.message.contains("53100"), "\(error)")
    // It tries whether there is room before there is, and finds none.
    _ = try await cluster.logLine {
      $0.contains("STATEMENT:  CREATE TABLE storage_probe") || watched.recovered.isSent
    }
    #expect(database.condition.fault?.code == .full)
    #expect(try await database.notes() == kept.sorted())
    try await neighbour.write(customer: "") { try await $0.execute("DROP TABLE filler", []) }
    await watched.recovered.wait()
    #expect(watched.events.all == [.failing(error), .recovered])
    try await database.add("last")
    #expect(try await database.notes() == (kept + ["last"]).sorted())
    #expect(try await database.log(kept.count + 1).count == kept.count + 1)
    await database.close()
    await neighbour.close()
  }

  /// Till nothing more goes in.
  private static func fill(_ database: any Database) async throws {
    try await database.write(customer: "") { writer in
      try await writer.execute("CREATE TABLE filler (body TEXT)", [])
    }
    for rows in [1_000, 1] {
      let error = try await failure {
        while true {
          try await database.write(customer: "") { writer in
            try await writer.execute(
              "INSERT INTO filler SELECT repeat('x', 900) FROM generate_series(1, $1)",
              [.integer(Int64(rows))])
          }
        }
      }
      #expect(error.code == .full, "\(error)")
    }
  }

  @Test func `a damaged page is told as damage, and for good`() async throws {
    let cluster = try await PostgreSQLCluster(settings: Self.settings)
    let database = try await Self.open(cluster)
    try await database.add("kept")
    let path = try await database.read { reader in
      try await reader.first("SELECT pg_relation_filepath('note')", []) { $0.text(0) }
    }
    let file = "\(cluster.folder)/data/\(try #require(path))"
    try await cluster.stop("fast")
    try Self.flip(file)
    try await cluster.start()
    let error = try await failure { _ = try await database.notes() }
    #expect(error.code == .corrupt && error.message.contains("XX001"), "\(error)")
    #expect(database.condition.fault?.code == .corrupt)
    // What is kept elsewhere says nothing of it.
    try await database.write(customer: "") { try await $0.keepChangePosition(1, in: "another") }
    #expect(database.condition.fault?.code == .corrupt)
    await database.close()
  }

  /// Of the last page, in its last row.
  private static func flip(_ path: String) throws {
    var bytes = try Scratch.readAll(path)
    try #require(!bytes.isEmpty)
    bytes[bytes.count - 8] ^= 1
    try Scratch.write(bytes, to: path)
  }
}
