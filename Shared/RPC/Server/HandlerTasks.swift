internal import Runtime

/// Runs handlers on tasks that are used again: making a task costs more than all else that a short
/// call needs. A task that was cancelled with its call is not used for another.
///
/// `@unchecked Sendable`: touched on its loop only; its tasks prefer that loop.
final class HandlerTasks: @unchecked Sendable {
  typealias Handler = @Sendable (CallContext) async throws -> Void

  /// Resting tasks that are kept, about 1 KiB each.
  private static let maximumResting = 128

  private let loop: EventLoop
  private var resting: [Worker] = []
  private var isClosed = false
  /// Tasks made so far.
  private(set) var made = 0

  init(loop: EventLoop) { self.loop = loop }

  /// Runs a call's handler, and returns the task to cancel it by.
  func run(_ call: ServerCall, _ handler: @escaping Handler) -> Task<Void, Never> {
    if let worker = resting.popLast(), let task = worker.wake(call, handler) { return task }
    let worker = Worker(call, handler)
    let task = Task(executorPreference: loop) { await self.work(worker) }
    worker.task = task
    made += 1
    return task
  }

  /// Ends the resting tasks; those that work end when they are done.
  func close() {
    isClosed = true
    for worker in resting { worker.end() }
    resting = []
  }

  private func work(_ worker: Worker) async {
    while let (call, handler) = worker.takeWork() {
      await call.perform(handler)
      guard !Task.isCancelled, !isClosed, resting.count < Self.maximumResting else { return }
      await unsafe withUnsafeContinuation { continuation in
        unsafe worker.rest(continuation)
        resting.append(worker)
      }
    }
  }

  /// One task, and the call it is to serve next.
  @safe private final class Worker: @unchecked Sendable {
    var task: Task<Void, Never>?
    private var next: (ServerCall, Handler)?
    private var resting: UnsafeContinuation<Void, Never>?

    init(_ call: ServerCall, _ handler: @escaping Handler) { next = (call, handler) }

    func takeWork() -> (ServerCall, Handler)? { next.take() }

    func rest(_ continuation: UnsafeContinuation<Void, Never>) { unsafe resting = continuation }

    func wake(_ call: ServerCall, _ handler: @escaping Handler) -> Task<Void, Never>? {
      next = (call, handler)
      end()
      return task
    }

    /// Goes on: with the next call, or without one to the task's end.
    func end() {
      guard let continuation = unsafe resting.take() else { return }
      unsafe continuation.resume()
    }
  }
}
