import Messages
import RPC
import Stubs
import Synchronization
import TestKit

/// Writers that send each request till it is answered, to one replica after the other.
final class RepeatedLoad: Sendable {
  private struct State {
    var acknowledged = 0
    var repeated = 0
    var unanswered = 0
    var isStopped = false
    var waiters: [(at: Int, CheckedContinuation<Void, Never>)] = []
  }

  private let replicas: [ConsentLoad]
  private let state = Mutex(State())

  init(_ replicas: [ConsentServiceClient]) {
    self.replicas = replicas.map { ConsentLoad(client: $0) }
  }

  var acknowledged: Int { state.withLock { $0.acknowledged } }
  var repeated: Int { state.withLock { $0.repeated } }

  /// After the writes that are under way.
  func stop() { state.withLock { $0.isStopped = true } }

  /// What was acknowledged to each writer, once it has been stopped.
  func run(writers: Int) async throws -> [[ConsentV1.GrantConsentReply]] {
    try await withThrowingTaskGroup(of: (Int, [ConsentV1.GrantConsentReply]).self) { group in
      for writer in 0..<writers {
        group.addTask { (writer, try await self.write(as: writer)) }
      }
      var receipts = [[ConsentV1.GrantConsentReply]](repeating: [], count: writers)
      for try await (writer, kept) in group { receipts[writer] = kept }
      return receipts
    }
  }

  private func write(as writer: Int) async throws -> [ConsentV1.GrantConsentReply] {
    var receipts: [ConsentV1.GrantConsentReply] = []
    while !state.withLock({ $0.isStopped }) {
      receipts.append(try await acknowledged(after: receipts, of: writer))
      count()
      // Each is repeated by the check afterwards: some thousands are enough.
      try await Task.sleep(for: .milliseconds(50))
    }
    return receipts
  }

  /// One more write, sent till it is answered.
  func acknowledged(
    after receipts: [ConsentV1.GrantConsentReply], of writer: Int
  ) async throws -> ConsentV1.GrantConsentReply {
    var attempts = writer + receipts.count
    while true {
      do {
        return try await replicas[attempts % replicas.count].write(after: receipts, of: writer)
      } catch let error as RPCError where error.code == .unavailable {
        attempts += 1
        state.withLock { $0.repeated += 1 }
        try await Task.sleep(for: .milliseconds(max(20, error.retryAfterMilliseconds)))
      }
    }
  }

  private func count() {
    let ready = state.withLock { state in
      state.acknowledged += 1
      let ready = state.waiters.filter { $0.at <= state.acknowledged }
      state.waiters.removeAll { $0.at <= state.acknowledged }
      return ready
    }
    for (_, waiter) in ready { waiter.resume() }
  }

  /// Returns when so many more have been acknowledged.
  func grows(by count: Int) async throws {
    await withCheckedContinuation { continuation in
      state.withLock { $0.waiters.append((at: $0.acknowledged + count, continuation)) }
    }
  }

  /// Returns when nothing has been acknowledged for three seconds.
  func stalls() async throws {
    var before = -1
    while before != acknowledged {
      before = acknowledged
      try await Task.sleep(for: .seconds(3))
    }
  }
}

/// A consumer of the change log that goes on behind what it has seen, at one replica after the other.
struct LogFollower {
  private let replicas: [ConsentServiceClient]

  init(_ replicas: [ConsentServiceClient]) { self.replicas = replicas }

  /// All that it has been given up to the first entry of a customer.
  func follow(till customer: String) async throws -> [RPCV1.Change] {
    var log: [RPCV1.Change] = []
    var attempts = 0
    while true {
      do {
        let request = ConsentV1.WatchChangesRequest(afterCursor: log.last?.cursor ?? 0)
        for try await reply in replicas[attempts % replicas.count].watchChanges(request) {
          guard let change = reply.change else { continue }
          log.append(change)
          if change.customerId == customer { return log }
        }
      } catch {
        guard error.code == .unavailable else { throw error }
        try await Task.sleep(for: .milliseconds(100))
      }
      attempts += 1
    }
  }
}
