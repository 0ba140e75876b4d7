import CoreMetrics
import RPC
import Synchronization

/// Counts the calls that a service makes, by gRPC's names (gRFC A66): calls as their callers see them,
/// and the attempts that they took.
final class ClientMetrics: ClientInterceptor {
  private let factory: any MetricsFactory
  private let methods = Mutex<[String: ClientMethodMetrics]>([:])

  init(_ factory: any MetricsFactory) { self.factory = factory }

  func begin(_ call: inout OutgoingCall) async throws -> (any ClientCallObserver)? {
    methods.withLock { [call] methods in
      if let found = methods[call.method] { return found }
      let made = ClientMethodMetrics(call.method, call.target, factory)
      methods[call.method] = made
      return made
    }
  }
}

/// The series of one method: all of its calls share them, so that a call costs no memory.
private final class ClientMethodMetrics: ClientCallObserver {
  private let begun: Counter
  private let attempts: Attempts
  private let ok: CoreMetrics.Timer
  private let duration: @Sendable (StatusCode) -> CoreMetrics.Timer

  init(_ method: String, _ target: String, _ factory: any MetricsFactory) {
    let labels = [("grpc.method", method), ("grpc.target", target)]
    begun = Counter(label: "grpc.client.attempt.started", dimensions: labels, factory: factory)
    attempts = Attempts(series: CallSeries("grpc.client.attempt", labels, factory))
    duration = { code in
      CoreMetrics.Timer(
        label: "grpc.client.call.duration", dimensions: labels + [("grpc.status", code.name)],
        factory: factory)
    }
    ok = duration(.ok)
  }

  func beginAttempt(_ attempt: inout OutgoingAttempt) -> (any ClientAttemptObserver)? {
    begun.increment(by: 1)
    return attempts
  }

  func ended(_ outcome: CallOutcome) {
    let timer = outcome.code == .ok ? ok : duration(outcome.code)
    timer.recordNanoseconds(outcome.nanoseconds)
  }

  private final class Attempts: ClientAttemptObserver {
    private let series: CallSeries

    init(series: CallSeries) { self.series = series }

    func ended(_ outcome: CallOutcome) {
      series.ended(outcome.code, nanoseconds: outcome.nanoseconds, totals: outcome.totals)
    }
  }
}
