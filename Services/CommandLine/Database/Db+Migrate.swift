import ArgumentParser
import Foundation

extension Db {
  struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bring a database's schema up to date without starting the service.",
      discussion: """
        A schema is known to the service's own program alone: cameo-NAME beside this one is started \
        for DIR/NAME.db, and ends when the schema is up to date. Services do the same at every start.

        Example:
          cameo db migrate data/profile.db
        """)

    @Argument(
      help: ArgumentHelp("The database of a service that is stopped.", valueName: "DATABASE"))
    var database: String

    func run() async throws {
      try await exiting {
        try Db.requireFile(database)
        let file = URL(fileURLWithPath: database).absoluteURL
        let program = try ServiceFile.program(of: database)
        // Said by name: the setting `database` may stand for another.
        let place = [
          "--data", file.deletingLastPathComponent().path, "--set", "database=\(file.path)",
        ]
        let (status, said) = try await Db.withBar("Steps") {
          try program.migrate(place, progress: $0)
        }
        guard status == 0 else {
          for line in said { FileHandle.standardError.write(Data("\(line)\n".utf8)) }
          throw ExitCode(status)
        }
        for line in said { Output.line(line) }
      }
    }
  }
}
