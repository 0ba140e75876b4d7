internal import Runtime

/// Runs handlers on tasks that are used again: making a task costs more than all else that a short
/// call needs. One task serves all calls that have come, one after the other, as long as none of
/// their handlers has to wait for something; the others then go on in tasks of their own. A task that
/// was cancelled with its call is not used for another.
///
/// `@unchecked Sendable`: touched on its loop only; its tasks prefer that loop.
final class HandlerTasks: @unchecked Sendable {
  /// Resting tasks that are kept, about 1 KiB each.
  private static let maximumResting = 128

  private let loop: EventLoop
  private var resting: [HandlerTask] = []
  private var isClosed = false
  /// Calls that have come, in order, and how many of them have been taken.
  private var calls: ContiguousArray<ServerCall?> = []
  private var taken = 0
  /// Whether somebody is about to take the next call. There always is while calls wait.
  private var isServed = false
  private var isCheckDue = false
  /// Tasks made so far.
  private(set) var made = 0

  init(loop: EventLoop) { self.loop = loop }

  /// Has a call's handler run, before the loop sleeps.
  func run(_ call: ServerCall) {
    calls.append(call)
    guard !isServed else { return }
    isServed = true
    wake()
  }

  /// Ends the resting tasks; those that work end when they are done.
  func close() {
    isClosed = true
    for task in resting { task.wake() }
    resting = []
  }

  private func wake() {
    if let task = resting.popLast() { return task.wake() }
    made += 1
    let task = HandlerTask()
    task.start(Task(executorPreference: loop) { await self.work(task) })
  }

  private func work(_ task: HandlerTask) async {
    repeat {
      while let call = next(for: task) {
        do {
          try await call.handler(ServedCall(call: call, context: CallContext(call.state)))
          call.handlerReturned()
        } catch {
          call.handlerFailed(error)
        }
        // Another takes what is left: whoever waits for a handler has one that looks after it.
        guard !task.isCancelled else { return }
      }
      guard !isClosed, resting.count < Self.maximumResting else { return }
      await unsafe withUnsafeContinuation { continuation in
        unsafe task.rest(continuation)
        resting.append(task)
      }
    } while !isClosed || isServed
  }

  /// The next call whose handler may begin.
  private func next(for task: HandlerTask) -> ServerCall? {
    while taken < calls.count {
      let call = calls[taken].take()
      taken += 1
      if taken == calls.count {
        calls.removeAll(keepingCapacity: true)
        taken = 0
        isServed = false
      } else if !isCheckDue {
        isCheckDue = true
        loop.execute { self.wakeOthers() }
      }
      if let call, call.handlerMayBegin(in: task) { return call }
    }
    return nil
  }

  /// No task runs at this moment, so whoever took calls and left some has a handler that waits. Those
  /// behind it are likely to be of its kind: each gets a task.
  private func wakeOthers() {
    isCheckDue = false
    for _ in taken..<calls.count { wake() }
  }
}

/// One task, in which handlers run.
///
/// `@unchecked Sendable`: touched on its loop only.
@safe final class HandlerTask: @unchecked Sendable {
  /// Whether the call that it served was ended before its handler.
  private(set) var isCancelled = false
  private var task: Task<Void, Never>?
  private var resting: UnsafeContinuation<Void, Never>?

  func start(_ task: Task<Void, Never>) { self.task = task }

  func cancel() {
    isCancelled = true
    task?.cancel()
  }

  func rest(_ continuation: UnsafeContinuation<Void, Never>) { unsafe resting = continuation }

  /// Goes on: with the next call, or without one to the task's end.
  func wake() {
    guard let continuation = unsafe resting.take() else { return }
    unsafe continuation.resume()
  }
}
