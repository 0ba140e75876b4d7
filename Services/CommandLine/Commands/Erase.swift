import ArgumentParser
import Foundation
import Messages
import RPC
import Stubs

/// Erases a customer from the three services (GDPR Art. 17).
struct Erase: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Erase a customer from profile, consent and survey, for good.",
    discussion: """
      Each service says what is gone and what is not: backups from before can be read unless the \
      service seals its data (encryption.key). Consent keeps the proof of what was permitted, \
      survey keeps scores that name nobody.

      What fails may be run again: who is erased already stays so. The profile goes last, so that \
      an e-mail address finds the customer till all is done.

      Examples:
        cameo erase anna@example.com --yes
        cameo erase 01ARZ3NDEKTSV4RRFFQ69G5FAV --yes --request-id dsar-2026-17
      """)

  @Argument(help: ArgumentHelp(Subject.help, valueName: "CUSTOMER"))
  var subject: Subject

  @Flag(help: "Do it: nothing brings the customer back.")
  var yes = false

  @Option(
    help: ArgumentHelp(
      "For the record of who asked for what. [default: made up]", valueName: "ID"))
  var requestId: String?

  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    guard yes else { throw ValidationError("An erasure cannot be undone: add --yes") }
  }

  func run() async throws {
    try await exiting(talkingTo: "the profile service") {
      let session = try Session(connection)
      let customer = try await customer(session)
      Output.line("Customer \(customer)")
      let request = requestId ?? "erase-\(UUID().uuidString)"
      var failures: [ExitError] = []
      // The profile only if the others are done: by its identifiers the customer is found again.
      for service in [KnownService.consent, .survey, .profile]
      where service != .profile || failures.isEmpty {
        do {
          report(service, try await erase(customer, request, from: service, session))
        } catch {
          let failure = ExitError(error, talkingTo: "the \(service.rawValue) service")
          Output.line(service.rawValue.padded(to: 10) + "NOT ERASED: \(failure.message)")
          failures.append(failure)
        }
      }
      if let first = failures.first {
        throw ExitError(
          code: first.code, message: "the customer is not erased everywhere",
          hint: "Run the same command again once that is mended: what is done stays done.")
      }
    }
  }

  private func customer(_ session: Session) async throws -> String {
    switch subject {
    case .customer(let id): return id
    case .identifier(let kind, let value):
      let client = ProfileServiceClient(session.channel(to: .profile))
      return try await client.resolveIdentifier(
        ProfileV1.ResolveIdentifierRequest(
          identifier: ProfileV1.Identifier(kind: kind, value: value)), connection.callOptions
      ).customerId
    }
  }

  private func erase(
    _ customer: String, _ request: String, from service: KnownService, _ session: Session
  ) async throws -> (at: Google.Timestamp?, message: String) {
    let (channel, options) = (session.channel(to: service), connection.callOptions)
    switch service {
    case .profile:
      let reply = try await ProfileServiceClient(channel).eraseSubject(
        ProfileV1.EraseSubjectRequest(requestId: request, customerId: customer), options)
      return (reply.erasedAt, reply.message)
    case .consent:
      let reply = try await ConsentServiceClient(channel).eraseSubject(
        ConsentV1.EraseSubjectRequest(requestId: request, customerId: customer), options)
      return (reply.erasedAt, reply.message)
    case .survey:
      let reply = try await SurveyServiceClient(channel).eraseSubject(
        SurveyV1.EraseSubjectRequest(requestId: request, customerId: customer), options)
      return (reply.erasedAt, reply.message)
    case .gateway: throw ExitError(code: .software, message: "the gateway keeps nobody")
    }
  }

  private func report(_ service: KnownService, _ reply: (at: Google.Timestamp?, message: String)) {
    let time =
      reply.at.map { at in
        Date(timeIntervalSince1970: Double(at.seconds)).formatted(.iso8601) + " "
      } ?? ""
    Output.line(service.rawValue.padded(to: 10) + time + printable(reply.message))
  }
}
