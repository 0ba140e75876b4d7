import ArgumentParser
import Messages
import RPC
import Runtime
import TLS

/// Serves `cameo.rpc.v1.TestService`: for conformance runs, benchmarks and clients in other languages.
struct TestServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve the test service, for benchmarks and for clients in other languages.",
    discussion: """
      Prints the address that it listens at, and serves until it is interrupted.

      Example:
        cameo test-server --listen 127.0.0.1:7190 --certs certs
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

  func validate() throws {
    guard (1...256).contains(loops) else { throw ValidationError("--loops is from 1 to 256") }
  }

  func run() async throws {
    try await exiting {
      // A server shows a service's certificate; --as names another.
      let name = connection.identity == "operator" ? "profile" : connection.identity
      let context = try TLSContext(
        role: .server, TLSConfiguration(directory: connection.directory, name: name),
        keyLog: try ConnectionOptions.keyLog(keyLog))
      let group = try EventLoopGroup(count: loops, name: "test-server")
      let health = HealthService(services: [TestServiceMethods.service])
      var settings = ConnectionSettings()
      settings.limits.software = Version.software
      let server = Server(
        group: group, tls: context,
        router: Router([
          TestService(), health,
          ReflectionService(
            services: [TestServiceMethods.service], fileDescriptorSet: Descriptors.fileDescriptorSet
          ),
        ]), settings: settings)
      let addresses = try await SocketAddress.resolve(listen)
      guard let address = addresses.first else {
        throw ExitError(code: .dataError, message: "\(listen) is no address to listen at")
      }
      let bound = try await server.start(at: address)
      health.setServing(true)
      Output.line("listening at \(bound)")
      await Interruption.wait()
      await server.drain(within: .seconds(10))
    }
  }
}
