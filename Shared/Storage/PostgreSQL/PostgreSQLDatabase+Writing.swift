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
      case .again(let pause): try await Task.sleep(for: pause)
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
    case again(Duration)
    /// With the locks of these customers too.
    case locking([String])
  }

  /// Runs the body once, from its beginning to its commit.
  private func attempt<R: Sendable>(
    _ customers: Set<String>, retry: inout PostgreSQLRetry,
    _ body: @Sendable @escaping (any Writer) async throws -> R
  ) async throws -> Outcome<R> {
    let locks = customers.map { CustomerLock(customer: $0, schema: options.schema) }.sorted()
    let pool = try pool()
    let connection = try await pool.lease()
    defer { pool.giveBack(connection) }
    let session = PostgreSQLSession(connection, .write(locks), now: options.clock())
    do {
      let answer = try await Self.$isWriting.withValue(true) { try await body(session) }
      let missing = try await session.customersToLock()
      guard missing.isEmpty else {
        session.takeBack()
        return .locking(missing)
      }
      if try await session.commit() { watch.noteWrite() }
      if condition.isFailing { condition.recover() }
      return .done(answer)
    } catch {
      session.takeBack()
      let failure = session.failure
      if let pause = retry.pause(after: failure, random: Double.random(in: 0..<1)) {
        return .again(pause)
      }
      let seen = (error as? PostgreSQLFailure)?.seen ?? error
      note(seen)
      throw seen
    }
  }
}
