import ArgumentParser
import Messages
import RPC
import Runtime
import TLS
import UnixSignals

/// Serves `cameo.rpc.v1.TestService`: for conformance runs, benchmarks and clients in other languages.
struct TestServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve the test service, for benchmarks and for clients in other languages.",
    discussion: """
      Prints the address that it listens at, and serves until it is interrupted; then it drains: \
      open calls get their time to finish, and new ones are refused as unprocessed. SIGHUP reads the \
      certificates again, for connections to come.

      Examples:
        cameo test-server --listen 127.0.0.1:7190 --certs certs
        cameo test-server --listen 127.0.0.1:0 --max-streams 1 --max-age 5
      """)

  @Option(help: ArgumentHelp("Where to listen; port 0 takes a free one.", valueName: "HOST:PORT"))
  var listen = "127.0.0.1:7190"

  @OptionGroup var connection: ConnectionOptions

  @Option(help: ArgumentHelp("Event loops, usually one a core.", valueName: "N"))
  var loops = 1

  @Option(
    help: ArgumentHelp(
      "Where to append the secrets of every session, for Wireshark. [default: $SSLKEYLOGFILE]",
      valueName: "FILE"))
  var keyLog: String?

  @OptionGroup(title: "Limits") var limits: TestServerLimits

  func validate() throws {
    guard (1...256).contains(loops) else { throw ValidationError("--loops is from 1 to 256") }
  }

  func run() async throws {
    try await exiting {
      // A server shows a service's certificate; --as names another.
      let name = connection.identity == "operator" ? "profile" : connection.identity
      let credentials = try ReloadedCredentials(
        TLSConfiguration(directory: connection.directory, name: name),
        keyLog: try ConnectionOptions.keyLog(keyLog))
      OpenFileLimit.raise()
      let group = try EventLoopGroup(count: loops, name: "test-server")
      let health = HealthService(services: [TestServiceMethods.service])
      let server = Server(
        group: group, tls: credentials.source,
        router: Router([
          TestService(), health,
          ReflectionService(
            services: [TestServiceMethods.service], fileDescriptorSet: Descriptors.fileDescriptorSet
          ),
        ]), settings: limits.settings, limits: limits.serverLimits)
      // Before anybody knows the address: an untrapped SIGHUP would end the process.
      let hangUps = await UnixSignalsSequence(trapping: .sighup)
      let addresses = try await SocketAddress.resolve(listen)
      guard let address = addresses.first else {
        throw ExitError(code: .dataError, message: "\(listen) is no address to listen at")
      }
      let bound = try await server.start(at: address)
      health.setServing(true)
      Output.line("listening at \(bound)")
      let reloading = Task {
        for await _ in hangUps { Output.line(credentials.reload()) }
      }
      await Interruption.wait()
      reloading.cancel()
      await server.drain(within: .seconds(limits.drain))
    }
  }
}
