import ArgumentParser
import Foundation
import Histogram
import Messages
import RPC
import Runtime
import Stubs
import Synchronization

/// Measures the services under load.
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure calls: latency, throughput, and what they cost the servers.",
    discussion: """
      Examples:
        cameo bench echo --target 127.0.0.1:7190 --in-flight 64 --seconds 10 --pid 4711
        cameo bench view --customers ids.txt --in-flight 64 --pid 4711 --pid 4712
        cameo bench view --customers ids.txt --rate 2000
      """,
    subcommands: [Echo.self, View.self])

  /// The same unary echo that `Tests/Benchmarks/peers` asks of other systems.
  struct Echo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Measure TestService/UnaryCall against `cameo test-server`.")

    @Option(help: ArgumentHelp("The test server.", valueName: "HOST:PORT"))
    var target = "127.0.0.1:7190"

    @Option(help: ArgumentHelp("Bytes in each request and each reply.", valueName: "BYTES"))
    var payload = 100

    @OptionGroup var options: BenchOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
      guard (0...4_000_000).contains(payload) else {
        throw ValidationError("--payload is from 0 to 4000000 bytes")
      }
    }

    func run() async throws {
      try await exiting(talkingTo: target) {
        let session = try Session(connection)
        let request = RPCV1.SimpleRequest(payload: [UInt8](repeating: 7, count: payload))
        let timeout = Duration.milliseconds(Int64(connection.timeout * 1000))
        let calls = (0..<options.connections).map { _ -> LoadGenerator.Call in
          let client = TestServiceClient(session.channel(to: target))
          return { _ in _ = try await client.unaryCall(request, CallOptions(timeout: timeout)) }
        }
        try await options.measure("echo, \(payload) bytes", session, calls)
      }
    }
  }

  /// The whole way: gateway, and the three services behind it.
  struct View: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Measure GetCustomerView against the gateway.")

    @Option(
      help: ArgumentHelp(
        "The gateway. [default: $CAMEO_GATEWAY, else 127.0.0.1:7100]", valueName: "HOST:PORT"))
    var target: String?

    @Option(
      help: ArgumentHelp(
        "A file of customer ids, one a line; asked for in turn.", valueName: "FILE"))
    var customers: String

    @OptionGroup var options: BenchOptions
    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
      try await exiting(talkingTo: "the gateway") {
        let session = try Session(connection)
        guard let text = try? String(contentsOfFile: customers, encoding: .utf8) else {
          throw ExitError(code: .noInput, message: "\(customers) cannot be read")
        }
        let ids = text.split(whereSeparator: \.isNewline).map(String.init)
        guard !ids.isEmpty else {
          throw ExitError(code: .dataError, message: "\(customers) holds no customer ids")
        }
        let timeout = Duration.milliseconds(Int64(connection.timeout * 1000))
        let calls = (0..<options.connections).map { _ -> LoadGenerator.Call in
          let channel = session.channel(to: .gateway, at: target)
          let method = GatewayServiceMethods.getCustomerView.encodedReply
          return { number in
            // A stride that shares no factor with the count visits all, in no order of the store's.
            let id = ids[(number &* 7919) % ids.count]
            _ = try await channel.unary(
              method, GatewayV1.GetCustomerViewRequest(subject: .customerId(id)),
              CallOptions(timeout: timeout))
          }
        }
        try await options.measure("GetCustomerView, \(ids.count) customers", session, calls)
      }
    }
  }
}

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

  @Option(
    name: .customLong("pid"),
    help: ArgumentHelp(
      "A server's process, whose CPU and memory to count; repeatable.", valueName: "PID"))
  var pids: [Int32] = []

  @Flag(help: "Print one JSON object instead of text.")
  var json = false

  func validate() throws {
    guard (1...10_000).contains(connections) else {
      throw ValidationError("--connections is from 1 to 10000")
    }
    guard (1...100_000).contains(inFlight) else {
      throw ValidationError("--in-flight is from 1 to 100000")
    }
    guard rate ?? 1 > 0, seconds > 0, seconds <= 86_400, warmUp >= 0 else {
      throw ValidationError("--rate, --seconds and --warm-up are positive numbers")
    }
  }

  /// Runs the load and prints what it found. Ends with exit code 69 where every call failed.
  func measure(_ what: String, _ session: Session, _ calls: [LoadGenerator.Call]) async throws {
    let loop = session.group.loops[0]
    for call in calls { try await call(0) }
    let generator = LoadGenerator(
      rate: rate, inFlight: inFlight, warmUp: .milliseconds(Int64(warmUp * 1000)),
      duration: .milliseconds(Int64(seconds * 1000)))
    let before = Mutex<(at: Int64, usage: [Int32: ProcessUsage])>((0, [:]))
    let pids = self.pids
    let outcome = await generator.run(on: loop, connections: calls) {
      let usage = Self.usage(of: pids)
      before.withLock { $0 = (MonotonicClock.now, usage) }
    }
    let (began, usage) = before.withLock { $0 }
    let report = BenchReport(
      what, self, outcome, seconds: Double(MonotonicClock.now - began) / 1e9, before: usage,
      after: Self.usage(of: pids))
    print(json ? report.json : report.text)
    if let error = outcome.firstFailure, outcome.latencies.totalCount == 0 { throw error }
  }

  private static func usage(of pids: [Int32]) -> [Int32: ProcessUsage] {
    Dictionary(
      uniqueKeysWithValues: Set(pids).compactMap { pid in ProcessUsage(of: pid).map { (pid, $0) } })
  }
}
