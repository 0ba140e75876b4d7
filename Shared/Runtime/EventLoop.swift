internal import CLinux
import Synchronization

/// One thread with one epoll set, timers and a job queue, which IS an executor: tasks that prefer
/// it run on its thread, between the sockets' events, and never leave it.
///
/// A turn: wait for events, read the clock, call socket handlers, fire timers, run jobs and work
/// until there are none (or a bound is reached: sockets are not starved by jobs that make jobs),
/// call the turn-end handlers, and again while these made jobs. What is for the next turn comes after
/// that turn's events and timers.
///
/// From any thread: `execute`, `enqueue`, `stop`, `now`, `isCurrent`. Everything else belongs to
/// the loop's own thread.
///
/// `@unchecked Sendable`: the mutable state below the mark is touched by the loop's thread alone
/// (each entry checks it), or, once that thread has ended, by one borrowed thread at a time under
/// `late`. What other threads reach is `Sendable` by itself.
@safe
public final class EventLoop: TaskExecutor, SerialExecutor, @unchecked Sendable {
  public let name: String

  let remote = RemoteQueue()
  let poller: Poller
  let isolation: LoopIsolation
  let clock = Atomic<Int64>(MonotonicClock.now)
  let isStopping = Atomic<Bool>(false)
  let thread = Mutex<pthread_t?>(nil)
  let late = Mutex<Void>(())

  // The loop's thread only.
  var jobs: ContiguousArray<LoopJob> = []
  var running: ContiguousArray<LoopJob> = []
  var works: ContiguousArray<@Sendable () -> Void> = []
  var runningWorks: ContiguousArray<@Sendable () -> Void> = []
  /// Work for the next turn, and that for this one until sockets and timers have had theirs.
  var deferred: ContiguousArray<@Sendable () -> Void> = []
  var due: ContiguousArray<@Sendable () -> Void> = []
  var remoteJobs: ContiguousArray<LoopJob> = []
  var remoteWorks: ContiguousArray<@Sendable () -> Void> = []
  var turnEnds: ContiguousArray<any TurnEndHandler> = []
  var runningTurnEnds: ContiguousArray<any TurnEndHandler> = []
  var watches = WatchTable()
  var wheel = TimerWheel()
  let wheelStart = MonotonicClock.now
  let scratch: UnsafeMutableRawBufferPointer
  var isScratchLent = false
  /// Turns begun, and how often the read buffer was lent: for tests, which count instead of timing.
  package internal(set) var turns: UInt64 = 0
  package internal(set) var scratchLoans: UInt64 = 0

  /// Bytes in the shared read buffer.
  public static let scratchByteCount = 256 * 1024

  init(name: String) throws(RuntimeError) {
    self.name = name
    poller = try Poller()
    isolation = LoopIsolation()
    unsafe scratch = .allocate(byteCount: Self.scratchByteCount, alignment: 64)
    unsafe isolation.loop = self
  }

  deinit { unsafe scratch.deallocate() }

  /// Starts a loop on a thread of its own, which keeps the loop alive until `stop`. The name is
  /// shown by the system's tools (15 bytes of it).
  public static func start(name: String) throws(RuntimeError) -> EventLoop {
    cameo_ignore_sigpipe()
    let loop = try EventLoop(name: name)
    let result = loop.thread.withLock { thread in
      var started = pthread_t()
      let result = unsafe cameo_thread_start(
        &started, runLoop, Unmanaged.passRetained(loop).toOpaque())
      if result == 0 { thread = started }
      return result
    }
    guard result < 0 else { return loop }
    unsafe Unmanaged.passUnretained(loop).release()
    throw RuntimeError(
      .resources, "cannot start a thread for event loop \(name)", underlying: -result)
  }

  /// Ends the loop once its queue is empty, and waits for that, unless called on the loop itself.
  /// Close what lives on the loop first: descriptors are watched no more and timers do not fire. A
  /// task that comes back to a stopped loop later is still finished, on a borrowed thread, so none
  /// hangs.
  public func stop() {
    isStopping.store(true, ordering: .sequentiallyConsistent)
    poller.wake()
    guard !isCurrent else { return }
    thread.withLock { thread in
      guard let ended = thread else { return }
      pthread_join(ended, nil)
      thread = nil
    }
  }

  /// The loop whose thread is asking; nil on any other thread.
  public static var current: EventLoop? {
    guard let pointer = unsafe pthread_getspecific(currentKey) else { return nil }
    return unsafe Unmanaged<EventLoop>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Whether the caller is on this loop's thread.
  public var isCurrent: Bool {
    unsafe pthread_getspecific(Self.currentKey) == Unmanaged.passUnretained(self).toOpaque()
  }

  /// Monotonic nanoseconds, read once a turn: what timers and deadlines count on.
  public var now: Int64 { clock.load(ordering: .relaxed) }

  /// Lends the loop's read buffer (`scratchByteCount` bytes): read into it, use the bytes, keep
  /// nothing. Not to be nested.
  public func withScratch<Result>(_ body: (UnsafeMutableRawBufferPointer) -> Result) -> Result {
    checkCurrent()
    precondition(!isScratchLent, "the loop's scratch buffer is lent already")
    isScratchLent = true
    scratchLoans &+= 1
    defer { isScratchLent = false }
    return unsafe body(scratch)
  }

  /// A misuse of loop-confined state is a data race: better to stop in a test than to corrupt in
  /// production.
  @inline(__always)
  func checkCurrent() { assert(isCurrent, "only on the thread of event loop \(name)") }

  static let currentKey: pthread_key_t = {
    var key = pthread_key_t()
    let result = unsafe pthread_key_create(&key, nil)
    precondition(result == 0, "no thread-local key is free")
    return key
  }()
}

/// The thread's body. Holds the retain made by `start`.
private func runLoop(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context = unsafe context else { return nil }
  let loop = unsafe Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue()
  unsafe cameo_thread_name(loop.name)
  cameo_block_signals()
  loop.adoptThread { loop.run() }
  return nil
}
