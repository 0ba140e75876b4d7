import Messages
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// A consumer of a change log, as another service or a warehouse would be one.
  @Suite struct Consumer {
    @Test func `a consumer goes on behind what it acknowledged, over a kill of the service`()
      async throws
    {
      try await ServiceProcess.with(.profile) { service, _ in
        let client = ProfileServiceClient(service.channel)
        let log = ChangeLogServiceClient(service.channel)
        _ = try await log.registerConsumer(.init(consumer: "warehouse", start: .oldest))
        for number in 1...3 { try await Self.identify(client, number) }
        #expect(try await Self.watch(client, 3) == [1, 2, 3])
        _ = try await log.ackChanges(.init(consumer: "warehouse", cursor: 1))
        service.kill()
        try await service.restart()
        try await Self.identify(client, 4)
        #expect(try await Self.watch(client, 3) == [2, 3, 4])
        let listed = try await log.listConsumers(.init())
        #expect(listed.consumers.map(\.consumer) == ["warehouse"])
        #expect(listed.consumers.map(\.owner) == ["spiffe://cameo.local/client/client"])
        #expect(listed.consumers.map(\.entriesBehind) == [3] && listed.newestCursor == 4)
      }
    }

    private static func identify(_ client: ProfileServiceClient, _ number: Int) async throws {
      _ = try await client.identify(
        .init(
          requestId: "\(number)", identifiers: [.init(kind: "crm_id", value: "\(number)")]),
        CallOptions(timeout: .seconds(60), waitsForReady: true))
    }

    /// The cursors of so many changes, as the consumer gets them.
    private static func watch(_ client: ProfileServiceClient, _ count: Int) async throws -> [UInt64]
    {
      var cursors: [UInt64] = []
      for try await reply in client.watchChanges(.init(consumer: "warehouse")) {
        cursors.append(reply.change?.cursor ?? 0)
        if cursors.count == count { break }
      }
      return cursors
    }

    @Test func `operators list consumers, and remove one`() async throws {
      try await ServiceProcess.with(.survey) { service, _ in
        let environment = [
          "CAMEO_CERTS": TestCertificates.directory, "CAMEO_SURVEY": service.address,
        ]
        func cameo(_ arguments: String...) async throws -> Outcome {
          try await Outcome.of("cameo", ["consumers"] + arguments, environment: environment)
        }
        _ = try await ChangeLogServiceClient(service.channel).registerConsumer(
          .init(consumer: "warehouse", start: .newest))
        let listed = try await cameo("list", "survey")
        #expect(
          listed.output == """
            survey    nothing kept, up to 0
              warehouse  up to date, at 0, spiffe://cameo.local/client/client
            """, "\(listed.testDescription)")
        let removed = try await cameo("remove", "survey", "warehouse")
        #expect(removed.status == 0, "\(removed.testDescription)")
        #expect(try await cameo("remove", "survey", "warehouse").status == 1)
        #expect(try await cameo("list", "survey").output.contains("no consumers"))
        #expect(try await cameo("list", "gateway").status == 64)
      }
    }
  }
}
