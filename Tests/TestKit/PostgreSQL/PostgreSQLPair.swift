import Foundation

/// Two PostgreSQL servers under Patroni, with etcd, PgBouncer and pgBackRest: `deploy/postgres/pair` in a
/// folder of the test's own.
///
/// A shell between the tests and the pair waits for the end of its input, which the kernel brings
/// about however the tests end; it then stops the pair and removes the folder.
package final class PostgreSQLPair: Sendable {
  package let folder: String
  /// The first of its ports; from the thirtieth on they are the test's.
  package let port: Int
  private let input = Pipe()

  /// Whether the Debian packages are there that only this needs.
  package static let isInstalled = ["/usr/bin/patroni", "/usr/bin/etcd", "/usr/bin/pgbackrest"]
    .allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

  private static let program = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appending(path: "../../../deploy/postgres/pair").standardized.path

  /// - Parameter options: of `pair start`, beside the port.
  package init(_ options: [String] = []) async throws {
    // Short, because a socket's path may have 107 bytes.
    folder = "/tmp/cameo-pair-" + String(UUID().uuidString.prefix(8))
    // Below those that the system gives to outgoing connections.
    port = Int.random(in: 1_500..<3_100) * 10
    let arguments =
      ["-c", Self.script, "sh", Self.program, folder, "--port", "\(port)"] + options
    let output = try await Spawner.shared.keeper(arguments, until: input)
    guard await output.line(where: { ["ready", "failed"].contains($0) }) == "ready" else {
      throw HarnessError("the pair did not start: \(output.text)")
    }
  }

  deinit { try? input.fileHandleForWriting.close() }

  private static let script = """
    pair=$1 folder=$2
    shift
    "$pair" start "$@" 2>&1 </dev/null && echo ready || echo failed
    while read -r _; do :; done
    "$pair" stop "$folder" >/dev/null 2>&1
    rm -rf "$folder"
    """

  /// Runs a command of `pair`, and answers what it printed.
  @discardableResult
  package func run(_ command: String, _ arguments: String...) async throws -> String {
    let outcome = try await Outcome.of(Self.program, [command, folder] + arguments)
    guard outcome.status == 0 else { throw HarnessError(outcome.testDescription) }
    return outcome.output
  }

  /// Where a service finds its database; through PgBouncer if wanted.
  package func connectionString(isPooled: Bool = false) async throws -> String {
    let text =
      isPooled ? try await run("string", "--pgbouncer") : try await run("string")
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
