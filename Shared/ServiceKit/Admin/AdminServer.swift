import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import Runtime
import ServiceLifecycle

/// The HTTP port for operators and their tools, apart from the service's own:
///
/// - `GET /health`: 200 as long as the process runs.
/// - `GET /ready`: 200 when calls are served, 503 before and while it drains.
/// - `GET /metrics`: Prometheus's text format.
/// - `POST /backup`: makes a backup, where the operator has set a folder for them; answers with lines
///   of `DONE TOTAL`, and in the end with `ok PATH` or `error REASON`. 409 while another is made.
struct AdminServer: Service {
  let host: String
  let port: Int
  let registry: PrometheusRegistry
  let isReady: @Sendable () -> Bool
  var backups: AdminBackups?
  let logger: Logger
  /// Told the port once it listens.
  let onRunning: @Sendable (Int) async -> Void

  func run() async throws {
    let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    // Its own line on where it listens would stand beside ours.
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .notice)
    let application = Application(
      router: router(),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: nil),
      onServerRunning: { await onRunning($0.localAddress?.port ?? port) },
      eventLoopGroupProvider: .shared(threads),
      logger: quiet)
    do {
      try await application.run()
    } catch {
      try? await threads.shutdownGracefully()
      throw AdminError(address: "\(host):\(port)", reason: Self.reason(error))
    }
    try await threads.shutdownGracefully()
  }

  /// The system's own words, without the names of NIO's functions.
  private static func reason(_ error: any Error) -> String {
    guard let number = (error as? IOError)?.errnoCode else { return "\(error)" }
    return RuntimeError.text(number)
  }

  private func router() -> Hummingbird.Router<BasicRequestContext> {
    let router = Hummingbird.Router()
    router.get("health") { _, _ in AdminServer.text(.ok, "ok\n") }
    router.get("ready") { _, _ in
      isReady()
        ? AdminServer.text(.ok, "ready\n")
        : AdminServer.text(.serviceUnavailable, "not ready\n")
    }
    router.get("metrics") { _, _ in
      AdminServer.text(.ok, registry.exposition(), type: PrometheusText.contentType)
    }
    if let backups {
      let turns = BackupTurns()
      router.post("backup") { _, _ in
        guard let turn = turns.begin() else {
          return AdminServer.text(.conflict, "a backup is being made\n")
        }
        return Response(
          status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
          body: backups.body(logger, turn))
      }
    }
    return router
  }

  private static func text(
    _ status: HTTPResponse.Status, _ body: String, type: String = "text/plain; charset=utf-8"
  ) -> Response {
    Response(
      status: status, headers: [.contentType: type],
      body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
  }
}

/// The admin port could not be had, or its server failed.
struct AdminError: Error, CustomStringConvertible {
  var address: String
  var reason: String

  var description: String {
    "the admin port \(address) cannot be served: \(reason); choose another with --admin"
  }
}
