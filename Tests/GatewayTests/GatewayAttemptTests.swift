import Gateway
import Messages
import RPC
import Runtime
import ServiceKit
import Stubs
import TLS
import TestKit
import Testing

/// The gateway as its executable runs it, whose operator has chosen how often calls are sent.
@Suite struct GatewayAttemptTests {
  @Test func `with hedge.ms a replica that never answers fails no view`() async throws {
    let (slow, quick) = (FakePart(.profile), FakePart(.profile))
    // A part is given up after a minute: what is in time is not its own first attempt's answer.
    try await Self.with([.profile: [slow, quick]], ["hedge.ms": "1", "loops": "1"]) { client in
      // Both are connected: a hedge has somewhere else to go.
      try await Self.views(client) { !slow.askedAttempts.isEmpty && !quick.askedAttempts.isEmpty }
      slow.will(.hangs)
      let before = slow.askedAttempts.count
      // Until it has been chosen for a first attempt, which only a hedge can make good.
      try await Self.views(client) { slow.askedAttempts.dropFirst(before).contains(0) }
    }
    #expect(quick.askedAttempts.contains(1))
  }

  /// Views, eight at once, until `isDone`; some thousand at the most.
  private static func views(
    _ client: GatewayServiceClient, until isDone: () -> Bool
  ) async throws {
    for _ in 0..<500 {
      if isDone() { return }
      try await views(8, client)
    }
    if !isDone() { Issue.record("4 000 views have not brought about what they were made for") }
  }

  /// So many views at once, each with its profile.
  private static func views(_ count: Int, _ client: GatewayServiceClient) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<count {
        group.addTask {
          let view = try await client.getCustomerView(.init(subject: .customerId(Samples.anna)))
          #expect(view.status(.profile).state == .ok)
        }
      }
      try await group.waitForAll()
    }
  }

  @Test(arguments: [1, 2, 5])
  func `a part that is UNAVAILABLE is asked as often as retry.attempts says`(
    attempts: Int
  ) async throws {
    let (failing, others) = (FakePart(.profile), FakePart(.survey))
    failing.will(.fails(RPCError(.unavailable, "on purpose")))
    try await Self.with(
      [.profile: [failing], .survey: [others]], ["retry.attempts": "\(attempts)"]
    ) { client in
      let view = try await client.getCustomerView(.init(subject: .customerId(Samples.anna)))
      #expect(view.status(.profile).state == .unavailable)
      #expect(view.status(.survey).state == .ok)
    }
    #expect(failing.askedAttempts == (0..<UInt32(attempts)).map { $0 })
    #expect(others.askedAttempts == [0])
  }

  @Test(arguments: [("hedge.ms", "60001"), ("hedge.attempts", "1"), ("retry.attempts", "6")])
  func `a setting out of its bounds is refused by name`(name: String, value: String) async throws {
    let error = await #expect(throws: ConfigurationError.self) {
      try await GatewayServiceTests.start(GatewayService.self, [name: value])
    }
    #expect("\(error.map(String.init(describing:)) ?? "")".contains(name))
  }

  /// A gateway with these settings in front of these replicas; a part that is not among them has one
  /// that answers.
  private static func with(
    _ replicas: [Part: [FakePart]], _ settings: [String: String],
    _ body: (GatewayServiceClient) async throws -> Void
  ) async throws {
    var running: [Loopback] = []
    var values = settings.merging(["part.timeout.ms": "60000"]) { $1 }
    let delegates = AccessControl(.open(delegates: ["spiffe://cameo.local/service/gateway"]))
    for part in Part.allCases {
      var places: [String] = []
      for fake in replicas[part] ?? [FakePart(part)] {
        let loopback = try await Loopback([fake], as: part.rawValue, authorize: delegates)
        running.append(loopback)
        places.append(loopback.address.description)
      }
      values[part.rawValue] = places.joined(separator: ",")
    }
    let gateway = try await GatewayServiceTests.start(GatewayService.self, values)
    let loops = try EventLoopGroup(count: 1, name: "client")
    let channel = try GatewayServiceTests.channel(to: gateway, "gateway", loops)
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(GatewayServiceClient(channel)))
    } catch {
      result = .failure(error)
    }
    await channel.close()
    // While the gateway still runs: it answers their farewell.
    for loopback in running { await loopback.stop() }
    await gateway.stop()
    loops.stop()
    try result.get()
  }
}
