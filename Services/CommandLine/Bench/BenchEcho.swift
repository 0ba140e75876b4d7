import ArgumentParser
import Messages
import RPC

/// The same unary echo that `Tests/Benchmarks/peers` asks of other systems.
struct BenchEcho: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "echo",
    abstract: "Measure TestService/UnaryCall against `cameo test-server`.",
    discussion: """
      Example:
        cameo bench echo --in-flight 64 --payload 100 --seconds 10
      """)

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
      let calls = (0..<options.connections).map { _ -> LoadGenerator.Call in
        let client = TestServiceClient(session.channel(to: target))
        return { _ in _ = try await client.unaryCall(request, connection.callOptions) }
      }
      try await options.measure("echo, \(payload) bytes", on: session, calls)
    }
  }
}
