import ArgumentParser
import Foundation
import Storage

/// The files of the services' data: what an operator does with them while the service stands still, and
/// the backup of one that runs.
struct Db: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Back up, restore, verify, migrate and move the services' databases.",
    discussion: """
      A service that runs holds its database: only its backup can be taken meanwhile, through its admin \
      port. For everything else stop it first.

      Examples:
        cameo db backup data/profile.db backups/profile.db
        cameo db backup --admin 127.0.0.1:7201
        cameo db verify backups/profile.db
        cameo db restore backups/profile.db data/profile.db
        cameo db migrate data/profile.db
        cameo db move data/profile.db postgresql://cameo@db.example/cameo
      """,
    subcommands: [Backup.self, Restore.self, Verify.self, Migrate.self, Move.self])

  /// Opening would make a new one.
  static func requireFile(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ExitError(code: .noInput, message: "there is no \(path)")
    }
    guard !FileManager.default.isFolder(path) else {
      throw ExitError(code: .noInput, message: "\(path) is a folder, not a database")
    }
  }

  /// "12.3 MiB, schema 5 of cameo-profile 0.1.0, changes up to 4711".
  static func summary(_ report: BackupReport) -> String {
    let size = (Double(report.bytes) / 1_048_576).formatted(.number.precision(.fractionLength(1)))
    let schema =
      report.schemaVersion == 0
      ? "no schema" : "schema \(report.schemaVersion) of \(printable(report.software))"
    return "\(size) MiB, \(schema), changes up to \(report.newestCursor)"
  }

  /// Runs work with a bar of its own.
  static func withBar<R>(
    _ label: String, _ body: (@escaping @Sendable (WorkProgress) -> Void) async throws -> R
  ) async throws -> R {
    let bar = ProgressBar(label, total: 0)
    defer { bar.finish() }
    return try await body { bar.reach($0.done, of: $0.total) }
  }
}

extension ExitError {
  /// What a failure of a database means to somebody at a terminal.
  init(_ error: StorageError) {
    switch error.code {
    case .busy:
      self.init(
        code: .unavailable, message: error.message,
        hint: "A service that runs is backed up through its admin port: --admin HOST:PORT.")
    case .corrupt, .schemaTooNew: self.init(code: .dataError, message: error.message)
    case .io: self.init(code: .noInput, message: error.message)
    default: self.init(code: .software, message: "\(error)")
    }
  }
}
