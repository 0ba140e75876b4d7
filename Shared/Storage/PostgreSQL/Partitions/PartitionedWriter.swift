/// A write on a schema whose tables are spread: one transaction on the coordinator's own tables, and
/// beside it, on a connection of its own, one on the customer's partition, which goes through the
/// coordinator's foreign tables. ``PartitionDecision`` says how the two are kept as one.
///
/// `@unchecked Sendable`: one task uses it at a time, as with the sessions that it has.
final class PartitionedWriter: Writer, @unchecked Sendable {
  private let coordinator: PostgreSQLSession
  private let partition: PostgreSQLSession
  private let connections: Connections
  private let layout: PartitionLayout
  private let schema: String
  private let customers: Set<String>
  private let now: Int64
  private var hasBegun = false
  /// Whose rows were changed.
  private var changed: Set<String> = []
  private var hasChangedCoordinator = false
  private var failureBefore: PostgreSQLFailure?

  /// The two connections of a write.
  struct Connections {
    var coordinator: PostgreSQLConnection
    var partition: PostgreSQLConnection
  }

  /// - Parameter customers: those whose locks are taken.
  init(
    _ connections: Connections, _ layout: PartitionLayout, customers: Set<String>, schema: String,
    now: Int64
  ) {
    self.connections = connections
    self.layout = layout
    self.customers = customers
    self.schema = schema
    self.now = now
    let locks = customers.map { CustomerLock(customer: $0, schema: schema) }.sorted()
    coordinator = PostgreSQLSession(
      connections.coordinator, .write(locks), now: now, holdsLocks: true)
    partition = PostgreSQLSession(
      connections.partition,
      .write(customers.map { CustomerLock(customer: $0, schema: "\(schema)/rows") }.sorted()))
  }

  var failure: PostgreSQLFailure? { failureBefore ?? partition.failure ?? coordinator.failure }

  // MARK: What bodies call

  func query<R>(
    _ sql: String, _ parameters: [SQLValue], _ row: (any Row) throws -> R
  ) async throws -> [R] {
    let statement = try layout.statement(sql)
    try await begin()
    if statement == .whole { return try await coordinator.query(sql, parameters, row) }
    return try await partition.query(sql, parameters, row)
  }

  @discardableResult
  func execute(_ sql: String, _ parameters: [SQLValue]) async throws -> Int {
    let statement = try layout.statement(sql)
    try await begin()
    guard case .writing(let customer, let forms) = statement else {
      hasChangedCoordinator = true
      return try await coordinator.execute(sql, parameters)
    }
    try note(customer < parameters.count ? parameters[customer] : .null)
    var count = 0
    for form in forms where count == 0 {
      count = try await partition.execute(form.sql, form.parameters.map { parameters[$0] })
    }
    return count
  }

  func appendChange(customer: String, kind: String, detail: [UInt8]) async throws {
    hasChangedCoordinator = true
    try await coordinator.appendChange(customer: customer, kind: kind, detail: detail)
  }

  func newestCursor() async throws -> Int64 {
    try await begin()
    return try await coordinator.newestCursor()
  }

  /// Only one server can decide.
  private func note(_ value: SQLValue) throws {
    guard case .text(let customer) = value,
      customer.utf8.count <= PartitionDecision.longestCustomer
    else { throw StorageError(.constraint, "a customer's id is no text, or too long") }
    changed.insert(customer)
    guard changed.count == 1 else {
      throw StorageError(
        .sql, "on partitions a write changes the rows of one customer, and this one those of two")
    }
  }

  // MARK: The two halves

