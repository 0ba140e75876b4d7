import Synchronization

/// What a database knows of its partitions: which tables are spread, and the task that settles what
/// writes left behind.
final class Partitions: Sendable {
  private struct State {
    var layout: PartitionLayout?
    var settling: Task<Void, Never>?
    var isClosed = false
    var lastWarning: ContinuousClock.Instant?
  }

  private let schema: String
  private let state = Mutex(State())
  private static let pause = Duration.seconds(1)
  private static let quietTime = Duration.seconds(60)

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

  /// Says that a server is away, once a minute at most.
  func warn(_ error: StorageError, _ condition: DatabaseCondition) {
    let isDue = state.withLock { state in
      let now = ContinuousClock.now
      guard state.lastWarning.map({ now - $0 >= Self.quietTime }) ?? true else { return false }
      state.lastWarning = now
      return true
    }
    if isDue {
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
      if case .open = try await decision.settle(on: connection) {
        _ = try await connection.run([[PartitionBehind.note(decision)]])
      }
    }
    _ = try await connection.run([[PartitionBehind.catchingUp]])
  }
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
