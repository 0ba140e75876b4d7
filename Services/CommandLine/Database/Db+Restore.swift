import ArgumentParser
import Storage

extension Db {
  struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a database of a backup, where there is none.",
      discussion: """
        The backup is verified before it is copied, and the copy after. Stop the service, move away what \
        it has (DATABASE and DATABASE-wal), restore, and start it.

        Example:
          cameo db restore backups/profile-monday.db data/profile.db
        """)

    @Argument(help: ArgumentHelp("What `cameo db backup` has made.", valueName: "BACKUP"))
    var backup: String

    @Argument(help: ArgumentHelp("Where the service looks for it.", valueName: "DATABASE"))
    var database: String

    func run() async throws {
      try await exiting {
        try Db.requireFile(backup)
        let report = try await Db.withBar("Pages") {
          try await SQLiteDatabase.restore(backup, to: database, progress: $0)
        }
        Output.line("\(database): \(Db.summary(report))")
      }
    }
  }

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Look for damage in a backup, or in the database of a stopped service.",
      discussion: """
        Exits with 0 when all is well, with 65 when there is damage.

        Example:
          cameo db verify backups/profile-monday.db
        """)

    @Argument(help: ArgumentHelp("A backup or a database.", valueName: "FILE"))
    var file: String

    func run() async throws {
      try await exiting {
        try Db.requireFile(file)
        let (report, findings) = try await Db.withBar("Tables") {
          try await SQLiteDatabase.verify(file, progress: $0)
        }
        for finding in findings { Output.line("\(file): \(printable("\(finding)"))") }
        guard findings.isEmpty else {
          throw ExitError(
            code: .dataError, message: "\(file) is damaged: \(findings.count) findings",
            hint: "Keep it for analysis, and restore the last backup.")
        }
        Output.line("\(file): \(Db.summary(report)), no damage found")
      }
    }
  }
}
