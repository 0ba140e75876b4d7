import Foundation
import Glibc
import Synchronization

/// A PostgreSQL server of the tests' own, in a folder of its own, reached by a socket in that folder.
///
/// The server refuses to run as root: there it runs as `postgres`, or `nobody`. A shell between the
/// tests and the server waits for the end of its input, which the kernel brings about however the
/// tests end; it then stops the server and removes the folder.
package final class PostgreSQLCluster: Sendable {
  package let folder: String
  /// The folder of the socket by which it is reached: its own, or that of a PgBouncer in front of it.
  private let door: String
  private let input = Pipe()
  private let output: LineLog
  private let commands = Atomic<Int>(0)

  /// The server that tests share, started by the first that asks. It trusts its memory more than its
  /// disk (fsync is off).
  package static func shared() async throws -> PostgreSQLCluster { try await sharing.cluster() }

  private static let sharing = SharedCluster()

  /// The pool mode of a PgBouncer to stand in front of each cluster, or none: to see what works
  /// through one (deploy/postgres/README.md, Pool modes).
  private static let poolMode = ProcessInfo.processInfo.environment["CAMEO_TEST_POOL_MODE"]

  /// - Parameters:
  ///   - settings: lines of `postgresql.conf` beside the usual ones.
  ///   - setup: SQL that is run before anybody else connects.
  ///   - disk: how many MiB there are for what tables and indexes take, on a file system of the server's own;
  ///     nil where it is all that the tests have. Only where ``canHaveDisk``.
  package init(
    settings: [String] = ["fsync = off", "full_page_writes = off"], setup: String = "",
    disk: Int? = nil
  ) async throws {
    let programs = try Self.findPrograms()
    // Short, because a socket's path may have 107 bytes.
    folder = "/tmp/cameo-pg-" + String(UUID().uuidString.prefix(8))
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    let user = Self.user
    try Self.give([folder])
    let usual = [
      "listen_addresses = ''", "unix_socket_directories = '\(folder)'", "max_connections = 900",
      "shared_buffers = 64MB", "log_line_prefix = '%m [%p] %a '",
    ]
    let configuration = (usual + settings).joined(separator: "\n")
    let arguments =
      (disk == nil ? [] : ServerDisk.enclosure) + [
        "-c", Self.script, "sh", folder, programs, configuration,
        user.map { "setpriv --reuid=\($0) --regid=\($0) --clear-groups --no-new-privs" }
          ?? (disk == nil ? "env" : ServerDisk.ourselves),
        setup,
        Self.poolMode ?? "",
        disk.map { "\($0)m" } ?? "",
      ]
    door = Self.poolMode == nil ? folder : "\(folder)/pool"
    output = try await Spawner.shared.keeper(arguments, until: input)
    let answer = await output.line { ["ready", "failed"].contains($0) }
    guard answer == "ready" else {
      throw HarnessError("PostgreSQL did not start: \(output.text)")
    }
  }

  deinit { try? input.fileHandleForWriting.close() }

  /// Where its databases are. One database is enough: each test takes a schema of its own.
  package var connectionString: String { connectionString(of: "postgres") }

  private func connectionString(of database: String) -> String {
    "postgresql:///\(database)?host=\(door)&user=cameo"
  }

  /// Makes a database, for services that are to have schemas of the same name; answers where it is.
  package func makeDatabase(_ name: String) async throws -> String {
    let outcome = try await Outcome.of(
      "\(try Self.findPrograms())/createdb", ["-h", folder, "-U", "cameo", name])
    guard outcome.status == 0 else { throw HarnessError(outcome.testDescription) }
    return connectionString(of: name)
  }

  /// Stops the server, `fast` or `immediate` (as a crash would), and starts it again.
  package func restart(_ mode: String = "fast") async throws {
    try await stop(mode)
    try await start()
  }

  package func stop(_ mode: String = "immediate") async throws {
    try await control("-m \(mode) stop")
  }

  package func start() async throws {
    try await control("-l '\(folder)/log' start")
  }

  /// Changes a setting that takes no restart; sessions hear of it a little later.
  package func configure(_ line: String) async throws {
    let file = try FileHandle(
      forWritingTo: URL(fileURLWithPath: "\(folder)/data/postgresql.conf"))
    defer { try? file.close() }
    try file.seekToEnd()
    try file.write(contentsOf: Data("\(line)\n".utf8))
    try await control("reload")
  }

  /// Has the shell run pg_ctl: a server that was started from here would hold on to its outputs, which
  /// would never end.
  private func control(_ arguments: String) async throws {
    let number = commands.wrappingAdd(1, ordering: .relaxed).newValue
    try input.fileHandleForWriting.write(contentsOf: Data("\(number) \(arguments)\n".utf8))
    let answer = await output.line { $0.hasPrefix("\(number) ") }
    guard answer == "\(number) 0" else {
      throw HarnessError("pg_ctl \(arguments) failed: \(output.text)")
    }
  }

  /// What the shell does: makes the cluster, starts it, says so, does as it is told, and waits for
  /// its input to end.
  private static let script = """
    folder=$1 programs=$2 settings=$3 as=$4 setup=$5 mode=$6 size=$7
    pool() {
      mkdir pool && chown --reference=. pool &&
      printf '%s\\n' '[databases]' "* = host=$folder user=cameo" '[pgbouncer]' 'listen_port = 5432' \
        "unix_socket_dir = $folder/pool" "pool_mode = $mode" 'auth_type = any' \
        'max_client_conn = 1000' 'default_pool_size = 250' 'server_login_retry = 1' \
        "pidfile = $folder/pool/pid" >pool/ini &&
      $as /usr/sbin/pgbouncer -q -d pool/ini
    }
    disk() {
      mkdir disk && mount -t tmpfs -o size="$size" none disk && chown --reference=. disk &&
      setup="CREATE TABLESPACE disk LOCATION '$folder/disk'; \
        ALTER ROLE cameo SET default_tablespace = disk; $setup"
    }
    cd "$folder"
    {
      { [ -z "$size" ] || disk; } &&
      $as "$programs/initdb" -D "$folder/data" -A trust -U cameo --no-sync -E UTF8 --locale=C -k &&
      printf '%s\\n' "$settings" >>"$folder/data/postgresql.conf" &&
      $as "$programs/pg_ctl" -w -s -D "$folder/data" -l "$folder/log" start &&
      { [ -z "$setup" ] ||
        printf '%s' "$setup" |
          $as "$programs/psql" -qX -h "$folder" -U cameo -v ON_ERROR_STOP=1 postgres; } &&
      { [ -z "$mode" ] || pool; }
    } >"$folder/start" 2>&1 </dev/null && echo ready ||
      { cat "$folder/start" "$folder/log"; echo failed; }
    while read -r number arguments; do
      eval "$as '$programs/pg_ctl' -w -s -D '$folder/data' $arguments" >"$folder/start" 2>&1 </dev/null
      echo "$number $?"
    done
    $as "$programs/pg_ctl" -s -D "$folder/data" -m immediate stop >/dev/null 2>&1
    [ -z "$mode" ] || kill "$(cat pool/pid)"
    [ -z "$size" ] || umount disk
    rm -rf "$folder"
    """

  /// Who runs the server where the tests are run by root: a user's number; nil: ourselves.
  private static var user: UInt32? {
    guard geteuid() == 0 else { return nil }
    for name in ["postgres", "nobody"] {
      if let entry = unsafe getpwnam(name) { return unsafe entry.pointee.pw_uid }
    }
    return 65_534
  }

  /// Gives files to the user who runs the server, where that is not ourselves.
  package static func give(_ paths: [String]) throws {
    guard let user else { return }
    for path in paths where unsafe chown(path, user, user) != 0 {
      throw HarnessError("\(path) cannot be given to user \(user)")
    }
  }

  /// `CAMEO_POSTGRESQL`, or the newest server that Debian has installed.
  private static func findPrograms() throws -> String {
    if let named = ProcessInfo.processInfo.environment["CAMEO_POSTGRESQL"] { return named }
    let root = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    let found = versions.compactMap { Int($0) }.filter { $0 >= 15 }.sorted()
      .map { "\(root)/\($0)/bin" }
      .last { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
    guard let found else {
      throw HarnessError(
        "there is no PostgreSQL 15 or newer in \(root): run deploy/install-debian, or name the folder"
          + " of initdb in CAMEO_POSTGRESQL")
    }
    return found
  }
}

/// Starts the shared server once.
private actor SharedCluster {
  private var starting: Task<PostgreSQLCluster, any Error>?

  func cluster() async throws -> PostgreSQLCluster {
    let task = starting ?? Task { try await PostgreSQLCluster() }
    starting = task
    return try await task.value
  }
}
