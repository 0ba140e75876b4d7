import ArgumentParser
import Runtime

/// How much load, for how long, and whose cost to count.
struct BenchOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Connections to spread the calls over.", valueName: "N"))
  var connections = 1

  @Option(help: ArgumentHelp("Calls in flight on each connection.", valueName: "N"))
  var inFlight = 64

  @Option(help: ArgumentHelp("Calls per second in all; a closed loop if left out.", valueName: "N"))
  var rate: Double?

  @Option(help: ArgumentHelp("How long to measure.", valueName: "SECONDS"))
  var seconds = 5.0

  @Option(help: ArgumentHelp("How long to run before measuring.", valueName: "SECONDS"))
  var warmUp = 1.0

  @OptionGroup var servers: ServerOptions

  func validate() throws {
    guard (1...10_000).contains(connections) else {
      throw ValidationError("--connections is from 1 to 10000")
    }
    guard (1...100_000).contains(inFlight), connections * inFlight <= 1_000_000 else {
      throw ValidationError(
        "--in-flight is from 1 to 100000, and --connections times it at most 1000000")
    }
    guard (0.001...10_000_000).contains(rate ?? 1) else {
      throw ValidationError("--rate is from 0.001 to 10000000 calls a second")
    }
    guard (0.001...86_400).contains(seconds), (0...86_400).contains(warmUp) else {
      throw ValidationError("--seconds is from 0.001 to 86400, --warm-up from 0 to 86400")
    }
  }

  /// Runs the load and prints what it found; ends with exit code 69 where every call failed, and
  /// with 1 where some did.
  ///
  /// - Parameter calls: how to make a call, for each connection.
  func measure(_ what: String, on session: Session, _ calls: [LoadGenerator.Call]) async throws {
    // Connections stand before the load begins, and who cannot be reached is said at once.
    for call in calls { try await call(0) }
    let watch = ProcessWatch(servers.pids)
    let generator = LoadGenerator(
      rate: rate, inFlight: inFlight, warmUp: .milliseconds(Int64(warmUp * 1000)),
      duration: .milliseconds(Int64(seconds * 1000)))
    let outcome = await generator.run(on: session.group.loops[0], connections: calls) {
      watch.begin()
    }
    let (elapsed, processes) = watch.end()
    let report = BenchReport(what, self, outcome, seconds: elapsed, processes)
    print(servers.json ? report.json : report.text)
    guard let error = outcome.firstFailure else { return }
    if outcome.calls == 0 { throw error }
    throw ExitCode(ExitError.Code.refused.rawValue)
  }
}

/// Whose cost to count, and how to tell it.
struct ServerOptions: ParsableArguments {
  @Option(
    name: .customLong("pid"),
    help: ArgumentHelp(
      "A server's process, whose CPU and memory to count; repeatable.", valueName: "PID"))
  var pids: [Int32] = []

  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  func validate() throws {
    for pid in pids where ProcessUsage(of: pid) == nil {
      throw ValidationError("--pid \(pid): there is no such process")
    }
  }
}
