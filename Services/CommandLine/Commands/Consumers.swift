import ArgumentParser
import Messages
import RPC

/// Who follows the services' change logs, and how far they have come.
struct Consumers: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show who follows the services' change logs, and how far behind they are.",
    discussion: """
      A consumer that is dropped has fallen too far behind: it must take a snapshot and begin anew.

      Exits with 1 when a consumer has been dropped.

      Examples:
        cameo consumers
        cameo consumers list profile
        cameo consumers remove profile old-warehouse
      """,
    subcommands: [List.self, Remove.self], defaultSubcommand: List.self)

  /// A service that has a change log.
  struct Log: ExpressibleByArgument {
    let service: KnownService

    init?(argument: String) {
      guard let service = KnownService(rawValue: argument), service != .gateway else { return nil }
      self.service = service
    }

    init(_ service: KnownService) { self.service = service }

    static let allValueStrings = ["profile", "consent", "survey"]
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show every consumer with its lag.")

    @Argument(
      help: ArgumentHelp(
        "profile, consent or survey; all three if left out.", valueName: "SERVICE"))
    var logs: [Log] = []

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
      try await exiting {
        let session = try Session(connection)
        let known: [KnownService] = [.profile, .consent, .survey]
        var hasDropped = false
        for service in logs.isEmpty ? known : logs.map(\.service) {
          let client = ChangeLogServiceClient(session.channel(to: service))
          let reply = try await client.listConsumers(
            RPCV1.ListConsumersRequest(), connection.callOptions)
          hasDropped = hasDropped || reply.consumers.contains { $0.droppedAt != nil }
          for line in ConsumerLines(service.rawValue, reply).lines { Output.line(line) }
        }
        if hasDropped { throw ExitCode(ExitError.Code.refused.rawValue) }
      }
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Forget a consumer that is not needed any more.",
      discussion: "The log no longer waits for it. It can register again, and then begins anew.")

    @Argument(help: ArgumentHelp("profile, consent or survey.", valueName: "SERVICE"))
    var log: Log

    @Argument(help: ArgumentHelp("As `cameo consumers` shows it.", valueName: "CONSUMER"))
    var consumer: String

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
      try await exiting(talkingTo: "the \(log.service.rawValue) service") {
        let session = try Session(connection)
        let client = ChangeLogServiceClient(session.channel(to: log.service))
        _ = try await client.removeConsumer(
          RPCV1.RemoveConsumerRequest(consumer: consumer), connection.callOptions)
        Output.line("Removed \(printable(consumer)) from the \(log.service.rawValue) service")
      }
    }
  }
}
