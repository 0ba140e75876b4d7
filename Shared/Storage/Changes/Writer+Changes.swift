extension Writer {
  /// Makes a consumer of the change log, or has one that was dropped begin anew. One that is
  /// registered already stays where it is.
  ///
  /// - Parameters:
  ///   - owner: who may acknowledge for it.
  ///   - start: behind which entry it begins; `nil` is with the oldest that is kept. For whoever takes a
  ///     snapshot next, ``Database/newestChange()``.
  ///   - now: microseconds since 1970.
  ///   - limit: the most consumers that a log has.
  /// - Throws: ``ChangeLogError``: `foreign`, `tooMany`, and `compacted` or `ahead` for a start that the
  ///   log does not have.
  public func registerConsumer(
    _ name: String, owner: String, after start: Int64?, now: Int64, limit: Int = 100
  ) async throws -> ChangeConsumer {
    try await lockFloor()
    if let known = try await findConsumer(name) {
      guard known.owner == owner else { throw ChangeLogError.foreign(consumer: name) }
      if known.dropped == nil { return known }
    } else {
      let count = try await first("SELECT count(*) FROM change_consumers", []) { $0.integer(0) }
      guard count ?? 0 < limit else { throw ChangeLogError.tooMany(limit: limit) }
    }
    let consumer = ChangeConsumer(
      name: name, owner: owner, cursor: try await checkedStart(start), registeredAt: now,
      acknowledgedAt: now)
    try await keep(consumer)
    return consumer
  }

  /// Says that a consumer has dealt with every entry up to `cursor`. Where the consumer is this
  /// service, in the transaction of what it did about them. An acknowledgement never goes back.
  ///
  /// - Parameter owner: who says so; `nil` is the service itself.
  /// - Throws: ``ChangeLogError``: `unknown`, `foreign`, `dropped`, or `ahead` of the log.
  public func acknowledgeChanges(
    upTo cursor: Int64, for name: String, of owner: String? = nil, now: Int64
  ) async throws {
    let consumer = try await changeConsumer(name, of: owner)
    guard cursor > consumer.cursor else { return }
    try await requireKept(after: cursor)
    let newest = try await changeLogExtent().newest
    guard cursor <= newest else { throw ChangeLogError.ahead(cursor: cursor, newest: newest) }
    let kept = try await execute(
      """
      UPDATE change_consumers SET cursor = $2, acknowledged_at = $3
      WHERE name = $1 AND cursor < $2 AND dropped_at IS NULL
      """, [.text(name), .integer(cursor), .integer(now)])
    // Nothing kept: another replica was faster, which is well, or has dropped it meanwhile.
    if kept == 0 { _ = try await changeConsumer(name, of: owner) }
  }

  /// Forgets a consumer, so that the log need not wait for it; whether there was one.
  @discardableResult
  public func removeConsumer(_ name: String) async throws -> Bool {
    try await execute("DELETE FROM change_consumers WHERE name = $1", [.text(name)]) > 0
  }

  /// Keeps how far this service has followed another's log, in the transaction of what it did about
  /// the entry.
  public func keepChangePosition(_ cursor: Int64, in source: String) async throws {
    try await execute(
      """
      INSERT INTO change_positions (source, cursor) VALUES ($1, $2)
      ON CONFLICT (source) DO UPDATE SET cursor = excluded.cursor
      """, [.text(source), .integer(cursor)])
  }

  /// Neither a compaction nor a registration runs beside this transaction: of two that change this
  /// row one waits, or is begun again. (`FOR UPDATE` is not every engine's.)
  func lockFloor() async throws {
    try await execute("UPDATE change_log_floor SET cursor = cursor WHERE id = 1", [])
  }

  private func checkedStart(_ start: Int64?) async throws -> Int64 {
    let extent = try await changeLogExtent()
    guard let start else { return extent.compacted }
    try await requireKept(after: start)
    guard start <= extent.newest else {
      throw ChangeLogError.ahead(cursor: start, newest: extent.newest)
    }
    return start
  }

  private func keep(_ consumer: ChangeConsumer) async throws {
    try await execute(
      """
      INSERT INTO change_consumers (name, owner, cursor, registered_at, acknowledged_at)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (name) DO UPDATE SET
        cursor = excluded.cursor, registered_at = excluded.registered_at,
        acknowledged_at = excluded.acknowledged_at, dropped_at = NULL, dropped_because = NULL
      """,
      [
        .text(consumer.name), .text(consumer.owner), .integer(consumer.cursor),
        .integer(consumer.registeredAt), .integer(consumer.acknowledgedAt),
      ])
  }
}
