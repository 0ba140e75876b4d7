internal import CSQLite
import Glibc
import Synchronization

/// A thread of the storage, and the task executor that runs on it.
///
/// The writer's thread takes requests one after the other; a scanning thread only runs jobs.
/// `@unchecked Sendable`: everything that changes is inside the monitor.
final class StorageThread: TaskExecutor, @unchecked Sendable {
  private struct State {
    var jobs = Queue<UnownedJob>()
    var requests = Queue<WriteRequest>()
    var tasks = 0
    var isStopping = false
    var hasEnded = false
    var joining: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Monitor(State())
  private let identity = Atomic<UInt>(0)

  /// Starts a thread that does `work` and ends with it.
  static func start(
    name: String, _ work: @escaping @Sendable (StorageThread) -> Void
  ) throws(StorageError) -> StorageThread {
    let thread = StorageThread()
    let start = unsafe Unmanaged.passRetained(ThreadStart(thread, name, work))
    var identity = pthread_t()
    let result = unsafe pthread_create(
      &identity, nil,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue().run()
        }
        return nil
      }, start.toOpaque())
    guard result == 0 else {
      unsafe start.release()
      throw StorageError(.io, "no thread for the storage could be started", underlying: result)
    }
    pthread_detach(identity)
    return thread
  }

  /// Whether the caller runs on this thread.
  var isCurrent: Bool {
    identity.load(ordering: .relaxed) == UInt(pthread_self())
  }

  /// Requests that wait for their turn.
  var waitingRequests: Int {
    state.withLock { $0.requests.count }
  }

  fileprivate func began() {
    identity.store(UInt(pthread_self()), ordering: .relaxed)
  }

  fileprivate func ended() {
    let joining = state.withLock { state in
      state.hasEnded = true
      defer { state.joining = [] }
      return state.joining
    }
    for continuation in joining { continuation.resume() }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.jobs.append(job) }
    if !isCurrent { state.wake() }
  }

  /// Accepts a write, or answers why not: the thread is stopping, or `limit` wait already.
  func submit(_ request: WriteRequest, limit: Int = .max) -> StorageError? {
    let refusal = state.withLock { state -> StorageError? in
      guard !state.isStopping else { return .databaseIsClosed }
      guard state.requests.count < limit else {
        return StorageError(.busy, "\(limit) writes wait already; try again a little later")
      }
      state.requests.append(request)
      return nil
    }
    if refusal == nil { state.wake() }
    return refusal
  }

  /// Holds the thread open for a task that runs on it; false if it is stopping or has `limit` tasks.
  func beginTask(limit: Int) -> Bool {
    state.withLock { state in
      guard !state.isStopping, state.tasks < limit else { return false }
      state.tasks += 1
      return true
    }
  }

  /// The task has ended.
  func endTask() {
    state.withLock { $0.tasks -= 1 }
    state.wake()
  }

  /// Accepts nothing more; the thread ends when what it had accepted is done.
  func stop() {
    state.withLock { $0.isStopping = true }
    state.wake()
  }

  /// Suspends till the thread has done all it had accepted. Call ``stop()`` first.
  func join() async {
    await withCheckedContinuation { continuation in
      let hasEnded = state.withLock { state in
        if !state.hasEnded { state.joining.append(continuation) }
        return state.hasEnded
      }
      if hasEnded { continuation.resume() }
    }
  }

  // MARK: On the thread itself

  /// Sleeps till there is a request; `nil` when the thread is to end.
  func waitForRequest() -> WriteRequest? {
    state.wait { state in
      if let request = state.requests.take() { return .some(request) }
      return state.isStopping ? .some(nil) : nil
    }
  }

  /// The next request if one has queued up that shares a transaction with others.
  func takeRequest() -> WriteRequest? {
    state.withLock { state in
      guard let first = state.requests.first, !first.isApart else { return nil }
      return state.requests.take()
    }
  }

  /// Runs `body` as a task on this thread, to its end, before anything else.
  func runToEnd<R: Sendable>(_ body: @escaping @Sendable () async -> R) -> R {
    let end = End<R>()
    Task(executorPreference: self) {
      let answer = await body()
      end.answer.withLock { $0 = answer }
    }
    while true {
      if let answer = end.answer.withLock({ $0 }) { return answer }
      run(state.wait { $0.jobs.take() })
    }
  }

  /// Runs jobs till the thread is to end.
  func runJobs() {
    while let job = nextJob() { run(job) }
  }

  private func nextJob() -> UnownedJob? {
    state.wait { state in
      if let job = state.jobs.take() { return .some(job) }
      return state.isStopping && state.tasks == 0 ? .some(nil) : nil
    }
  }

  private func run(_ job: UnownedJob) {
    unsafe job.runSynchronously(on: asUnownedTaskExecutor())
  }
}

/// Given by the last job of a task, on the thread that looks for it.
private final class End<R: Sendable>: Sendable {
  let answer = Mutex<R?>(nil)
}

/// What a new thread needs to begin.
private final class ThreadStart {
  private let thread: StorageThread
  private let name: String
  private let work: @Sendable (StorageThread) -> Void

  init(_ thread: StorageThread, _ name: String, _ work: @escaping @Sendable (StorageThread) -> Void)
  {
    self.thread = thread
    self.name = name
    self.work = work
  }

  func run() {
    unsafe cameo_name_storage_thread(name)
    thread.began()
    work(thread)
    thread.ended()
  }
}
