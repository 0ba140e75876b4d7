import Gateway
import Messages
import RPC
import Runtime
import Stubs
import Synchronization
import TLS
import TestKit

/// A gateway with real sockets and certificates, in front of three services that do as they are
/// told.
final class Bed: Sendable {
  let fakes: [Part: FakePart]
  let client: GatewayServiceClient
  let clock = TestClock()
  private let services: Mutex<[Part: Loopback]>
  private let ports: [Part: UInt16]
  private let gateway: Server
  private let gatewayLoops: EventLoopGroup
  private let clientLoops: EventLoopGroup
  private let upstreams: Upstreams

  private static let gatewayDelegates = AccessControl(
    .open(delegates: ["spiffe://cameo.local/service/gateway"]))

  private init(limit: Duration, replacing: [Part: any ServiceHandler]) async throws {
    fakes = Dictionary(uniqueKeysWithValues: Part.allCases.map { ($0, FakePart($0)) })
    var services: [Part: Loopback] = [:]
    for (part, fake) in fakes {
      services[part] = try await Loopback(
        [replacing[part] ?? fake], as: part.rawValue, authorize: Self.gatewayDelegates)
    }
    ports = services.mapValues(\.address.port)
    gatewayLoops = try EventLoopGroup(count: 1, name: "gateway")
    clientLoops = try EventLoopGroup(count: 1, name: "client")
    upstreams = try Self.upstreams(ports, gatewayLoops)
    let handlers = GatewayHandlers(
      upstreams: upstreams,
      copies: LastGoodAnswers(
        customers: 100, bytes: 1 << 20, ageNanoseconds: 60 * 1_000_000_000),
      budget: TimeBudget(limit: limit), now: { [clock] in clock.now })
    gateway = Server(
      group: gatewayLoops, tls: try TestCertificates.context(.server, "gateway"),
      router: Router([handlers]),
      // The client stands for a front of its own, too.
      authorize: AccessControl(.open(delegates: ["spiffe://cameo.local/client/client"])))
    let address = try await gateway.start(at: SocketAddress(host: "127.0.0.1", port: 0))
    let channel = Channel(
      target: address.description, tls: try TestCertificates.context(.client, "client"),
      expecting: "spiffe://cameo.local/service/gateway", group: clientLoops)
    client = GatewayServiceClient(channel)
    self.services = Mutex(services)
  }

  private static func upstreams(_ ports: [Part: UInt16], _ loops: EventLoopGroup) throws
    -> Upstreams
  {
    let tls = try TestCertificates.context(.client, "gateway")
    func channel(_ part: Part) -> Channel {
      Channel(
        target: "127.0.0.1:\(ports[part] ?? 0)", tls: tls,
        expecting: "spiffe://cameo.local/service/\(part.rawValue)", group: loops)
    }
    return Upstreams(
      profile: channel(.profile), consent: channel(.consent), survey: channel(.survey))
  }

  /// Runs `body` with everything up, and takes it all down again.
  ///
  /// - Parameters:
  ///   - limit: how long the gateway waits for a round of calls.
  ///   - replacing: real services in the place of the obedient ones.
  static func with(
    limit: Duration = .seconds(20), replacing: [Part: any ServiceHandler] = [:],
    _ body: (Bed) async throws -> Void
  ) async throws {
    let bed = try await Bed(limit: limit, replacing: replacing)
    do {
      try await body(bed)
      await bed.end()
    } catch {
      await bed.end()
      throw error
    }
  }

  /// Ends a service as a crash would: its port is closed.
  func stop(_ part: Part) async {
    guard let service = services.withLock({ $0.removeValue(forKey: part) }) else { return }
    await service.server.drain(within: .zero)
    await service.stop()
  }

  /// Starts the service again, at the port where it was.
  func start(_ part: Part) async throws {
    guard let fake = fakes[part] else { return }
    let started = try await Loopback(
      [fake], as: part.rawValue, port: ports[part] ?? 0, authorize: Self.gatewayDelegates)
    services.withLock { $0[part] = started }
  }

  func will(_ part: Part, _ behaviour: FakePart.Behaviour) {
    fakes[part]?.will(behaviour)
  }

  /// The view of a customer by id.
  func view(of customerId: String = Samples.anna, _ options: CallOptions = CallOptions())
    async throws -> GatewayV1.CustomerView
  {
    try await client.getCustomerView(.init(subject: .customerId(customerId)), options)
  }

  /// The view of the owner of an identifier.
  func view(by identifier: ProfileV1.Identifier, _ options: CallOptions = CallOptions())
    async throws -> GatewayV1.CustomerView
  {
    try await client.getCustomerView(.init(subject: .identifier(identifier)), options)
  }

  private func end() async {
    await client.channel.close()
    for part in Part.allCases { fakes[part]?.will(.answers) }
    await gateway.drain(within: .zero)
    for channel in [upstreams.profile, upstreams.consent, upstreams.survey] {
      await channel.close()
    }
    for part in Part.allCases { await stop(part) }
    gatewayLoops.stop()
    clientLoops.stop()
  }
}

/// A monotonic clock that only tests turn.
final class TestClock: Sendable {
  private let nanoseconds = Mutex<Int64>(0)

  var now: Int64 { nanoseconds.withLock { $0 } }

  func advance(seconds: Int64) {
    nanoseconds.withLock { $0 += seconds * 1_000_000_000 }
  }
}

extension GatewayV1.CustomerView {
  /// How good a part is.
  func status(_ part: Part) -> GatewayV1.PartStatus {
    parts.first { $0.name == part.rawValue } ?? GatewayV1.PartStatus()
  }
}
