import ArgumentParser
import Foundation
import Storage

extension Db {
  struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Copy a database into a new file, and verify the copy.",
      discussion: """
        With --admin a service that runs makes the backup itself, in the folder of its setting \
        storage.backups, while it goes on serving; its path is printed. Cut short, it leaves nothing, and \
        can be started again.

        Examples:
          cameo db backup data/profile.db backups/profile-monday.db
          cameo db backup --admin 127.0.0.1:7201
        """)

    @Argument(
      help: ArgumentHelp("The database of a service that is stopped.", valueName: "DATABASE"))
    var database: String?

    @Argument(help: ArgumentHelp("The new file.", valueName: "BACKUP"))
    var backup: String?

    @Option(help: ArgumentHelp("The admin port of a service that runs.", valueName: "HOST:PORT"))
    var admin: String?

    func validate() throws {
      guard admin != nil ? database == nil : backup != nil else {
        throw ValidationError(
          "give DATABASE and BACKUP, or --admin HOST:PORT for a service that runs")
      }
    }

    func run() async throws {
      try await exiting(talkingTo: admin ?? "the database") {
        if let admin { return try await ask(admin) }
        guard let database, let backup else { return }
        try Db.requireFile(database)
        let source = try SQLiteDatabase(path: database)
        let result: Result<BackupReport, any Error>
        do {
          let report = try await Db.withBar("Pages") {
            try await source.backUp(to: backup, progress: $0)
          }
          result = .success(report)
        } catch {
          result = .failure(error)
        }
        await source.close()
        Output.line("\(backup): \(Db.summary(try result.get()))")
      }
    }

    /// The service tells `DONE TOTAL` in a line each, and in the end the path, or what went wrong.
    private func ask(_ admin: String) async throws {
      let last = try await Db.withBar("Pages") { progress in
        var last = ""
        try AdminRequest.post("/backup", to: admin) { line in
          let numbers = line.split(separator: " ").compactMap { Int($0) }
          if numbers.count == 2 {
            progress(WorkProgress(done: numbers[0], total: numbers[1]))
          } else {
            last = line
          }
        }
        return last
      }
      guard last.hasPrefix("ok ") else {
        let reason = last.isEmpty ? "the service ended before it was whole" : printable(last)
        throw ExitError(code: .software, message: "no backup was made: \(reason)")
      }
      Output.line(printable(String(last.dropFirst(3))))
    }
  }
}
