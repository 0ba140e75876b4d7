import Synchronization

/// What a database knows of its partitions: which tables are spread, and the task that settles what
/// writes left behind.
final class Partitions: Sendable {
  private struct State {
    var layout: PartitionLayout?
    var settling: Task<Void, Never>?
    var isClosed = false
    /// Since when a server has not been reached, in the words of its last error.
    var isAway = false
  }

  private let schema: String
  private let state = Mutex(State())
  private static let pause = Duration.seconds(1)

  init(schema: String) { self.schema = schema }

  var layout: PartitionLayout? {
    get { state.withLock { $0.layout } }
    set { state.withLock { $0.layout = newValue } }
  }

  func close() {
    state.withLock { state in
      state.isClosed = true
      state.settling?.cancel()
      state.settling = nil
    }
  }

  /// Says once that a server is away, till all of them answer again.
  func warn(_ error: StorageError, _ condition: DatabaseCondition) {
    let isNew = state.withLock { state in
      defer { state.isAway = true }
      return !state.isAway
    }
    if isNew {
      condition.warn(
        "the server of some partitions cannot be reached, their customers are not served:"
          + " \(error.message)")
    }
  }

  /// Settles now and then, from now on, till it is closed; again is nothing.
  func start(_ settle: @escaping @Sendable () async -> Void) {
    state.withLock { state in
      guard state.settling == nil, !state.isClosed else { return }
      state.settling = Task {
        while !Task.isCancelled {
          try? await Task.sleep(for: Self.pause)
          await settle()
        }
      }
    }
  }

  /// What was prepared on this connection's server and left alone for seconds is decided.
  func settle(on connection: PostgreSQLConnection) async throws(PostgreSQLFailure) {
    let rows = try await connection.run([[PartitionDecision.pending(schema)]]).first?.map {
      (name: $0.text(0), isLeft: $0.integer(1) == 1)
    }
    for row in rows ?? [] where row.isLeft {
      guard let decision = PartitionDecision(name: row.name, schema: schema) else { continue }
      _ = try await decision.settle(on: connection)
    }
  }

  /// All servers answer, as far as is known.
  func noteAnswer() { state.withLock { $0.isAway = false } }
}

extension PostgreSQLDatabase {
  /// Which tables are spread; asked of the server once.
  func layout() async throws -> PartitionLayout {
    if let known = partitions.layout { return known }
    let layout = try await read { try await PartitionLayout.read($0) }
    partitions.layout = layout
    return layout
  }

  /// After the schema was brought up to date: looks again what is spread, and settles from now on what
  /// writes leave behind.
  func settlePartitions() async throws {
    partitions.layout = nil
    guard try await layout().isSpread else { return }
    partitions.start { [weak self] in await self?.settleOnce() }
  }

  private func settleOnce() async {
    guard let pool = try? pool(), let connection = try? await pool.lease() else { return }
    defer { pool.giveBack(connection) }
    // What cannot be settled now is tried again in a second, by every replica.
    _ = try? await partitions.settle(on: connection)
  }
}
