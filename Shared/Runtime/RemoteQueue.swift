import Synchronization

/// Work for the loop, as the Swift runtime or `execute` hands it over.
struct LoopJob {
  let job: UnownedJob
  /// Whether the job runs isolated to the loop as an actor's serial executor, or just prefers the
  /// loop.
  let isIsolated: Bool
}

/// What other threads hand to a loop, and how they wake it: one lock to append, and a system call
/// only when the loop may be asleep.
final class RemoteQueue: Sendable {
  struct Batch {
    var jobs: ContiguousArray<LoopJob> = []
    var works: ContiguousArray<@Sendable () -> Void> = []
    var isClosed = false
  }

  /// What to do after an append.
  enum Outcome {
    case seen, wake, closed
  }

  private static let pending: UInt8 = 1
  private static let asleep: UInt8 = 2

  // UnownedJob is a plain pointer to a job that belongs to nobody until it runs; the mutex orders
  // the hand-over.
  private let batch = Mutex(Batch())
  private let state = Atomic<UInt8>(0)

  func append(_ job: LoopJob) -> Outcome {
    announce(
      batch.withLock {
        $0.jobs.append(job); return $0.isClosed
      })
  }

  func append(_ work: @escaping @Sendable () -> Void) -> Outcome {
    announce(
      batch.withLock {
        $0.works.append(work); return $0.isClosed
      })
  }

  /// Whether something waits. Loop's thread.
  var isPending: Bool { state.load(ordering: .relaxed) & Self.pending != 0 }

  /// Swaps what waits into the two empty arrays, so that both sides' storage is used again and
  /// again. Loop's thread.
  func take(
    jobs: inout ContiguousArray<LoopJob>, works: inout ContiguousArray<@Sendable () -> Void>
  ) {
    _ = state.bitwiseAnd(~Self.pending, ordering: .acquiring)
    batch.withLock {
      swap(&$0.jobs, &jobs)
      swap(&$0.works, &works)
    }
  }

  /// Announces sleep; false when something waits and the loop must not sleep. Loop's thread.
  func goToSleep() -> Bool {
    state.compareExchange(expected: 0, desired: Self.asleep, ordering: .acquiringAndReleasing)
      .exchanged
  }

  func wokeUp() { _ = state.bitwiseAnd(~Self.asleep, ordering: .relaxed) }

  /// From now on appends say `.closed`: the loop's thread has ended.
  func close() { batch.withLock { $0.isClosed = true } }

  private func announce(_ isClosed: Bool) -> Outcome {
    let old = state.exchange(Self.pending, ordering: .acquiringAndReleasing)
    return isClosed ? .closed : old & Self.asleep != 0 ? .wake : .seen
  }
}
