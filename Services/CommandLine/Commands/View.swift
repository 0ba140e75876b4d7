import ArgumentParser
import Foundation
import Messages
import RPC
import Schema
import Stubs

/// Who is this customer, what may we do, what do they think?
struct View: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show everything known about a customer.",
    discussion: """
      Examples:
        cameo view anna@example.com
        cameo view crm_id:cdnow-0001 --json
      """)

  @Argument(help: ArgumentHelp(Subject.help, valueName: "CUSTOMER"))
  var subject: Subject

  @Option(
    help: ArgumentHelp(
      "The gateway. [default: $CAMEO_GATEWAY, else 127.0.0.1:7100]", valueName: "HOST:PORT"))
  var target: String?

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Print the view as JSON.")
  var json = false

  func run() async throws {
    try await exiting(talkingTo: "the gateway") {
      let session = try Session(connection)
      let view = try await session.channel(to: .gateway, at: target).unary(
        GatewayServiceMethods.getCustomerView.encodedReply, subject.viewRequest,
        connection.callOptions)
      if json {
        let schema = try Schema(fileDescriptorSet: Descriptors.fileDescriptorSet)
        Output.line(
          try schema.json(
            from: view.bytes, type: GatewayV1.CustomerView.fullName,
            options: Output.jsonOptions()))
      } else {
        print(ViewCard(try view.decoded(), style: .terminal).text)
      }
    }
  }
}
