internal import Runtime

/// Learns that the change log has grown, whoever wrote, and tells a ``ChangeSignal``.
///
/// It looks when a notification comes, after a write of this process, and now and then regardless,
/// because a notification is only a hint. While a long transaction holds entries back it looks often.
///
/// Notifications go out from here, after the commit and many writes at once: one inside of each
/// write's transaction would let all commits of the server wait for each other.
///
/// While the database keeps nothing, it finds out when that is over: nobody else may write meanwhile.
///
/// `@unchecked Sendable`: all that changes belongs to the loop's thread.
final class PostgreSQLChangeWatch: @unchecked Sendable {
  private let loop: EventLoop
  private let options: PostgreSQLOptions
  private let signal: ChangeSignal
  private let condition: DatabaseCondition
  private let open: PostgreSQLPool.Opener
  private var connection: PostgreSQLConnection?
  private var isStarted = false
  private var isClosed = false
  private var isAsking = false
  private var isToAskAgain = false
  private var isToNotify = false
  private var newest: Int64 = 0
  private var held = 0
  private var backoff = PostgreSQLBackoff()
  private lazy var timer = PostgreSQLTimer { [weak self] in self?.tick() }
  private static let heldPause: Int64 = 5_000_000
  private static let longestHeldPause: Int64 = 200_000_000

  init(
    on loop: EventLoop, _ options: PostgreSQLOptions, _ signal: ChangeSignal,
    _ condition: DatabaseCondition,
    open: @escaping PostgreSQLPool.Opener
  ) {
    self.loop = loop
    self.options = options
    self.signal = signal
    self.condition = condition
    self.open = open
    condition.observe { [weak self] event in if case .failing = event { self?.start() } }
  }

  /// Begins; again is nothing. From any thread.
  func start() {
    loop.execute {
      guard !self.isStarted, !self.isClosed else { return }
      self.isStarted = true
      self.connect()
    }
  }

  /// A write of this process has been committed: others are to be told. From any thread.
  func noteWrite() {
    loop.execute {
      self.isToNotify = true
      self.ask()
    }
  }

  /// Ends. From any thread.
  func close() {
    loop.execute {
      self.isClosed = true
      self.loop.cancel(self.timer)
      self.connection?.onLoss = nil
      self.connection?.close()
      self.connection = nil
    }
  }

  // MARK: On the loop

  private var channel: String { "\"cameo_\(options.schema)_changes\"" }

  private func connect() {
    open { result in self.loop.execute { self.connected(result) } }
  }

  private func connected(_ result: Result<PostgreSQLOpening.Opened, PostgreSQLFailure>) {
    switch result {
    case .failure(let failure):
      guard !isClosed else { return }
      condition.fail(failure.storage)
      later(backoff.next(random: Double.random(in: 0..<1)))
    case .success(let opened):
      let connection = PostgreSQLConnection(opened, on: loop)
      guard !isClosed, connection.failure == nil else { return connection.close() }
      backoff.reset()
      self.connection = connection
      connection.onLoss = { [weak self] in self?.lost($0) }
      connection.onNotification = { [weak self] in self?.ask() }
      connection.start(
        PostgreSQLBatch([[PostgreSQLCommand(sql: "LISTEN \(channel)", isKept: false)]]))
      ask()
    }
  }

  private func lost(_ connection: PostgreSQLConnection) {
    connection.close()
    self.connection = nil
    isAsking = false
    guard !isClosed else { return }
    later(backoff.next(random: Double.random(in: 0..<1)))
  }

  private func later(_ pause: Int64) {
    guard !isClosed else { return }
    loop.schedule(timer, at: loop.now + pause)
  }

  private func tick() {
    if connection == nil { connect() } else { ask() }
  }

  private func ask() {
    guard let connection, !isClosed else { return }
    guard !isAsking else {
      isToAskAgain = true
      return
    }
    isAsking = true
    isToAskAgain = false
    var groups = [[PostgreSQLCommand(sql: PostgreSQLChangeLog.newest)]]
    // A damaged page stays damaged, whatever else is kept.
    let isTrying = condition.fault.map { $0.code != .corrupt } ?? false
    if isTrying { groups.append(Self.probe) }
    if isToNotify {
      isToNotify = false
      groups.append([PostgreSQLCommand(sql: "NOTIFY \(channel)")])
    }
    connection.start(
      PostgreSQLBatch(groups) { [weak self] in self?.answered($0, hasTried: isTrying) })
  }

  /// As much as a usual write needs, so that the next one does not fail again at once: 512 KiB of the
  /// disk, a row a page, given back with the commit. An update finds room in its own page where there
  /// is none on the disk.
  private static let probe = [
    PostgreSQLCommand(
      sql: """
        CREATE TABLE storage_probe WITH (fillfactor = 10)
        AS SELECT repeat('x', 900) AS filler FROM generate_series(1, 64)
        """, isKept: false),
    PostgreSQLCommand(sql: "DROP TABLE storage_probe", isKept: false),
  ]

  private func answered(_ batch: PostgreSQLBatch, hasTried: Bool) {
    isAsking = false
    guard !isClosed, connection != nil else { return }
    if let failure = batch.failure {
      if failure.storage.isOfDatabase { condition.fail(failure.storage) }
    } else if hasTried {
      condition.recover()
    }
    let row = batch.results.first?.map { (newest: $0.integer(0), isHeld: $0.integer(1) == 1) }.first
    if let row, row.newest > newest {
      newest = row.newest
      signal.publish(newest)
    }
    held = row?.isHeld == true ? min(held + 1, 10) : 0
    if isToAskAgain { return ask() }
    later(
      held == 0
        ? options.pollTime.nanoseconds : min(Self.heldPause << Int64(held), Self.longestHeldPause))
  }
}
