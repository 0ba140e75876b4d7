import ArgumentParser
import Foundation
import Messages
import RPC

/// Asks the services whether they serve.
struct Health: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ask each service whether it is ready.",
    discussion: """
      Exits with 0 when all that were asked serve, with 69 otherwise.

      Examples:
        cameo health
        cameo health --wait 30
        cameo health 127.0.0.1:7101
      """)

  @Argument(
    help: ArgumentHelp(
      "Whom to ask; all four at their default ports if left out.", valueName: "HOST:PORT"))
  var targets: [String] = []

  @OptionGroup var connection: ConnectionOptions

  @Option(help: ArgumentHelp("Keep asking for so long until all serve.", valueName: "SECONDS"))
  var wait = 0.0

  @Flag(help: "Print one JSON object a service.")
  var json = false

  func run() async throws {
    try await exiting {
      let session = try Session(connection)
      let known = KnownService.allCases.map { ($0.rawValue, session.channel(to: $0), $0.target) }
      let asked =
        targets.isEmpty ? known : targets.map { ($0, session.channel(to: $0), $0) }
      var allServe = true
      for (name, channel, target) in asked {
        let answer = await ask(channel)
        allServe = allServe && answer == "SERVING"
        report(name, target, answer)
      }
      if !allServe { throw ExitCode(ExitError.Code.unavailable.rawValue) }
    }
  }

  private func ask(_ channel: Channel) async -> String {
    let options = CallOptions(
      timeout: .milliseconds(Int64(max(wait, connection.timeout) * 1000)),
      waitsForReady: wait > 0)
    do {
      let client = HealthClient(channel)
      guard wait > 0 else {
        return name(try await client.check(RPCV1.HealthRequest(), options).status)
      }
      for try await reply in client.watch(RPCV1.HealthRequest(), options)
      where reply.status == .serving {
        return name(reply.status)
      }
      return "NOT_SERVING"
    } catch {
      return "UNREACHABLE: \((error as? RPCError)?.message ?? "\(error)")"
    }
  }

  private func name(_ status: RPCV1.HealthStatus) -> String {
    switch status {
    case .serving: "SERVING"
    case .notServing: "NOT_SERVING"
    default: "UNKNOWN"
    }
  }

  private func report(_ name: String, _ target: String, _ answer: String) {
    if json {
      let fields = ["service": name, "target": target, "status": answer]
      let data = try? JSONSerialization.data(withJSONObject: fields, options: [.sortedKeys])
      print(String(decoding: data ?? Data(), as: UTF8.self))
    } else {
      print((name == target ? "" : name.padded(to: 10)) + "\(target)  \(answer)")
    }
  }
}
