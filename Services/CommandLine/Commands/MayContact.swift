import ArgumentParser
import Foundation
import Messages
import RPC
import Schema
import Stubs

/// May I contact this person, for this purpose, on this channel, about this, now?
struct MayContact: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ask whether a customer may be contacted, with every reason against it.",
    discussion: """
      Hours are those of the time zone in the customer's preferences, else of the one in the profile.
      Exits with 0 for ALLOW, with 1 for DENY and for DEFER.

      Examples:
        cameo may-contact anna@example.com --purpose marketing --channel email
        cameo may-contact +61491570006 --purpose research --channel phone --at 2026-12-01T20:30:00Z
      """)

  @Argument(help: ArgumentHelp(Subject.help, valueName: "CUSTOMER"))
  var subject: Subject

  @Option(
    help: ArgumentHelp(
      "What for: marketing, research, service, personalisation.", valueName: "NAME"))
  var purpose: String

  @Option(help: ArgumentHelp("How: email, sms, phone, post, push.", valueName: "NAME"))
  var channel: String

  @Option(help: ArgumentHelp("What about.", valueName: "NAME"))
  var topic = ""

  @Option(help: ArgumentHelp("When, RFC 3339; now if left out.", valueName: "TIME"))
  var at: String?

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print the decision as JSON.")
  var json = false

  func run() async throws {
    try await exiting(talkingTo: "the consent service") {
      let session = try Session(connection)
      let customer = try await session.customerID(of: subject, connection.callOptions)
      var request = try request(for: customer)
      request.timeZone = try await session.timeZone(of: customer, connection.callOptions)
      let reply: Encoded<ConsentV1.MayContactReply> =
        try await session.channel(to: .consent).unary(
          ConsentServiceMethods.mayContact.encodedReply, request,
          connection.callOptions)
      let decision = try reply.decoded()
      print(json ? try Self.json(reply) : text(decision))
      if decision.verdict != .allow { throw ExitCode(ExitError.Code.refused.rawValue) }
    }
  }

  private func request(for customer: String) throws -> ConsentV1.MayContactRequest {
    var request = ConsentV1.MayContactRequest(
      customerId: customer, purpose: purpose, channel: channel, topic: topic)
    guard let at else { return request }
    guard let at = Google.Timestamp(text: at) else {
      throw ExitError(
        code: .dataError, message: "--at \(at) is no time",
        hint: "Write it as in 2026-12-01T20:30:00Z.")
    }
    request.at = at
    return request
  }

  private static func json(_ reply: Encoded<ConsentV1.MayContactReply>) throws -> String {
    try Schema(fileDescriptorSet: Descriptors.fileDescriptorSet)
      .json(
        from: reply.bytes, type: ConsentV1.MayContactReply.fullName, options: Output.jsonOptions())
  }

  private func text(_ decision: ConsentV1.MayContactReply) -> String {
    let style = Style.terminal
    var lines: [String] = []
    switch decision.verdict {
    case .allow: lines.append(style.good("ALLOW"))
    case .defer:
      let next = decision.nextAllowedAt.map { ", ask again from \($0.minute)Z" } ?? ""
      lines.append(style.caution("DEFER") + next)
    default: lines.append(style.bad("DENY"))
    }
    lines += decision.reasons.map { "  \($0.code): \(printable($0.message))" }
    if let head = decision.ledgerHead {
      lines.append(style.dim("  decided on version \(head.version) of the ledger"))
    }
    return lines.joined(separator: "\n")
  }
}

extension Session {
  /// The id of a customer, asked of the profile service where an identifier was given.
  func customerID(of subject: Subject, _ options: CallOptions) async throws -> String {
    switch subject {
    case .customer(let id): return id
    case .identifier(let kind, let value):
      let reply = try await ProfileServiceClient(channel(to: .profile)).resolveIdentifier(
        ProfileV1.ResolveIdentifierRequest(
          identifier: ProfileV1.Identifier(kind: kind, value: value)), options)
      return reply.customerId
    }
  }
  /// The customer's own time zone, for quiet hours of preferences that name none; "" where it is not
  /// known. Consent decides without it, so no profile is no failure, but one that does not answer is
  /// said on standard error.
  func timeZone(of customer: String, _ options: CallOptions) async throws -> String {
    do {
      return try await ProfileServiceClient(channel(to: .profile)).getProfile(
        ProfileV1.GetProfileRequest(customerId: customer), options
      ).timeZone
    } catch let error as RPCError {
      if error.code != .notFound, error.code != .invalidArgument {
        FileHandle.standardError.write(
          Data("cameo: decided without the profile's time zone: \(error.message)\n".utf8))
      }
      return ""
    }
  }
}
