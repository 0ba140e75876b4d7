import CoreMetrics
import RPC
import Synchronization

/// How calls of one method ended: time and bytes, by status, as gRFC A66 has them for a server's calls
/// and a client's attempts alike.
final class CallSeries: Sendable {
  private struct Series: Sendable {
    let duration: CoreMetrics.Timer
    let sent: Recorder
    let received: Recorder
  }

  private let make: @Sendable (StatusCode) -> Series
  private let ok: Series
  /// Made as they come: most methods never see most statuses.
  private let others = Mutex<[StatusCode: Series]>([:])

  /// - Parameters:
  ///   - prefix: `grpc.server.call` or `grpc.client.attempt`.
  ///   - labels: what all its series have in common.
  init(_ prefix: String, _ labels: [(String, String)], _ factory: any MetricsFactory) {
    make = { code in
      let labels = labels + [("grpc.status", code.name)]
      func sizes(_ way: String) -> Recorder {
        Recorder(
          label: "\(prefix).\(way)_total_compressed_message_size", dimensions: labels,
          aggregate: true, factory: factory)
      }
      return Series(
        duration: CoreMetrics.Timer(
          label: "\(prefix).duration", dimensions: labels, factory: factory),
        sent: sizes("sent"), received: sizes("rcvd"))
    }
    ok = make(.ok)
  }

  func ended(_ code: StatusCode, nanoseconds: Int64, totals: CallTotals) {
    let series = code == .ok ? ok : other(code)
    series.duration.recordNanoseconds(nanoseconds)
    series.sent.record(totals.sentBytes)
    series.received.record(totals.receivedBytes)
  }

  private func other(_ code: StatusCode) -> Series {
    others.withLock { others in
      if let found = others[code] { return found }
      let made = make(code)
      others[code] = made
      return made
    }
  }
}
