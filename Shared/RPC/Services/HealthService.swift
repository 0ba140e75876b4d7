public import Messages
internal import Synchronization

/// Tells whether the process, and each of its services, is ready to serve.
public final class HealthService: HealthHandler {
  private struct State {
    var statuses: [String: RPCV1.HealthStatus]
    var watchers: [Int: (service: String, changes: AsyncStream<RPCV1.HealthStatus>.Continuation)] =
      [:]
    var nextWatcher = 0
  }

  private let state: Mutex<State>

  /// Everything starts as NOT_SERVING: the process itself, by the name "", and each of `services`.
  public init(services: [String]) {
    state = Mutex(
      State(
        statuses: Dictionary(
          (services + [""]).map { ($0, RPCV1.HealthStatus.notServing) },
          uniquingKeysWith: { first, _ in first })))
  }

  /// Says of every service whether it serves, and tells all who watch.
  public func setServing(_ isServing: Bool) {
    for service in state.withLock({ Array($0.statuses.keys) }) {
      set(service, isServing ? .serving : .notServing)
    }
  }

  /// Says it of one service.
  public func set(_ service: String, _ status: RPCV1.HealthStatus) {
    let watchers = state.withLock {
      state -> [AsyncStream<RPCV1.HealthStatus>.Continuation] in
      guard state.statuses[service] != status else { return [] }
      state.statuses[service] = status
      return state.watchers.values.filter { $0.service == service }.map(\.changes)
    }
    for watcher in watchers { watcher.yield(status) }
  }

  public func check(
    _ request: RPCV1.HealthRequest, _ call: CallContext
  ) async throws -> RPCV1.HealthReply {
    guard let status = state.withLock({ $0.statuses[request.service] }) else {
      throw RPCError(.notFound, "there is no service \(request.service.prefix(200)) here")
    }
    return RPCV1.HealthReply(status: status)
  }

  public func watch(
    _ request: RPCV1.HealthRequest, _ replies: ReplyWriter<RPCV1.HealthReply>, _ call: CallContext
  ) async throws {
    call.endAtDrain()
    let (changes, continuation) = AsyncStream.makeStream(of: RPCV1.HealthStatus.self)
    let watcher = subscribe(request.service, continuation)
    defer { state.withLock { $0.watchers[watcher] = nil } }
    for await status in changes { try await replies.write(RPCV1.HealthReply(status: status)) }
  }

  /// The state now comes first; a service that is not known may yet come to be.
  private func subscribe(
    _ service: String, _ changes: AsyncStream<RPCV1.HealthStatus>.Continuation
  ) -> Int {
    state.withLock { state in
      changes.yield(state.statuses[service] ?? .healthUnknown)
      defer { state.nextWatcher += 1 }
      state.watchers[state.nextWatcher] = (service, changes)
      return state.nextWatcher
    }
  }
}
