public import Logging
public import Messages
public import RPC
public import Storage
import Synchronization

/// Follows another service's change log: each change is dealt with once, in the log's order, over restarts of both
/// and however long either was away.
///
/// How far it has come is kept in this service's own database, in the transaction of what the change brings about.
/// The other is told afterwards, and keeps till then what is yet to come. Several replicas may follow under
/// one name: each change is the first's that comes to it. It begins with the oldest entry that is kept; who
/// needs what was before takes a snapshot first.
public struct ChangeFollower: Sendable {
  /// Watches the other's changes after a cursor and hands over each. Without a consumer's name: that one's
  /// cursor may be ahead of what is kept here, where this database was restored.
  public typealias Watch =
    @Sendable (_ cursor: UInt64, _ take: (RPCV1.Change) async throws -> Void) async throws -> Void
  /// What a change brings about. It may be run again, where nothing of it was kept.
  public typealias Effect = @Sendable (RPCV1.Change, any Writer) async throws -> Void

  private let source: String
  private let consumer: String
  private let log: ChangeLogServiceClient
  private let database: any Database
  private let logger: Logger
  private let watch: Watch
  private let effect: Effect
  /// Between two acknowledgements: each is a write of the other's.
  private let acknowledgeEvery: Duration

  /// - Parameters:
  ///   - source: the other's name, under which the place in its log is kept.
  ///   - consumer: the name in the other's list of consumers.
  ///   - log: of the same server as `watch`.
  ///   - database: where effects are kept.
  public init(
    of source: String, as consumer: String, log: ChangeLogServiceClient,
    into database: any Database, logger: Logger, acknowledgeEvery: Duration = .seconds(1),
    watch: @escaping Watch, effect: @escaping Effect
  ) {
    self.source = source
    self.consumer = consumer
    self.log = log
    self.database = database
    self.logger = logger
    self.acknowledgeEvery = acknowledgeEvery
    self.watch = watch
    self.effect = effect
  }

  /// Goes on till its task is cancelled. What goes wrong, as when the other is away, is tried again,
  /// every 5 s at last.
  ///
  /// - Throws: `CancellationError`; or ``RPCError`` with reason COMPACTED or AHEAD, where changes are gone that
  ///   it has not seen, or CONSUMER_FOREIGN: only a snapshot, or an operator, can mend that.
  public func run() async throws {
    var failures = 0
    while true {
      let progress = Progress()
      do {
        try await follow(progress)
      } catch let error where Self.isFinal(error) {
        throw error
      } catch {
        failures = progress.hasBegun ? 1 : failures + 1
        if failures == 1 { report(error) }
        try await Task.sleep(for: .milliseconds(min(50 << min(failures, 10), 5_000)))
      }
    }
  }

  /// Who was dropped, or removed by an operator, registers again.
  private static func isFinal(_ error: any Error) -> Bool {
    if error is CancellationError { return true }
    guard let reason = (error as? RPCError)?.reasonCode else { return false }
    return ["COMPACTED", "AHEAD", "CONSUMER_FOREIGN"].contains(reason)
  }

  private func report(_ error: any Error) {
    logger.warning(
      "a change log cannot be followed; it is tried again",
      error: error, metadata: ["of": "\(source)"])
  }

  private func follow(_ progress: Progress) async throws {
    let start = try await begin()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await watch(start) { change in
          try await take(change)
          progress.reach(change.cursor)
        }
        throw RPCError(.unavailable, "the stream was ended")
      }
      group.addTask { try await acknowledge(progress) }
      try await group.next()
    }
  }

  /// Where to go on. Whoever was dropped, or removed by an operator, begins behind what it has kept: if that
  /// is not in the log any more it is told.
  private func begin() async throws -> UInt64 {
    let position = try await database.read { try await $0.changePosition(in: source) }
    let after = UInt64(exactly: position ?? 0) ?? 0
    _ = try await log.registerConsumer(
      .init(consumer: consumer, start: position == nil ? .oldest : .after, afterCursor: after))
    guard position == nil else { return after }
    // The other may know the name, and where it was, from before this database was lost.
    let oldest = try Self.position(try await log.listConsumers(.init()).compactedCursor)
    return try await database.write(customer: "") { writer in
      // Another replica may have begun meanwhile, and be further.
      if let kept = try await writer.changePosition(in: source) { return UInt64(max(0, kept)) }
      try await writer.keepChangePosition(oldest, in: source)
      return UInt64(max(0, oldest))
    }
  }

  private func take(_ change: RPCV1.Change) async throws {
    let cursor = try Self.position(change.cursor)
    try await database.write(customer: change.customerId) { writer in
      guard cursor > (try await writer.changePosition(in: source) ?? 0) else { return }
      try await effect(change, writer)
      try await writer.keepChangePosition(cursor, in: source)
    }
  }

  private static func position(_ cursor: UInt64) throws -> Int64 {
    guard let position = Int64(exactly: cursor) else {
      throw RPCError(.internal, "cursor \(cursor) is past those that a change log gives")
    }
    return position
  }

  private func acknowledge(_ progress: Progress) async throws {
    var told: UInt64 = 0
    while true {
      try await Task.sleep(for: acknowledgeEvery)
      let cursor = progress.cursor
      guard cursor > told else { continue }
      _ = try await log.ackChanges(.init(consumer: consumer, cursor: cursor))
      told = cursor
    }
  }
}

/// How far one attempt to follow has come.
private final class Progress: Sendable {
  private let last = Atomic<UInt64>(0)

  /// The last change that was dealt with; 0 before the first.
  var cursor: UInt64 { last.load(ordering: .relaxed) }
  var hasBegun: Bool { cursor > 0 }

  func reach(_ cursor: UInt64) { last.store(cursor, ordering: .relaxed) }
}
