public import Encryption
public import Logging
public import Storage

/// How far a service's stored data are sealed, and with which keys: a table beside them, so that they
/// are never served with no key, or with another service's.
///
///     sealing (part TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL)
public struct SealingRecord: Sendable {
  private static let begun = "begun"
  private static let keysPrefix = "keys "
  let database: any Database
  private let service: String
  private let whole: String
  private let clock: @Sendable () -> Int64

  /// - Parameters:
  ///   - service: for people.
  ///   - whole: the part that is noted once everything is sealed.
  ///   - clock: the time now in microseconds since 1970.
  public init(
    _ database: any Database, of service: String, whole: String,
    clock: @escaping @Sendable () -> Int64
  ) {
    (self.database, self.service, self.whole, self.clock) = (database, service, whole, clock)
  }

  /// Brings stored data to the form that the operator chose, before the service serves: what was stored
  /// before encryption was switched on is sealed. There is no way back but to a backup.
  ///
  /// - Parameters:
  ///   - keys: nil where nothing is to be sealed.
  ///   - table: has every customer; a name of the schema.
  ///   - recover: erases again whom a backup brought back: nobody who was erased is sealed again.
  ///   - seal: one customer, in a transaction. It must do nothing with one who is sealed, for it may be
  ///     killed and started again.
  ///   - rest: what belongs to no customer; answers what the log is to say of it.
  /// - Throws: ``ConfigurationError`` if data are sealed and `keys` are none, or not theirs.
  public func prepare(
    _ keys: SubjectKeys?, customersIn table: String, _ logger: Logger,
    recover: () async throws -> Void, seal: @escaping @Sendable (String) async throws -> Void,
    rest: () async throws -> Logger.Metadata = { [:] }
  ) async throws {
    let isToSeal = try await begin(keys)
    try await recover()
    guard isToSeal else { return }
    let count = try await forEachCustomer(in: table, logger, seal)
    let other = try await rest()
    // Noted last: whoever is killed before begins again.
    try await note(whole)
    logger.notice(
      "sealed what was stored", metadata: ["customers": "\(count)"].merging(other) { $1 })
  }

  /// Begins to seal; answers whether there may be data that are not sealed yet.
  package func begin(_ keys: SubjectKeys?) async throws -> Bool {
    let parts = try await parts()
    guard let keys else {
      guard parts.isEmpty else {
        throw ConfigurationError(
          "the \(service) data are sealed: set encryption.key or encryption.key.command, and give the"
            + " key database back its place if it was moved (encryption.database)")
      }
      return false
    }
    let own = Self.keysPrefix + (try keys.fingerprint())
    guard parts.allSatisfy({ !$0.hasPrefix(Self.keysPrefix) || $0 == own }) else {
      throw ConfigurationError(
        "the key database is not the one that the \(service) data were sealed with: restore it from a"
          + " backup, or name it in encryption.database")
    }
    // From the first sealed row on the key is needed.
    for part in [Self.begun, own] where !parts.contains(part) { try await note(part) }
    return !parts.contains(whole)
  }

  /// Notes that a part is sealed.
  ///
  /// - Parameter first: what is done with it, by the first of several replicas alone.
  @discardableResult
  public func note(
    _ part: String, _ first: @escaping @Sendable (any Writer) async throws -> Int = { _ in 0 }
  ) async throws -> Int {
    let now = clock()
    return try await database.write(customer: "") { writer in
      let isFirst = try await writer.execute(
        "INSERT INTO sealing (part, at) VALUES ($1, $2) ON CONFLICT (part) DO NOTHING",
        [.text(part), .integer(now)])
      return isFirst > 0 ? try await first(writer) : 0
    }
  }

  private func parts() async throws -> [String] {
    try await database.read { reader in
      try await reader.query("SELECT part FROM sealing", []) { $0.text(0) }
    }
  }
}

extension SealingRecord {
  private static let customersAtOnce = 256

  /// Many at the same time; answers how many there were.
  private func forEachCustomer(
    in table: String, _ logger: Logger, _ seal: @escaping @Sendable (String) async throws -> Void
  ) async throws -> Int {
    var (last, count) = ("", 0)
    while true {
      let page = try await customers(in: table, after: last)
      guard let end = page.last else { return count }
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        for customer in page { tasks.addTask { try await seal(customer) } }
        try await tasks.waitForAll()
      }
      count += page.count
      last = end
      logger.info("sealing what was stored", metadata: ["customers": "\(count)"])
    }
  }

  private func customers(in table: String, after last: String) async throws -> [String] {
    try await database.scan { reader in
      try await reader.query(
        """
        SELECT customer_id FROM \(table) WHERE customer_id > $1 ORDER BY customer_id LIMIT $2
        """, [.text(last), .integer(Int64(Self.customersAtOnce))]
      ) { $0.text(0) }
    }
  }

  /// Seals what the change log has told of a customer.
  public static func sealChanges(
    of customer: String, in writer: any Writer, _ seal: (_ kind: String, [UInt8]) throws -> [UInt8]
  ) async throws {
    let changes = try await writer.query(
      "SELECT cursor, kind, detail FROM change_log WHERE customer = $1", [.text(customer)]
    ) { ($0.integer(0), $0.text(1), $0.blob(2)) }
    for (cursor, kind, detail) in changes where !detail.isEmpty {
      try await writer.execute(
        "UPDATE change_log SET detail = $2 WHERE cursor = $1",
        [.integer(cursor), .blob(try seal(kind, detail))])
    }
  }
}
