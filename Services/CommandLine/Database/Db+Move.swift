import ArgumentParser
import Encryption
import Foundation
import Storage
import StorageMove

extension Db {
  struct Move: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Move a service's database from SQLite to PostgreSQL.",
      discussion: """
        Everything goes into the schema NAME of the server, the change log with its cursors too, so that \
        consumers go on where they are. Then both sides are read and compared, table by table. Stop the \
        service first, and start it afterwards with the setting database=TARGET.

        The keys of a service whose data are sealed (NAME-keys.db) are moved in the same way, to another \
        server or at least another database, which the setting encryption.database then names.

        Cut short, the same command goes on. Meanwhile no service can use either side; afterwards none \
        can use the file, which stays as it is. Without TARGET it is what CAMEO_DATABASE says, where a \
        password is not seen in a list of processes; a passfile (PGPASSFILE) is better still.

        --abandon lets the service use the file again, unless it is to lose what was written on the \
        server since.

        Examples:
          cameo db move data/profile.db 'postgresql://cameo@db.example/cameo?sslmode=verify-full'
          cameo db move data/profile-keys.db 'postgresql://cameo@keys.example/keys?sslmode=verify-full'
          cameo db move --abandon data/profile.db
        """)

    @Argument(
      help: ArgumentHelp("The database of a service that is stopped.", valueName: "DATABASE"))
    var database: String

    @Argument(help: ArgumentHelp("The server's database, postgresql://...", valueName: "TARGET"))
    var target: String?

    @Flag(help: "Give a move up, in place of going on with it.")
    var abandon = false

    func run() async throws {
      try await exiting(talkingTo: "the database") {
        try Db.requireFile(database)
        let file = try ServiceFile(database)
        do {
          if abandon { try await giveUp() } else { try await move(file) }
        } catch let error as StorageError where error.code == .busy {
          throw ExitError(
            code: .unavailable, message: error.message, hint: "Stop the service first.")
        } catch let error as StorageError where error.code == .constraint {
          throw ExitError(code: .dataError, message: error.message)
        } catch let error as StorageError where error.code == .unreachable {
          throw ExitError(
            code: .unavailable, message: error.message, hint: "The same command goes on.")
        }
      }
    }

    private func move(_ file: ServiceFile) async throws {
      let chosen = target ?? ProcessInfo.processInfo.environment["CAMEO_DATABASE"] ?? ""
      guard PostgreSQLTarget.isTarget(chosen) else {
        throw ExitError(
          code: .dataError, message: "TARGET is no PostgreSQL server: write postgresql://HOST/NAME")
      }
      let server = try PostgreSQLTarget(chosen)
      let move = try StorageMove(
        from: database, to: server, schema: file.service, software: Version.software)
      let result: Result<StorageMove.Report, any Error>
      do {
        result = .success(try await run(move, file, chosen))
      } catch {
        result = .failure(error)
      }
      await move.close()
      tell(try result.get(), file.service, server)
    }

    private func run(_ move: StorageMove, _ file: ServiceFile, _ chosen: String) async throws
      -> StorageMove.Report
    {
      let (copying, comparing) = (ProgressBar("Rows", total: 0), ProgressBar("Compared", total: 0))
      defer {
        copying.finish()
        comparing.finish()
      }
      return try await move.run(id: UUID().uuidString) {
        try await Db.withBar("Steps") { progress in
          switch file.content {
          case .data: try migrate(file, chosen, progress)
          case .keys: try await move.migrate(SubjectKeyTables.migrations, progress: progress)
          }
        }
      } progress: { stage, progress in
        switch stage {
        case .copying: copying.reach(progress.done, of: progress.total)
        case .comparing: comparing.reach(progress.done, of: progress.total)
        }
      }
    }

    private func migrate(
      _ file: ServiceFile, _ chosen: String, _ progress: (WorkProgress) -> Void
    ) throws {
      let (status, said) = try ServiceProgram(file.service).migrate(
        environment: ["CAMEO_DATABASE": chosen], progress: progress)
      guard status == 0 else {
        throw ExitError(code: .software, message: said.joined(separator: "\n"))
      }
    }

    private func tell(_ report: StorageMove.Report, _ schema: String, _ server: PostgreSQLTarget) {
      guard !report.wasFinished else {
        return Output.line("\(database): was moved to \(server.description) before")
      }
      let width = report.tables.map(\.table.count).max() ?? 0
      for table in report.tables {
        let name = table.table.padding(toLength: width, withPad: " ", startingAt: 0)
        Output.line("\(name)  sha256 \(table.sha256.prefix(16))...  \(table.rows) rows")
      }
      let rows = report.tables.reduce(0) { $0 + $1.rows }
      let before = report.rowsBefore > 0 ? " (\(report.rowsBefore) were there already)" : ""
      Output.line(
        "\(database): \(rows) rows\(before) and changes up to \(report.newestCursor) are in schema"
          + " \(schema) of \(server.description), the same on both sides")
    }

    private func giveUp() async throws {
      guard let peer = try await StorageMove.abandon(database) else {
        throw ExitError(code: .refused, message: "\(database) was not moved")
      }
      Output.line(
        "\(database): given up; what was moved to \(printable(peer)) is of no use any more")
    }
  }
}
