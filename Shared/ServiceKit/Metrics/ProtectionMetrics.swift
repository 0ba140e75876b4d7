import CoreMetrics
import Logging
import RPC
import Synchronization
import TLS

/// What a server does to protect itself, in metrics: calls refused and connections turned away, by
/// reason, and how many calls of a method it works on at once.
///
/// Nothing here is touched by a call that is served, so a lock does no harm.
final class ProtectionMetrics: Sendable {
  /// Made as they come: most methods are never refused, and a limit of 0 would be none.
  private struct Method: Sendable {
    var limit: Meter?
    var refusals: [Refusal: Counter] = [:]
  }

  private let factory: any MetricsFactory
  private let logger: Logger
  private let methods = Mutex<[String: Method]>([:])
  private let connections = Mutex<[ConnectionRefusal: (counter: Counter, lines: LineLimit)]>([:])
  /// Between two warnings about connections turned away for the same reason.
  private static let interval = Duration.seconds(10)

  init(_ factory: any MetricsFactory, _ logger: Logger) {
    self.factory = factory
    self.logger = logger
  }

  /// From now on what happens to this method is counted by its name; all others are `other`.
  func know(_ path: String) {
    methods.withLock { $0[path] = Method() }
  }

  func refused(_ path: String, _ reason: Refusal) {
    methods.withLock { methods in
      let known = methods[path] == nil ? "other" : path
      let counter =
        methods[known]?.refusals[reason]
        ?? Counter(
          label: "cameo_server_refused_total",
          dimensions: [("grpc_method", known), ("reason", reason.label)], factory: factory)
      methods[known]?.refusals[reason] = counter
      counter.increment()
    }
  }

  func limitChanged(_ path: String, _ limit: Int) {
    methods.withLock { methods in
      guard let method = methods[path] else { return }
      let meter =
        method.limit
        ?? Meter(
          label: "cameo_server_concurrency_limit", dimensions: [("grpc_method", path)],
          factory: factory)
      methods[path]?.limit = meter
      meter.set(limit)
    }
  }

  func turnedAway(
    _ peer: PeerIdentity?, _ reason: ConnectionRefusal, at now: ContinuousClock.Instant
  ) {
    let leftOut = connections.withLock { connections in
      var found =
        connections[reason]
        ?? (
          Counter(
            label: "cameo_server_connections_refused_total",
            dimensions: [("reason", reason.label)], factory: factory),
          LineLimit(interval: Self.interval)
        )
      found.counter.increment()
      let leftOut = found.lines.pass(at: now)
      connections[reason] = found
      return leftOut
    }
    guard let leftOut else { return }
    var line: Logger.Metadata = ["reason": "\(reason.label)"]
    if let peer { line["peer"] = "\(peer)" }
    if leftOut > 0 { line["more_since_the_last_line"] = "\(leftOut)" }
    logger.warning("a connection was turned away", metadata: line)
  }
}

extension Refusal {
  /// Its name in metrics.
  var label: String {
    switch self {
    case .overload: "overload"
    case .memory: "memory"
    case .abandonedHandlers: "abandoned_handlers"
    case .deadlinePassed: "deadline_passed"
    }
  }
}

extension ConnectionRefusal {
  /// Its name in metrics and in the log.
  var label: String {
    switch self {
    case .connections: "connections"
    case .connectionsOfIdentity: "connections_of_identity"
    case .handshakes: "handshakes"
    case .memory: "memory"
    }
  }
}
