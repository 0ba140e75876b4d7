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
    /// When the oldest entry was made that is kept, in microseconds since 1970; nil where there is none.
    public var oldest: Int64?
  }

  private let database: any Database
  private let retention: ChangeRetention

  /// A keeper of the log of `database`.
  public init(_ database: any Database, _ retention: ChangeRetention) {
    self.database = database
    self.retention = retention
  }

  /// Every consumer, dropped or not, by name, with its lag. Each entry is counted once, however many
  /// consumers are behind it: cursors may have gaps, so their difference would not do.
  public static func lags(_ reader: any Reader, now: Int64) async throws -> [ConsumerLag] {
    var lags: [ConsumerLag] = []
    var (entries, end) = (Int64(0), Int64.max)
    for consumer in try await reader.changeConsumers().sorted(by: { $0.cursor > $1.cursor }) {
      let range: [SQLValue] = [.integer(consumer.cursor), .integer(end)]
      entries +=
        try await reader.first(
          "SELECT count(*) FROM change_log WHERE cursor > $1 AND cursor <= $2", range
        ) { $0.integer(0) } ?? 0
      end = consumer.cursor
      let oldest = try await Self.entries(reader, after: consumer.cursor, limit: 1).first
      lags.append(
        ConsumerLag(
          consumer: consumer, entries: entries,
          microseconds: max(0, oldest.map { now - $0.at } ?? 0)))
    }
    return lags.sorted { $0.consumer.name < $1.consumer.name }
  }

  /// Looks once, drops who is to be dropped, and compacts in batches till nothing is left to go.
  ///
  /// - Parameter now: microseconds since 1970.
  public func round(now: Int64) async throws -> Round {
    let newest = try await database.newestChange()
    let (found, compacted) = try await database.scan { reader in
      var round = Round()
      round.lags = try await Self.lags(reader, now: now).filter { $0.consumer.dropped == nil }
      let compacted = try await reader.compactedCursor()
      round.oldest = try await Self.entries(reader, after: compacted, limit: 1).first?.at
      return (round, compacted)
    }
    var round = found
    for lag in round.lags {
      if let dropped = try await drop(lag, now: now) { round.dropped.append(dropped) }
    }
    round.lags.removeAll { lag in round.dropped.contains { $0.name == lag.consumer.name } }
    // Where nothing may go, or somebody still needs it, a write would be for nothing.
    let slowest = round.lags.map(\.consumer.cursor).min() ?? newest
    guard slowest > compacted, let oldest = round.oldest,
      retention.mayGo(entryMadeAt: oldest, now: now)
    else { return round }
    var batch: Int
    repeat {
      batch = try await compact(upTo: newest, now: now)
      round.compacted += batch
    } while batch == Self.batchLimit
    return round
  }

  private func drop(_ lag: ConsumerLag, now: Int64) async throws -> ChangeConsumer? {
    let reason = retention.reasonToDrop(entries: lag.entries, microseconds: lag.microseconds)
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
