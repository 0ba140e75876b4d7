import Messages
import RPC
import Runtime
import Synchronization
import TLS
import TestKit
import Testing

@Suite struct ConnectionLossTests {
  @Test func `a server that is not there is UNAVAILABLE, and says where it was looked for`()
    async throws
  {
    let loopback = try await Loopback([TestService()])
    await loopback.server.drain(within: .zero)
    let error = await #expect(throws: RPCError.self) {
      try await TestServiceClient(loopback.channel).emptyCall(RPCV1.Empty())
    }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains(loopback.address.description) == true)
    await loopback.stop()
  }

  @Test func `a channel finds its server again after a restart`() async throws {
    let first = try await Loopback([TestService()])
    let client = TestServiceClient(first.channel)
    _ = try await client.emptyCall(RPCV1.Empty())
    await first.server.drain(within: .zero)
    _ = try? await client.emptyCall(RPCV1.Empty())
    let second = try await Loopback([TestService()], port: first.address.port)
    let reply = try await client.emptyCall(
      RPCV1.Empty(), CallOptions(timeout: .seconds(10), waitsForReady: true))
    #expect(reply == RPCV1.Empty())
    await second.stop()
    await first.stop()
  }

  @Test func `a drain fails no call, and calls go on elsewhere`() async throws {
    let first = try await Loopback([TestService()])
    let client = TestServiceClient(first.channel)
    _ = try await client.emptyCall(RPCV1.Empty())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<64 {
        group.addTask { _ = try await client.unaryCall(RPCV1.SimpleRequest(delayUs: 50_000)) }
      }
      _ = try await client.emptyCall(RPCV1.Empty())
      group.addTask { await first.server.drain(within: .seconds(10)) }
      try await group.waitForAll()
    }
    await first.stop()
  }

  @Test func `a client with a certificate for another server is told so`() async throws {
    let loopback = try await Loopback([TestService()], as: "consent")
    let channel = Channel(
      target: loopback.address.description, tls: try TestCertificates.context(.client, "client"),
      expecting: "spiffe://cameo.local/service/profile", group: loopback.clientLoops)
    let error = await #expect(throws: RPCError.self) {
      try await TestServiceClient(channel).emptyCall(RPCV1.Empty())
    }
    #expect(error?.code == .unavailable)
    await channel.close()
    await loopback.stop()
  }

  @Test func `health is watched as it changes`() async throws {
    let health = HealthService(services: ["cameo.x.v1.XService"])
    try await Loopback.with([health]) { loopback in
      let client = HealthClient(loopback.channel)
      let now = try await client.check(RPCV1.HealthRequest())
      #expect(now.status == .notServing)
      var watch = client.watch(RPCV1.HealthRequest(service: "cameo.x.v1.XService"))
        .makeAsyncIterator()
      let first = try await watch.next()
      #expect(first?.status == .notServing)
      health.setServing(true)
      let second = try await watch.next()
      #expect(second?.status == .serving)
      health.setServing(false)
      let third = try await watch.next()
      #expect(third?.status == .notServing)
      let error = await #expect(throws: RPCError.self) {
        try await client.check(RPCV1.HealthRequest(service: "nobody"))
      }
      #expect(error?.code == .notFound)
    }
  }
}
