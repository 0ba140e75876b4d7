import ArgumentParser
import Foundation
import Messages
import RPC
import Runtime
import Stubs

/// Customers to measure with.
struct BenchPopulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "populate",
    abstract: "Make generated customers in all three services, to measure with.",
    discussion: """
      Every customer gets three identifiers, eight attributes, 0 to 5 purchases, two consents, and \
      an answer to an NPS question; every fourth has quiet hours. All of it is made up, from the \
      customer's number alone: running it again with the same numbers changes nothing. E-mail \
      addresses are at example.com.

      Example:
        cameo bench populate --customers 100000 --ids ids.txt
      """)

  @Option(help: ArgumentHelp("How many.", valueName: "N"))
  var customers = 10_000

  @Option(help: ArgumentHelp("The number of the first.", valueName: "N"))
  var first = 1

  @Option(help: ArgumentHelp("Where to write their ids, one a line.", valueName: "FILE"))
  var ids: String

  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    guard (1...10_000_000).contains(customers), (1...100_000_000).contains(first) else {
      throw ValidationError("--customers is from 1 to 10000000, --first from 1 to 100000000")
    }
  }

  func run() async throws {
    try await exiting(talkingTo: "the services") {
      let session = try Session(connection)
      let population = Population(
        profile: ProfileServiceClient(session.channel(to: .profile)),
        consent: ConsentServiceClient(session.channel(to: .consent)),
        survey: SurveyServiceClient(session.channel(to: .survey)),
        options: { [connection] in connection.callOptions })
      let progress = ProgressBar("customers", total: customers)
      let began = ContinuousClock.now
      let made = try await withTaskExecutorPreference(session.group.loops[0]) {
        try await population.make(first..<(first + customers), progress: progress)
      }
      progress.finish()
      do {
        try (made.joined(separator: "\n") + "\n").write(
          toFile: ids, atomically: true, encoding: .utf8)
      } catch {
        throw ExitError(code: .noInput, message: "\(ids) cannot be written: \(error)")
      }
      let seconds = (ContinuousClock.now - began).inSeconds
      print("\(made.count) customers in \(number(seconds)) s; their ids are in \(ids)")
    }
  }
}
