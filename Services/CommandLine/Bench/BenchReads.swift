import ArgumentParser
import Messages
import RPC
import Stubs

/// The whole way: gateway, and the three services behind it.
struct BenchView: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view",
    abstract: "Measure GetCustomerView: the gateway and the three services behind it.",
    discussion: """
      Example:
        cameo bench view --ids ids.txt --in-flight 64 --pid 4711 --pid 4712 --pid 4713 --pid 4714
      """)

  @Option(
    help: ArgumentHelp(
      "The gateway. [default: $CAMEO_GATEWAY, else 127.0.0.1:7100]", valueName: "HOST:PORT"))
  var target: String?

  @OptionGroup var customers: CustomerList
  @OptionGroup var options: BenchOptions
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    try await exiting(talkingTo: "the gateway") {
      try await options.measure(
        GatewayServiceMethods.getCustomerView, at: .gateway, target, try customers.read(),
        connection
      ) { customer, _ in GatewayV1.GetCustomerViewRequest(subject: .customerId(customer)) }
    }
  }
}

/// One hop: what a view is compared with.
struct BenchProfile: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Measure GetProfile: one of the three hops behind a view.",
    discussion: """
      Example:
        cameo bench profile --ids ids.txt --in-flight 1
      """)

  @Option(
    help: ArgumentHelp(
      "The profile service. [default: $CAMEO_PROFILE, else 127.0.0.1:7101]",
      valueName: "HOST:PORT"))
  var target: String?

  @OptionGroup var customers: CustomerList
  @OptionGroup var options: BenchOptions
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    try await exiting(talkingTo: "the profile service") {
      try await options.measure(
        ProfileServiceMethods.getProfile, at: .profile, target, try customers.read(), connection
      ) { customer, _ in ProfileV1.GetProfileRequest(customerId: customer) }
    }
  }
}

/// The question that every sender asks before every message.
struct BenchMayContact: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "may-contact",
    abstract: "Measure MayContact, asked of the consent service itself.",
    discussion: """
      Example:
        cameo bench may-contact --ids ids.txt --purpose marketing --channel email --pid 4712
      """)

  @Option(
    help: ArgumentHelp(
      "The consent service. [default: $CAMEO_CONSENT, else 127.0.0.1:7102]",
      valueName: "HOST:PORT"))
  var target: String?

  @Option(help: ArgumentHelp("What for.", valueName: "NAME"))
  var purpose = "marketing"

  @Option(help: ArgumentHelp("How.", valueName: "NAME"))
  var channel = "email"

  @OptionGroup var customers: CustomerList
  @OptionGroup var options: BenchOptions
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let (purpose, channel) = (purpose, channel)
    try await exiting(talkingTo: "the consent service") {
      try await options.measure(
        ConsentServiceMethods.mayContact, at: .consent, target, try customers.read(), connection
      ) { customer, _ in
        ConsentV1.MayContactRequest(customerId: customer, purpose: purpose, channel: channel)
      }
    }
  }
}
