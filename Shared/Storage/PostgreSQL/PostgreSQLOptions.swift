/// How a PostgreSQL database is used. The defaults suit a service.
public struct PostgreSQLOptions: Sendable {
  /// The time now, in microseconds since 1970, for the change log and the table of migrations.
  public var clock: @Sendable () -> Int64
  /// The software's name and version, kept with each migration it applies and shown in
  /// `pg_stat_activity`.
  public var software = "cameo"
  /// The schema of the service's tables, made if it is missing: services may share one database.
  public var schema = "cameo"
  /// The foreign servers, as `CREATE SERVER` named them, over which a schema that is new is spread by
  /// customer; empty: a new one is whole. A schema that is there stays as it was made, and `migrate`
  /// refuses another list.
  public var partitions: [String] = []
  /// Most connections for each event loop that asks.
  public var connectionsPerLoop = 8
  /// Most connections for scans.
  public var scanConnections = 2
  /// Most exports (``Database/snapshot(within:_:)``) at once.
  public var snapshotConnections = 2
  /// Most callers that wait for a connection of one loop; one more is refused as busy.
  public var waitLimit = 1_024
  /// How long a caller waits for a connection before it is refused as busy.
  public var waitTime = Duration.seconds(5)
  /// The server gives up a statement of a read or a write after this time. A call's own deadline
  /// cancels its task, and that cancels the statement, so this bounds calls without one.
  public var statementTime = Duration.seconds(10)
  /// As `statementTime`, for scans.
  public var scanTime = Duration.seconds(300)
  /// How long an attempt to connect may take, each host on its own.
  public var connectTime = Duration.seconds(5)
  /// How often a body is run before a conflict with other transactions is given up.
  public var attempts = 12
  /// How often the change log is looked at where no notification came; notifications may be lost.
  public var pollTime = Duration.seconds(1)

  /// Whether a move that has not finished may be looked into and gone on with: nobody serves it.
  package var opensUnfinishedMove = false

  /// The defaults, with a clock.
  public init(clock: @escaping @Sendable () -> Int64 = SQLiteOptions.systemClock) {
    self.clock = clock
  }
}
