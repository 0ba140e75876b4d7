import DNS
import RPC
import Runtime
import TestKit
import Testing

/// Channels to targets that a name server knows, and changes its mind about.
@Suite struct ResolvingTests {
  private static let service = "_cameo._tcp.example"

  private func resolving(
    _ server: TestDNSServer, timeout: Duration = .seconds(60)
  ) -> ResolvingSettings {
    var settings = DNSSettings()
    settings.servers = [server.address]
    settings.timeout = timeout
    settings.attemptTimeout = .seconds(20)
    var resolving = ResolvingSettings()
    resolving.client = DNSClient(settings)
    resolving.shortestInterval = .milliseconds(20)
    return resolving
  }

  private func with(
    _ target: String, timeout: Duration = .seconds(60),
    _ body: (TestDNSServer, Fleet) async throws -> Void
  ) async throws {
    let server = try TestDNSServer()
    let fleet = try Fleet(target, resolving: resolving(server, timeout: timeout))
    server.set("host.example", .records([.a("127.0.0.1")], timeToLive: 0))
    do {
      try await body(server, fleet)
    } catch {
      Issue.record(error)
    }
    await fleet.stop()
    server.stop()
  }

  /// SRV records for members on this machine, each with its priority.
  private func records(_ members: [(Fleet.Member, UInt16)]) -> TestDNSServer.Answer {
    .records(
      members.map { member, priority in
        .srv(priority: priority, weight: 1, port: member.address.port, host: "host.example")
      }, timeToLive: 0)
  }

  @Test func `every address of a name is a replica`() async throws {
    let first = try await Fleet.Member()
    let port = first.address.port
    let second = try await Fleet.Member(host: "127.0.0.2", port: port)
    try await with("dns:two.example:\(port)") { server, fleet in
      server.set("two.example", .records([.a("127.0.0.1"), .a("127.0.0.2")]))
      try await fleet.call()
      await fleet.events.ready([first, second])
      try await fleet.call(200, atOnce: 4)
      #expect(first.count > 20 && second.count > 20)
    }
    await first.stop()
    await second.stop()
  }

  @Test func `replicas come and go with the records`() async throws {
    let (first, second) = (try await Fleet.Member(), try await Fleet.Member())
    try await with("srv:\(Self.service)") { server, fleet in
      server.set(Self.service, records([(first, 1)]))
      try await fleet.call()
      server.set(Self.service, records([(first, 1), (second, 1)]))
      await fleet.events.ready([second])
      try await fleet.call(200, atOnce: 4)
      #expect(second.count > 0)
      server.set(Self.service, records([(second, 1)]))
      await fleet.events.wait(for: .changed(first.address, "removed"))
      let before = first.count
      try await fleet.call(50)
      #expect(first.count == before)
    }
    await first.stop()
    await second.stop()
  }

  @Test func `a worse priority serves while the better one cannot, and no longer`() async throws {
    var better = try await Fleet.Member()
    let worse = try await Fleet.Member()
    let address = better.address
    try await with("srv:\(Self.service)") { server, fleet in
      server.set(Self.service, records([(better, 10), (worse, 20)]))
      try await fleet.call(20)
      #expect(better.count == 20 && worse.count == 0)
      await better.stop()
      await fleet.events.ready([worse])
      try await fleet.call(20)
      #expect(worse.count == 20)
      better = try await Fleet.Member(port: address.port)
      await fleet.events.wait(for: .changed(worse.address, "removed"))
      try await fleet.call(20)
      #expect(better.count == 20 && worse.count == 20)
    }
    await better.stop()
    await worse.stop()
  }

  @Test func `a service that is decidedly not available fails calls and says so`() async throws {
    try await with("srv:\(Self.service)") { server, fleet in
      server.set(Self.service, .records([.srv(priority: 0, weight: 0, port: 0, host: "")]))
      let error = await #expect(throws: RPCError.self) {
        try await fleet.call(waitsForReady: false)
      }
      #expect(error?.code == .unavailable)
      #expect(error?.message.contains("not available") == true)
    }
  }

  @Test func `a look-up that fails takes no replica away`() async throws {
    let member = try await Fleet.Member()
    try await with("srv:\(Self.service)") { server, fleet in
      server.set(Self.service, records([(member, 1)]))
      try await fleet.call()
      server.set(Self.service, .failure(2))
      await fleet.events.wait(for: .resolutionFailed, times: 2)
      try await fleet.call(20)
      server.set(Self.service, records([(member, 1)]))
      server.set("host.example", .noSuchName)
      await fleet.events.wait(for: .resolutionFailed, times: 4)
      try await fleet.call(20)
      #expect(!fleet.events.all.contains(.changed(member.address, "removed")))
    }
    await member.stop()
  }

  @Test func `a name server that says nothing fails calls in time`() async throws {
    try await with("mute.example:7100", timeout: .milliseconds(50)) { server, fleet in
      server.set("mute.example", .silence)
      let error = await #expect(throws: RPCError.self) {
        try await fleet.call(waitsForReady: false)
      }
      #expect(error?.code == .unavailable)
      #expect(error?.message.contains("mute.example") == true)
    }
  }

  @Test func `a call that waits for readiness outlasts failed look-ups`() async throws {
    let member = try await Fleet.Member()
    try await with("late.example:\(member.address.port)") { server, fleet in
      async let call = fleet.call()
      await fleet.events.wait(for: .resolutionFailed, times: 2)
      server.set("late.example", .records([.a("127.0.0.1")]))
      _ = try await call
      #expect(member.count == 1)
    }
    await member.stop()
  }

  @Test func `a replica that moves is found again`() async throws {
    let first = try await Fleet.Member()
    try await with("srv:\(Self.service)") { server, fleet in
      server.set(Self.service, records([(first, 1)]))
      try await fleet.call()
      await first.stop()
      let second = try await Fleet.Member()
      server.set(Self.service, records([(second, 1)]))
      try await fleet.call()
      #expect(second.count == 1)
      await second.stop()
    }
  }
}
