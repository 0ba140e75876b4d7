internal import CLinux
import Dispatch
import Synchronization

extension EventLoop {
  /// How many batches of jobs may follow each other before sockets are looked at again.
  private static let batchesPerTurn = 64

  /// Makes the calling thread the loop's for the time of `body`.
  func adoptThread(_ body: () -> Void) {
    let previous = unsafe pthread_getspecific(Self.currentKey)
    unsafe pthread_setspecific(Self.currentKey, Unmanaged.passUnretained(self).toOpaque())
    body()
    unsafe pthread_setspecific(Self.currentKey, previous)
  }

  func run() {
    while !isStopping.load(ordering: .relaxed) {
      waitForEvents()
      fireTimers()
      takeDue()
      runJobs()
    }
    runAll()
    watches.removeAll()
    // What was appended before the close, announced or not yet, runs here; what comes after it runs
    // late, which waits for this to be over: the queues are one thread's at a time.
    late.withLock { _ in
      remote.close()
      takeRemote()
      runAll()
    }
  }

  /// After the loop's thread has ended: finishes what comes late on a borrowed thread, one at a
  /// time.
  func runLate() {
    DispatchQueue.global().async {
      self.late.withLock { _ in
        self.adoptThread { self.runAll() }
      }
    }
  }

  private var hasWork: Bool {
    !jobs.isEmpty || !works.isEmpty || !turnEnds.isEmpty || remote.isPending
  }

  /// Everything that is queued, and what that queues: the loop has no more turns.
  private func runAll() {
    while hasWork || !deferred.isEmpty {
      swap(&due, &deferred)
      takeDue()
      runJobs()
    }
  }

  private func takeDue() {
    guard !due.isEmpty else { return }
    works.append(contentsOf: due)
    due.removeAll(keepingCapacity: true)
  }

  private func waitForEvents() {
    turns &+= 1
    // What this turn's events put off is the next one's.
    swap(&due, &deferred)
    let sleeps = !hasWork && due.isEmpty && remote.goToSleep()
    let count = poller.wait(timeoutMilliseconds: sleeps ? sleepMilliseconds() : 0)
    if sleeps { remote.wokeUp() }
    clock.store(MonotonicClock.now, ordering: .relaxed)
    for index in 0..<count {
      guard let (token, readiness) = poller.event(index) else { continue }
      watches.handler(for: token)?.socketReady(readiness)
    }
  }

  private func runJobs() {
    var budget = Self.batchesPerTurn
    repeat {
      while budget > 0, runBatch() { budget -= 1 }
      budget -= 1
      runTurnEnds()
    } while budget > 0 && hasWork
  }

  /// Runs what is queued now, not what that queues; false when there was nothing.
  private func runBatch() -> Bool {
    if remote.isPending { takeRemote() }
    guard !jobs.isEmpty || !works.isEmpty else { return false }
    swap(&works, &runningWorks)
    for index in runningWorks.indices { runningWorks[index]() }
    runningWorks.removeAll(keepingCapacity: true)
    swap(&jobs, &running)
    let executor = unsafe asUnownedTaskExecutor()
    for index in running.indices {
      let next = running[index]
      if next.isIsolated {
        unsafe next.job.runSynchronously(
          isolatedTo: isolation.asUnownedSerialExecutor(), taskExecutor: executor)
      } else {
        unsafe next.job.runSynchronously(on: executor)
      }
    }
    running.removeAll(keepingCapacity: true)
    return true
  }

  private func takeRemote() {
    remote.take(jobs: &remoteJobs, works: &remoteWorks)
    jobs.append(contentsOf: remoteJobs)
    remoteJobs.removeAll(keepingCapacity: true)
    works.append(contentsOf: remoteWorks)
    remoteWorks.removeAll(keepingCapacity: true)
  }

  private func runTurnEnds() {
    guard !turnEnds.isEmpty else { return }
    swap(&turnEnds, &runningTurnEnds)
    for index in runningTurnEnds.indices { runningTurnEnds[index].turnEnded() }
    runningTurnEnds.removeAll(keepingCapacity: true)
  }
}