  /// Takes the customers' locks, and settles what others left behind of their writes, before either
  /// half takes its snapshot.
  private func begin() async throws {
    if let failureBefore { throw failureBefore.seen }
    guard !hasBegun else { return }
    hasBegun = true
    do throws(PostgreSQLFailure) {
      let locks = customers.map { CustomerLock(customer: $0, schema: schema) }.sorted()
      let results = try await connections.coordinator.run(
        locks.map { [$0.taking] }
          + [[PartitionDecision.pending(schema)], [PartitionBehind.question]])
      let left = results.dropLast().last?.map { $0.text(0) } ?? []
      for name in left {
        guard let decision = PartitionDecision(name: name, schema: schema),
          customers.contains(decision.customer)
        else { continue }
        if case .open(let error) = try await decision.settle(on: connections.coordinator) {
          throw PostgreSQLFailure(storage: error, state: PostgreSQLFailure.partitionIsAway)
        }
      }
      // Entries of a customer's that have yet to move must stand before those of this write.
      if results.last?.map({ $0.integer(0) }) != [0] {
        _ = try await connections.coordinator.run([[PartitionBehind.catchingUp]])
      }
    } catch {
      failureBefore = error
      throw error.seen
    }
  }

  /// Whether either half brings about anything.
  var hasWritten: Bool { partition.hasWritten || coordinator.hasWritten }

  /// Whose rows were changed, and whom the change log is told about.
  var customersNamed: Set<String> { changed.union(coordinator.customersNamed) }

  /// Takes back both halves, and lets go of the locks.
  func takeBack() {
    for connection in [connections.partition, connections.coordinator] where hasBegun {
      connection.start(
        PostgreSQLBatch([[PostgreSQLCommand(sql: "ROLLBACK")], [CustomerLock.releasing]]))
    }
  }

  /// Commits: on disk, on both sides, when it returns. Answers whether the change log has grown.
  ///
  /// - Throws: what kept it from being kept; ``StorageError/Code/unknownOutcome`` where nobody knows.
  func commit() async throws(PostgreSQLFailure) -> Bool {
    if let failure { throw failure }
    guard let customer = changed.first else {
      partition.takeBack()
      let hasGrown = try await coordinator.commit()
      letGo()
      return hasGrown
    }
    guard hasChangedCoordinator else {
      try await commitPartitionAlone()
      takeBack()
      return false
    }
    let decision = PartitionDecision(customer: customer, schema: schema)
    let hasGrown = try await coordinator.prepare(with: decision.preparing)
    do throws(PostgreSQLFailure) {
      _ = try await partition.commit(behind: [decision.forgetting, decision.deciding(kept: true)])
      try await decision.finish(decision.keeping, on: connections.coordinator)
    } catch {
      // Also where its customer's half is kept and only this one is not yet: it may be another that is
      // keeping it.
      try await settle(decision, after: error)
      return hasGrown
    }
    letGo()
    return hasGrown
  }

  private func letGo() {
    guard hasBegun else { return }
    connections.coordinator.start(PostgreSQLBatch([[CustomerLock.releasing]]))
  }

  private func commitPartitionAlone() async throws(PostgreSQLFailure) {
    do throws(PostgreSQLFailure) {
      _ = try await partition.commit()
    } catch {
      // Nothing tells whether the server had it on disk.
      throw error.isOfPartition ? .unknown(error) : error
    }
  }

  /// A half has not answered well: was the write kept?
  private func settle(
    _ decision: PartitionDecision, after failure: PostgreSQLFailure
  ) async throws(PostgreSQLFailure) {
    let outcome: PartitionDecision.Outcome
    do throws(PostgreSQLFailure) {
      outcome = try await decision.settle(on: connections.coordinator)
    } catch {
      throw .unknown(failure)
    }
    switch outcome {
    case .kept: takeBack()
    case .takenBack: throw failure.undone
    case .open: throw .unknown(failure)
    }
  }
}

extension PostgreSQLFailure {
  /// SQLSTATE of a server that could not be connected to, as postgres_fdw tells it.
  static let partitionIsAway = "08001"

  /// As it was, but for certain that nothing was kept.
  fileprivate var undone: PostgreSQLFailure {
    guard storage.code == .unknownOutcome else { return self }
    return .lost("nothing of this write was kept")
  }

  /// Whether it is a partition's server that failed. The coordinator's own connection tells of its loss
  /// without a state.
  var isOfPartition: Bool { state.hasPrefix("08") && state != "08P01" }
}
