internal import Runtime
internal import Synchronization
internal import Wire

/// A channel's interceptors, first to last. There is at least one: without any, a channel has none of
/// these, and its calls cost one look.
final class ClientInterceptors: Sendable {
  private let all: [any ClientInterceptor]
  let target: String

  init?(_ all: [any ClientInterceptor], target: String) {
    guard !all.isEmpty else { return nil }
    self.all = all
    self.target = target
  }

  /// Lets each see the call, and returns the options it is to be made with.
  func begin<Request, Reply>(
    _ method: Method<Request, Reply>, _ options: CallOptions
  ) async throws -> CallOptions {
    var call = OutgoingCall(
      method: method.path, kind: method.kind, idempotency: method.idempotency, target: target,
      options: options)
    var observers: [any ClientCallObserver] = []
    let started = MonotonicClock.now
    do {
      for interceptor in all {
        if let observer = try await interceptor.begin(&call) { observers.append(observer) }
      }
    } catch {
      // Those before the one that refused have begun, and hear that it came to nothing.
      ClientCallWatch(observers, started: started).ended(.failure(RPCError(handlerError: error)))
      throw error
    }
    call.options.watch = ClientCallWatch(observers, started: started)
    return call.options
  }

  /// A call whose outcome its caller waits for.
  func run<Request, Reply, Outcome>(
    _ method: Method<Request, Reply>, _ options: CallOptions,
    _ call: (CallOptions) async throws -> Outcome
  ) async throws -> Outcome {
    let options = try await begin(method, options)
    do {
      let outcome = try await call(options)
      options.watch?.ended(.success(()))
      return outcome
    } catch {
      options.watch?.ended(.failure(RPCError(handlerError: error)))
      throw error
    }
  }
}

/// Passes what happens to one call on to those who watch it.
final class ClientCallWatch: Sendable {
  private struct State {
    var totals = CallTotals()
    var last: CallOutcome?
    var isOver = false
  }

  private let observers: [any ClientCallObserver]
  private let started: Int64
  private let state = Mutex(State())

  init(_ observers: [any ClientCallObserver], started: Int64) {
    self.observers = observers
    self.started = started
  }

  func beginAttempt(_ attempt: inout OutgoingAttempt) -> [any ClientAttemptObserver] {
    var watching: [any ClientAttemptObserver] = []
    for observer in observers {
      if let other = observer.beginAttempt(&attempt) { watching.append(other) }
    }
    return watching
  }

  /// - Parameter hasLost: it was cancelled because another attempt decided the call.
  func attemptEnded(_ outcome: CallOutcome, hasLost: Bool) {
    state.withLock { state in
      state.totals += outcome.totals
      // Attempts that end because of another say nothing of the call.
      if !hasLost { state.last = outcome }
    }
  }

  /// The call has its outcome, for its caller; the first counts.
  func ended(_ result: Result<Void, RPCError>) {
    let before = state.withLock { state -> State? in
      defer { state.isOver = true }
      return state.isOver ? nil : state
    }
    guard let before else { return }
    let metadata = before.last.map {
      ReplyMetadata(initial: $0.initialMetadata, trailing: $0.trailingMetadata)
    }
    let outcome = CallOutcome(
      result, nanoseconds: MonotonicClock.now - started, totals: before.totals,
      metadata: metadata)
    for observer in observers.reversed() { observer.ended(outcome) }
  }
}
