import Storage
import TestKit
import Testing

/// With a server of its own, which is stopped as a crash would, and has its disk written for sure.
@Suite struct PostgreSQLRestartTests {
  @Test func `what was answered is there after a crash, and the service goes on`() async throws {
    let cluster = try await PostgreSQLCluster(settings: [])
    var options = PostgreSQLOptions.patient
    options.waitTime = .seconds(600)
    let database = try PostgreSQLDatabase(
      PostgreSQLTarget(cluster.connectionString), options: options)
    try await database.migrate(Scratch.migrations)
    let crash = Signal()
    let writers = (0..<8).map { writer in
      Task {
        var kept: [String] = []
        for number in 0..<40 {
          do {
            try await database.add("\(number)", to: "\(writer)")
            kept.append("\(number)")
          } catch let error as StorageError {
            // Lost in its commit, or while the server was away: nothing was promised.
            #expect(error.remedy == .retry)
          }
          if number == 5 { crash.send() }
        }
        return kept
      }
    }
    await crash.wait()
    try await cluster.restart("immediate")
    for (number, writer) in writers.enumerated() {
      let kept = await writer.result
      let found = Set(try await database.notes(of: "\(number)"))
      #expect(try found.isSuperset(of: kept.get()))
    }
    let before = try await database.waitForChange(after: 0)
    let waiter = Task { try await database.waitForChange(after: before) }
    try await database.add("after")
    #expect(try await waiter.value > before)
    await database.close()
  }
}
