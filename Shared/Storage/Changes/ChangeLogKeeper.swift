/// Keeps the change log bounded: drops consumers that are too far behind, and compacts what the others
/// have acknowledged and nobody needs any more.
///
/// Several replicas may each have one over the same database.
public struct ChangeLogKeeper: Sendable {
  /// Entries that go in one transaction: about two milliseconds of the writer's time.
  static let batchLimit = 1_000

  /// What a look at the log found and did.
  public struct Round: Sendable, Equatable {
    /// Of every consumer that has not been dropped.
    public var lags: [ConsumerLag] = []
    /// Those dropped by this round, as they are now.
    public var dropped: [ChangeConsumer] = []
    /// Entries that went.
    public var compacted = 0
    /// The log as it was before.
    public var extent: ChangeLogExtent
  }

  private let database: any Database
  private let retention: ChangeRetention

  /// A keeper of the log of `database`.
  public init(_ database: any Database, _ retention: ChangeRetention) {
    self.database = database
    self.retention = retention
  }

  /// Every consumer, dropped or not, with its lag.
  public static func lags(_ reader: any Reader, now: Int64) async throws -> [ConsumerLag] {
    let newest = try await reader.changeLogExtent().newest
    var lags: [ConsumerLag] = []
    for consumer in try await reader.changeConsumers() {
      let oldest = try await reader.first(
        "SELECT at FROM change_log WHERE cursor > $1 ORDER BY cursor LIMIT 1",
        [.integer(consumer.cursor)]
      ) { $0.integer(0) }
      lags.append(
        ConsumerLag(
          consumer: consumer, entries: max(0, newest - consumer.cursor),
          microseconds: max(0, oldest.map { now - $0 } ?? 0)))
    }
    return lags
  }

  /// Looks once, drops who is to be dropped, and compacts in batches till nothing is left to go.
  ///
  /// - Parameter now: microseconds since 1970.
  public func round(now: Int64) async throws -> Round {
    let newest = try await database.newestChange()
    var (round, next) = try await database.scan { reader in
      var round = Round(extent: try await reader.changeLogExtent())
      round.lags = try await Self.lags(reader, now: now).filter { $0.consumer.dropped == nil }
      return (round, try await Self.entries(reader, after: round.extent.compacted, limit: 1))
    }
    for lag in round.lags {
      if let dropped = try await drop(lag, now: now) { round.dropped.append(dropped) }
    }
    round.lags.removeAll { lag in round.dropped.contains { $0.name == lag.consumer.name } }
    // Without an old entry there is nothing to do, and a write would be for nothing.
    guard let next = next.first, retention.mayGo(entryMadeAt: next.at, now: now) else {
      return round
    }
    var batch: Int
    repeat {
      batch = try await compact(upTo: newest, now: now)
      round.compacted += batch
    } while batch == Self.batchLimit
    return round
  }

  private func drop(_ lag: ConsumerLag, now: Int64) async throws -> ChangeConsumer? {
    var entries = lag.entries
    if entries > retention.mostEntriesBehind { entries = try await exactEntries(lag.consumer) }
    let reason = retention.reasonToDrop(entries: entries, microseconds: lag.microseconds)
    guard let reason else { return nil }
    let consumer = lag.consumer
    // It may have acknowledged meanwhile, or another replica has seen the same.
    let count = try await database.write(customer: "") { writer in
      try await writer.execute(
        """
        UPDATE change_consumers SET dropped_at = $3, dropped_because = $4
        WHERE name = $1 AND cursor = $2 AND dropped_at IS NULL
        """,
        [.text(consumer.name), .integer(consumer.cursor), .integer(now), .text(reason)])
    }
    guard count > 0 else { return nil }
    var dropped = consumer
    dropped.dropped = ChangeConsumer.Drop(at: now, reason: reason)
    return dropped
  }

  /// Cursors that were skipped must not cost a consumer its place.
  private func exactEntries(_ consumer: ChangeConsumer) async throws -> Int64 {
    try await database.scan { reader in
      try await reader.first(
        "SELECT count(*) FROM change_log WHERE cursor > $1", [.integer(consumer.cursor)]
      ) { $0.integer(0) } ?? 0
    }
  }

  /// One batch; answers how many entries it had.
  private func compact(upTo newest: Int64, now: Int64) async throws -> Int {
    let retention = retention
    return try await database.write(customer: "") { writer in
      try await writer.lockFloor()
      let floor = try await writer.compactedCursor()
      let slowest = try await writer.first(
        "SELECT min(cursor) FROM change_consumers WHERE dropped_at IS NULL", []
      ) { $0.optionalInteger(0) }
      let bound = min(newest, (slowest ?? nil) ?? newest)
      let going = try await Self.entries(writer, after: floor, limit: Self.batchLimit)
        .prefix { $0.cursor <= bound && retention.mayGo(entryMadeAt: $0.at, now: now) }
      guard let last = going.last?.cursor else { return 0 }
      try await writer.execute("DELETE FROM change_log WHERE cursor <= $1", [.integer(last)])
      try await writer.execute(
        "UPDATE change_log_floor SET cursor = $1 WHERE id = 1", [.integer(last)])
      return going.count
    }
  }

  private static func entries(_ reader: any Reader, after cursor: Int64, limit: Int) async throws
    -> [(cursor: Int64, at: Int64)]
  {
    try await reader.query(
      "SELECT cursor, at FROM change_log WHERE cursor > $1 ORDER BY cursor LIMIT $2",
      [.integer(cursor), .integer(Int64(limit))]
    ) { ($0.integer(0), $0.integer(1)) }
  }
}
