extension Reader {
  /// All consumers, by name.
  public func changeConsumers() async throws -> [ChangeConsumer] {
    try await query(
      """
      SELECT name, owner, cursor, registered_at, acknowledged_at, dropped_at, dropped_because
      FROM change_consumers ORDER BY name
      """, [], ChangeConsumer.init(row:))
  }

  /// The consumer of a name, as long as it has not been dropped.
  ///
  /// - Parameter owner: who asks; `nil` is the service itself, which may be any consumer.
  /// - Throws: ``ChangeLogError``: `unknown`, `foreign` or `dropped`.
  public func changeConsumer(_ name: String, of owner: String?) async throws -> ChangeConsumer {
    guard let consumer = try await findConsumer(name) else {
      throw ChangeLogError.unknown(consumer: name)
    }
    guard owner == nil || consumer.owner == owner else {
      throw ChangeLogError.foreign(consumer: name)
    }
    guard consumer.dropped == nil else { throw ChangeLogError.dropped(consumer) }
    return consumer
  }

  /// The ends of the log as this reader sees them.
  public func changeLogExtent() async throws -> ChangeLogExtent {
    ChangeLogExtent(compacted: try await compactedCursor(), newest: try await newestCursor())
  }

  /// The newest entry there is, or was: right for an engine whose entries become visible in the order of
  /// their cursors. Another one answers with the last before which none can still appear.
  public func newestCursor() async throws -> Int64 {
    try await first(
      """
      SELECT (SELECT max(cursor) FROM change_log), (SELECT max(resumed) FROM change_log_gaps),
        (SELECT cursor FROM change_log_floor WHERE id = 1)
      """, []
    ) { max($0.integer(0), $0.integer(1), $0.integer(2)) } ?? 0
  }

  /// How far this service has followed another's log: the last entry whose effect it has kept.
  public func changePosition(in source: String) async throws -> Int64? {
    try await first("SELECT cursor FROM change_positions WHERE source = $1", [.text(source)]) {
      $0.integer(0)
    }
  }

  /// Makes sure that no entry past `cursor` has been compacted, or was given to another before the log was
  /// restored. Engines ask after they have read entries: a compaction in between is then seen, whatever
  /// the isolation.
  func requireKept(after cursor: Int64) async throws {
    let ends = try await first(
      """
      SELECT cursor, (SELECT max(resumed) FROM change_log_gaps WHERE ended < $1 AND $1 < resumed)
      FROM change_log_floor WHERE id = 1
      """, [.integer(cursor)]
    ) { (compacted: $0.integer(0), resumed: $0.optionalInteger(1)) }
    guard let ends else { return }
    // Told first: who takes a snapshot for this reads on behind what is compacted too.
    if let resumed = ends.resumed { throw ChangeLogError.ahead(cursor: cursor, newest: resumed) }
    guard cursor >= ends.compacted else {
      throw ChangeLogError.compacted(cursor: cursor, upTo: ends.compacted)
    }
  }

  func findConsumer(_ name: String) async throws -> ChangeConsumer? {
    try await first(
      """
      SELECT name, owner, cursor, registered_at, acknowledged_at, dropped_at, dropped_because
      FROM change_consumers WHERE name = $1
      """, [.text(name)], ChangeConsumer.init(row:))
  }

  func compactedCursor() async throws -> Int64 {
    try await first("SELECT cursor FROM change_log_floor WHERE id = 1", []) { $0.integer(0) } ?? 0
  }
}

extension ChangeConsumer {
  init(row: any Row) {
    self.init(
      name: row.text(0), owner: row.text(1), cursor: row.integer(2), registeredAt: row.integer(3),
      acknowledgedAt: row.integer(4),
      dropped: row.optionalInteger(5).map { Drop(at: $0, reason: row.text(6)) })
  }
}
