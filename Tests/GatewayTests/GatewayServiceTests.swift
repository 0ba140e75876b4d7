import CoreMetrics
import Foundation
import Gateway
import Logging
import Messages
import RPC
import Runtime
import ServiceKit
import Stubs
import Survey
import TLS
import TestKit
import Testing

/// The gateway and the survey service as their executables run them, from settings and
/// certificates.
@Suite struct GatewayServiceTests {
  static func start<Definition: ServiceDefinition>(
    _ definition: Definition.Type, _ more: [String: String]
  ) async throws -> RunningService {
    let values = ["listen": "127.0.0.1:0", "certs": TestCertificates.directory]
    return try await RunningService.start(
      definition, ServiceSettings(for: definition, values.merging(more) { $1 }),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      metrics: NOOPMetricsHandler.instance)
  }

  static func channel(to service: RunningService, _ name: String, _ loops: EventLoopGroup) throws
    -> Channel
  {
    Channel(
      target: service.address.description, tls: try TestCertificates.context(.client, "client"),
      expecting: "spiffe://cameo.local/service/\(name)", group: loops)
  }

  @Test func `two services started from settings make a view with the parts there are`()
    async throws
  {
    let folder = Folder.unused("gateway")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let loops = try EventLoopGroup(count: 1, name: "client")
    let survey = try await Self.start(SurveyService.self, ["data": folder])
    // Port 1 is nobody's: profile and consent are down.
    let gateway = try await Self.start(
      GatewayService.self,
      [
        "survey": survey.address.description, "profile": "127.0.0.1:1", "consent": "127.0.0.1:1",
      ])
    let channels = [
      try Self.channel(to: survey, "survey", loops),
      try Self.channel(to: gateway, "gateway", loops),
    ]
    let made = try await SurveyServiceClient(channels[0]).createSurvey(
      .init(requestId: "1", title: "T", questions: [.init(id: "q", kind: .nps, text: "?")]))
    #expect(made.survey?.surveyId.hasPrefix("srv_") == true)
    let view = try await GatewayServiceClient(channels[1]).getCustomerView(
      .init(subject: .customerId(Samples.anna)))
    #expect(view.status(.survey).state == .ok && view.survey?.customerId == Samples.anna)
    #expect(view.status(.profile).state == .unavailable)
    #expect(view.contactability?.rule == .notContactable)
    for channel in channels { await channel.close() }
    // While the gateway still runs: it answers the survey service's farewell.
    await survey.stop()
    await gateway.stop()
    loops.stop()
  }

  @Test(arguments: [("part.timeout.ms", "0"), ("stale.seconds", "-1"), ("stale.mib", "much")])
  func `a setting out of its bounds is refused by name`(name: String, value: String) async throws {
    let error = await #expect(throws: ConfigurationError.self) {
      try await Self.start(GatewayService.self, [name: value])
    }
    #expect("\(error.map(String.init(describing:)) ?? "")".contains(name))
  }
}
