import Foundation
import Histogram

/// What one measurement found, as a table for people or JSON for programs.
struct BenchReport: Encodable {
  struct Process: Encodable {
    let name: String
    let pid: Int32
    /// Processor time over the measured seconds, divided by the calls that succeeded.
    let cpuMicrosecondsPerCall: Double
    let residentMiB: Double
  }

  let what: String
  let connections: Int
  let inFlight: Int
  let rate: Double?
  let seconds: Double
  let calls: Int
  let failures: Int
  let callsPerSecond: Double
  /// Latency in microseconds by percentile: "50", "90", "99", "99.9", "100".
  let latencyMicroseconds: [String: Double]
  let processes: [Process]

  private static let percentiles = [50.0, 90, 99, 99.9, 100]

  init(
    _ what: String, _ options: BenchOptions, _ outcome: LoadGenerator.Outcome, seconds: Double,
    before: [Int32: ProcessUsage], after: [Int32: ProcessUsage]
  ) {
    self.what = what
    connections = options.connections
    inFlight = options.inFlight
    rate = options.rate
    self.seconds = seconds
    let calls = Int(outcome.latencies.totalCount)
    self.calls = calls
    failures = outcome.failures
    callsPerSecond = Double(calls) / seconds
    latencyMicroseconds = Dictionary(
      uniqueKeysWithValues: Self.percentiles.map { percentile in
        let value = calls == 0 ? 0 : outcome.latencies.valueAtPercentile(percentile)
        return (Self.name(percentile), Double(value) / 1000)
      })
    processes = options.pids.compactMap { pid in
      guard let old = before[pid], let new = after[pid] else { return nil }
      let spent = (new.cpuSeconds - old.cpuSeconds) * 1e6
      return Process(
        name: ProcessUsage.name(of: pid), pid: pid,
        cpuMicrosecondsPerCall: calls == 0 ? 0 : spent / Double(calls),
        residentMiB: Double(new.residentBytes) / 1_048_576)
    }
  }

  private static func name(_ percentile: Double) -> String {
    percentile == percentile.rounded() ? "\(Int(percentile))" : "\(percentile)"
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  var text: String {
    let load = rate.map { "\(Int($0)) calls/s asked for" } ?? "closed loop"
    var lines = [
      "\(what): \(connections) connections x \(inFlight) in flight, \(load), \(number(seconds)) s",
      "  \(calls) calls, \(failures) failed, \(Int(callsPerSecond)) calls/s",
      "  latency us: "
        + Self.percentiles.map {
          let name = Self.name($0)
          return "p\(name) \(number(latencyMicroseconds[name] ?? 0))"
        }.joined(separator: "  "),
    ]
    for process in processes {
      lines.append(
        "  \(process.name) (\(process.pid)): \(number(process.cpuMicrosecondsPerCall)) us CPU a call, "
          + "\(number(process.residentMiB)) MiB resident")
    }
    if processes.count > 1 {
      let total = processes.map(\.cpuMicrosecondsPerCall).reduce(0, +)
      lines.append("  all \(processes.count) processes: \(number(total)) us CPU a call")
    }
    return lines.joined(separator: "\n")
  }

  private func number(_ value: Double) -> String {
    String(format: value < 10 ? "%.2f" : "%.0f", value)
  }
}
