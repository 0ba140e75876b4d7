extension PostgreSQLDatabase {
  /// Whether the task is inside a write's body.
  @TaskLocal private static var isWriting = false

  @discardableResult
  public func write<R: Sendable>(
    customer: String, _ body: @Sendable @escaping (any Writer) async throws -> R
  ) async throws -> R {
    guard !Self.isWriting else {
      throw StorageError(.sql, "a write inside a write would wait for itself for ever")
    }
    var retry = PostgreSQLRetry(attempts: options.attempts)
    var locked: Set<String> = [customer]
    var reruns = 0
    while true {
      switch try await attempt(locked, retry: &retry, body) {
      case .done(let answer): return answer
      case .again(let customers, let pause):
        locked.formUnion(customers)
        try await Task.sleep(for: pause)
      case .locking(let customers):
        locked.formUnion(customers)
        reruns += 1
        guard reruns < options.attempts else {
          throw StorageError(
            .busy, "a write that names other customers each time met others of theirs; try again")
        }
      }
    }
  }

  private enum Outcome<R> {
    case done(R)
    /// After a pause, with the locks of these customers too: without them it may meet others' writes
    /// time and again.
    case again(Set<String>, Duration)
    /// At once, with the locks of these customers too: only who holds a customer's lock when the
    /// transaction gets its number keeps the change log in the order of commits.
    case locking(Set<String>)
  }

  /// Runs the body once, from its beginning to its commit.
  private func attempt<R: Sendable>(
    _ customers: Set<String>, retry: inout PostgreSQLRetry,
    _ body: @Sendable @escaping (any Writer) async throws -> R
  ) async throws -> Outcome<R> {
    let layout = try await layout()
    if layout.isSpread { return try await attempt(customers, on: layout, retry: &retry, body) }
    let locks = customers.map { CustomerLock(customer: $0, schema: options.schema) }.sorted()
    let pool = try pool()
    let connection = try await pool.lease()
    defer { pool.giveBack(connection) }
    let session = PostgreSQLSession(connection, .write(locks), now: options.clock())
    do {
      let answer = try await Self.$isWriting.withValue(true) { try await body(session) }
      guard session.customersNamed.isSubset(of: customers) else {
        session.takeBack()
        return .locking(session.customersNamed)
      }
      if try await session.commit() { watch.noteWrite() }
      if condition.isFailing, session.hasWritten { condition.recover() }
      return .done(answer)
    } catch {
      session.takeBack()
      return try again(session.customersNamed, after: session.failure, error, &retry)
    }
  }

  /// As above, where tables are spread.
  private func attempt<R: Sendable>(
    _ customers: Set<String>, on layout: PartitionLayout, retry: inout PostgreSQLRetry,
    _ body: @Sendable @escaping (any Writer) async throws -> R
  ) async throws -> Outcome<R> {
    let (pool, beside) = (try pool(), try poolBeside())
    let connection = try await pool.lease()
    defer { pool.giveBack(connection) }
    // In this order always: who holds one of these holds one of those, so that one comes free.
    let partition = try await beside.lease()
    defer { beside.giveBack(partition) }
    let writer = PartitionedWriter(
      PartitionedWriter.Connections(coordinator: connection, partition: partition), layout,
      customers: customers, schema: options.schema, now: options.clock())
    do {
      let answer = try await Self.$isWriting.withValue(true) { try await body(writer) }
      guard writer.customersNamed.isSubset(of: customers) else {
        writer.takeBack()
        return .locking(writer.customersNamed)
      }
      if try await writer.commit() { watch.noteWrite() }
      if condition.isFailing, writer.hasWritten { condition.recover() }
      return .done(answer)
    } catch {
      writer.takeBack()
      // Of a commit the error itself says most: what was taken back for certain is run again.
      return try again(
        writer.customersNamed, after: error as? PostgreSQLFailure ?? writer.failure, error, &retry)
    }
  }

  private func again<R>(
    _ customers: Set<String>, after failure: PostgreSQLFailure?, _ error: any Error,
    _ retry: inout PostgreSQLRetry
  ) throws -> Outcome<R> {
    if let pause = retry.pause(after: failure, random: Double.random(in: 0..<1)) {
      return .again(customers, pause)
    }
    let seen = (error as? PostgreSQLFailure)?.seen ?? error
    note(seen, failure)
    throw seen
  }
}
