import Hummingbird
import Logging
import NIOCore
import Storage
import Synchronization

/// Backups of a service that runs, into a folder that its operator has named.
struct AdminBackups: Sendable {
  let database: any Database
  let folder: String
  let name: String

  /// - Returns: the path of the new file, named by the second it was begun in.
  func make(_ progress: @escaping @Sendable (WorkProgress) -> Void) async throws -> String {
    try DataFolder.make(folder)
    let second = Instant.text(microseconds: SQLiteOptions.systemClock()).prefix(19)
    let path = "\(folder)/\(name)-\(second.filter { $0 != ":" })Z.db"
    _ = try await database.backUp(to: path, progress: progress)
    return path
  }

  /// Makes a backup while the answer is written. A client that goes away ends it.
  ///
  /// - Parameter turn: held as long as it goes on.
  func body(_ logger: Logger, _ turn: BackupTurn) -> ResponseBody {
    ResponseBody { writer in
      defer { withExtendedLifetime(turn) {} }
      let (lines, line) = AsyncStream.makeStream(
        of: String.self, bufferingPolicy: .bufferingNewest(1))
      let work = Task {
        defer { line.finish() }
        return try await make { line.yield("\($0.done) \($0.total)") }
      }
      do {
        for await text in lines { try await writer.write(ByteBuffer(string: text + "\n")) }
        let path = try await work.value
        logger.notice("a backup was made", metadata: ["path": "\(path)"])
        try await writer.write(ByteBuffer(string: "ok \(path)\n"))
      } catch {
        work.cancel()
        logger.error("no backup was made", error: error)
        try await writer.write(ByteBuffer(string: "error \(error)\n"))
      }
      try await writer.finish(nil)
    }
  }
}

/// Lets one backup be made at a time: whoever holds the turn.
final class BackupTurn: Sendable {
  private let taken: BackupTurns

  fileprivate init(_ taken: BackupTurns) { self.taken = taken }

  // An answer that nobody reads to its end is dropped without a word.
  deinit { taken.isTaken.store(false, ordering: .relaxed) }
}

/// Gives the turns.
final class BackupTurns: Sendable {
  fileprivate let isTaken = Atomic<Bool>(false)

  func begin() -> BackupTurn? {
    isTaken.exchange(true, ordering: .relaxed) ? nil : BackupTurn(self)
  }
}
