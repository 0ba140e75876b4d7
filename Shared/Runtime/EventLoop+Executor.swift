extension EventLoop {
  /// The Swift runtime's entry: a job of a task that prefers this loop. From any thread.
  public func enqueue(_ job: consuming ExecutorJob) {
    enqueue(LoopJob(job: UnownedJob(job), isIsolated: false))
  }

  /// For an actor that lives on the loop: `nonisolated var unownedExecutor: UnownedSerialExecutor {
  /// loop.asUnownedSerialExecutor() }`.
  public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    unsafe isolation.asUnownedSerialExecutor()
  }

  public func checkIsolated() {
    precondition(isCurrent, "not on the thread of event loop \(name)")
  }

  public func isIsolatingCurrentContext() -> Bool? { isCurrent }

  /// Runs `work` on the loop in a later batch, in the order of the calls from one thread. From any
  /// thread.
  public func execute(_ work: @escaping @Sendable () -> Void) {
    if isCurrent { works.append(work) } else { act(on: remote.append(work)) }
  }

  /// Runs `work` in the next turn, once sockets and timers have had theirs: for what would go on at once,
  /// and go on for as long as a peer likes, if others could not come first. Loop's thread.
  public func executeNextTurn(_ work: @escaping @Sendable () -> Void) {
    checkCurrent()
    deferred.append(work)
  }

  /// Calls `handler` once, after this turn's jobs and before the loop sleeps; it may queue jobs,
  /// which then run before the sleep too. A handler that registers twice is called twice: keep a
  /// flag. Loop's thread.
  public func atTurnEnd(_ handler: any TurnEndHandler) {
    checkCurrent()
    turnEnds.append(handler)
  }

  func enqueue(_ job: LoopJob) {
    if isCurrent { jobs.append(job) } else { act(on: remote.append(job)) }
  }

  private func act(on outcome: RemoteQueue.Outcome) {
    switch outcome {
    case .seen: break
    case .wake: poller.wake()
    case .closed: runLate()
    }
  }
}

/// The loop seen as an actor's serial executor: apart from the loop, so that the Swift runtime's
/// isolation tracking sees which jobs are an actor's and which only prefer the loop.
///
/// `@unchecked Sendable`: `loop` is set once, before anyone else has a reference, and never again;
/// the loop owns this object and outlives it.
final class LoopIsolation: SerialExecutor, @unchecked Sendable {
  unowned(unsafe) var loop: EventLoop?

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    unsafe loop?.enqueue(LoopJob(job: job, isIsolated: true))
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    unsafe UnownedSerialExecutor(ordinary: self)
  }

  func checkIsolated() { unsafe loop?.checkIsolated() }
  func isIsolatingCurrentContext() -> Bool? { unsafe loop?.isCurrent }
}
