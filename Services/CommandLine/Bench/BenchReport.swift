import Foundation
import Histogram
import RPC

/// What one measurement found, as a table for people or JSON for programs.
struct BenchReport: Encodable {
  struct Process: Encodable {
    let name: String
    let pid: Int32
    /// Processor time over the measured seconds, divided by the calls that were answered; absent
    /// where the process has ended.
    let cpuMicrosecondsPerCall: Double?
    let residentMiB: Double?
  }

  let what: String
  let connections: Int
  let inFlight: Int
  let rate: Double?
  let seconds: Double
  let calls: Int
  let failures: Int
  /// By status.
  let failuresByStatus: [String: Int]
  let firstFailure: String?
  /// At a fixed rate: calls that were due but not sent, because all lanes were waiting.
  let unsent: Int
  let callsPerSecond: Double
  /// Latency in microseconds by percentile: "50", "90", "99", "99.9", "100"; empty without calls.
  let latencyMicroseconds: [String: Double]
  let processes: [Process]

  private static let percentiles = [50.0, 90, 99, 99.9, 100]

  init(
    _ what: String, _ options: BenchOptions, _ outcome: LoadOutcome, seconds: Double,
    _ processes: [ProcessWatch.Spent]
  ) {
    self.what = what
    connections = options.connections
    inFlight = options.inFlight
    rate = options.rate
    self.seconds = seconds
    calls = outcome.calls
    failuresByStatus = outcome.failures
    failures = outcome.failures.values.reduce(0, +)
    firstFailure = outcome.firstFailure?.description
    unsent = outcome.unsent
    callsPerSecond = Double(outcome.calls) / seconds
    latencyMicroseconds = Self.latencies(outcome)
    self.processes = processes.map { spent in
      Process(
        name: ProcessUsage.name(of: spent.pid), pid: spent.pid,
        cpuMicrosecondsPerCall: spent.cpuMicroseconds.map { $0 / Double(max(1, outcome.calls)) },
        residentMiB: spent.after.map { Double($0.residentBytes) / 1_048_576 })
    }
  }

  private static func latencies(_ outcome: LoadOutcome) -> [String: Double] {
    guard outcome.latencies.totalCount > 0 else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: percentiles.map {
        (name($0), Double(outcome.latencies.valueAtPercentile($0)) / 1000)
      })
  }

  private static func name(_ percentile: Double) -> String {
    percentile == percentile.rounded() ? "\(Int(percentile))" : "\(percentile)"
  }

  var json: String { encodedJSON(self) }

  var text: String {
    let load = rate.map { "\(number($0)) calls/s asked for" } ?? "closed loop"
    var lines = [
      "\(what): \(connections) connections x \(inFlight) in flight, \(load), \(number(seconds)) s",
      "  \(calls) calls, \(failures) failed, \(number(callsPerSecond)) calls/s",
    ]
    if !latencyMicroseconds.isEmpty { lines.append("  latency us: " + latencyText) }
    if unsent > 0 {
      lines.append("  \(unsent) more were due but not sent: the servers did not keep up")
    }
    for (status, count) in failuresByStatus.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(count) x \(status)")
    }
    if let firstFailure { lines.append("  the first failure: \(printable(firstFailure))") }
    return (lines + processLines).joined(separator: "\n")
  }

  private var latencyText: String {
    Self.percentiles.map {
      let name = Self.name($0)
      return "p\(name) \(number(latencyMicroseconds[name] ?? 0))"
    }.joined(separator: "  ")
  }

  private var processLines: [String] {
    var lines = processes.map { process in
      guard let cpu = process.cpuMicrosecondsPerCall, let memory = process.residentMiB else {
        return "  process \(process.pid) has ended"
      }
      return "  \(process.name) (\(process.pid)): \(number(cpu)) us CPU a call, "
        + "\(number(memory)) MiB resident"
    }
    if processes.count > 1 {
      let total = processes.compactMap(\.cpuMicrosecondsPerCall).reduce(0, +)
      lines.append("  all \(processes.count) processes: \(number(total)) us CPU a call")
    }
    return lines
  }
}

/// A number as tables for people show it.
func number(_ value: Double) -> String {
  String(format: value < 10 && value != value.rounded() ? "%.2f" : "%.0f", value)
}

/// One line of JSON, its keys in order.
func encodedJSON(_ value: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys]
  return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
}
