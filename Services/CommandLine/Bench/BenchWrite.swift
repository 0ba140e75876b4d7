import ArgumentParser
import Foundation
import Messages
import RPC
import Stubs

/// Writes that are on disk before their answer.
struct BenchWrite: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "write",
    abstract: "Measure durable writes: each is on disk before its answer.",
    discussion: """
      Every write has an id of its own, so each is stored, and stays: measure on a store that may \
      grow.

      Examples:
        cameo bench write --ids ids.txt --connections 64 --in-flight 1 --pid 4711
        cameo bench write --ids ids.txt --kind grant --connections 64 --in-flight 1 --pid 4712
      """)

  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case track
    case grant
  }

  @Option(help: "track: events of the profile service; grant: consents of the consent service.")
  var kind = Kind.track

  @Option(
    help: ArgumentHelp(
      "The service that is written to. [default: as for the other commands]",
      valueName: "HOST:PORT"))
  var target: String?

  @OptionGroup var customers: CustomerList
  @OptionGroup var options: BenchOptions
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    // What another run wrote must not be taken for this one's.
    let run = "bench-\(UUID().uuidString.prefix(8))"
    try await exiting(talkingTo: "the service") {
      let customers = try customers.read()
      switch kind {
      case .track:
        try await options.measure(
          ProfileServiceMethods.track, at: .profile, target, customers, connection
        ) { Self.event($1, of: $0, run) }
      case .grant:
        try await options.measure(
          ConsentServiceMethods.grantConsent, at: .consent, target, customers, connection
        ) { Self.grant($1, of: $0, run) }
      }
    }
  }

  private static func event(_ number: Int, of customer: String, _ run: String)
    -> ProfileV1.TrackRequest
  {
    ProfileV1.TrackRequest(
      customerId: customer,
      event: ProfileV1.Event(
        id: "\(run)-\(UUID().uuidString)", type: "page.viewed",
        occurredAt: .init(seconds: 1_750_000_000 + Int64(number % 10_000_000)),
        channel: "web", source: "bench"))
  }

  private static func grant(_ number: Int, of customer: String, _ run: String)
    -> ConsentV1.GrantConsentRequest
  {
    ConsentV1.GrantConsentRequest(
      requestId: "\(run)-\(UUID().uuidString)", customerId: customer,
      purpose: number % 2 == 0 ? "marketing" : "research", channel: "email", actor: .subject,
      collection: ConsentV1.Collection(method: "web_form", source: "bench"))
  }
}
