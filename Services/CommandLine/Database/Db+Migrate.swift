import ArgumentParser
import Foundation

extension Db {
  struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bring a database's schema up to date without starting the service.",
      discussion: """
        A schema is known to the service's own program alone: cameo-NAME beside this one is started \
        for DIR/NAME.db, says a line for each step, and ends when the schema is up to date. Services do the \
        same at every start.

        Example:
          cameo db migrate data/profile.db
        """)

    @Argument(
      help: ArgumentHelp("The database of a service that is stopped.", valueName: "DATABASE"))
    var database: String

    func run() async throws {
      try await exiting {
        try Db.requireFile(database)
        let file = URL(fileURLWithPath: database)
        let name = file.deletingPathExtension().lastPathComponent
        let services = KnownService.allCases.filter { $0 != .gateway }.map(\.rawValue)
        guard services.contains(name), file.pathExtension == "db" else {
          throw ExitError(
            code: .dataError, message: "\(database) is no service's: there is no cameo-\(name)",
            hint: "A service's is called \(services.map { "\($0).db" }.joined(separator: ", ")).")
        }
        try become(
          "cameo-\(name)", ["--migrate-only", "--data", file.deletingLastPathComponent().path])
      }
    }

    /// This process goes on as the program: its lines and its exit code are the answer.
    private func become(_ program: String, _ arguments: [String]) throws {
      let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      let path = own.deletingLastPathComponent().appendingPathComponent(program).path
      var words = unsafe ([path] + arguments).map { unsafe strdup($0) } + [nil]
      defer { unsafe words.forEach { unsafe free($0) } }
      unsafe execv(path, &words)
      throw ExitError(
        code: .noInput,
        message: "\(path) cannot be started: \(unsafe String(cString: strerror(errno)))",
        hint: "The services' programs stand beside this one.")
    }
  }
}
