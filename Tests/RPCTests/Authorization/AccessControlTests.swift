import Messages
import TLS
import TestKit
import Testing

@testable import RPC

@Suite struct AccessControlTests {
  private static let unary: [MethodPattern] = [.exactly(TestServiceMethods.unaryCall.path)]

  private static func allowing(_ methods: [MethodPattern]) -> AccessPolicy {
    AccessPolicy(rules: [.init(.allow, [.anyone], methods)])
  }

  @Test func `a method that no rule allows is refused before its handler, by name`() async throws {
    let probe = Probe()
    let access = AccessControl(Self.allowing(Self.unary))
    try await Loopback.with([TestService(), probe], authorize: access) { loopback in
      let client = TestServiceClient(loopback.channel)
      let reply = try await client.unaryCall(RPCV1.SimpleRequest(payload: [1]))
      #expect(reply.payload == [1])
      let error = await #expect(throws: RPCError.self) {
        try await loopback.channel.unary(Probe.method, RPCV1.Empty())
      }
      #expect(error?.code == .permissionDenied)
      #expect(
        error?.message
          == "spiffe://cameo.local/client/client may not call \(Probe.method.path) here")
      // The connection and what is allowed go on.
      _ = try await client.unaryCall(RPCV1.SimpleRequest())
      #expect(!probe.started.isSent)
    }
  }

  @Test func `all four kinds of call are refused, with what is sent along`() async throws {
    try await Loopback.with([TestService()], authorize: AccessControl(AccessPolicy())) { loopback in
      let client = TestServiceClient(loopback.channel)
      func isDenied(_ body: () async throws -> Void) async {
        let error = await #expect(throws: RPCError.self) { try await body() }
        #expect(error?.code == .permissionDenied)
      }
      let large = [UInt8](repeating: 7, count: 1 << 20)
      for _ in 0..<8 {
        await isDenied { _ = try await client.unaryCall(RPCV1.SimpleRequest(payload: large)) }
      }
      await isDenied {
        for try await _ in client.streamingOutputCall(RPCV1.StreamingOutputRequest()) {}
      }
      await isDenied {
        _ = try await client.streamingInputCall { requests in
          for _ in 0..<8 { try await requests.write(RPCV1.StreamingInputRequest(payload: large)) }
        }
      }
      await isDenied {
        let (requests, replies) = try await client.fullDuplexCall()
        await requests.finish()
        for try await _ in replies {}
      }
    }
  }

  @Test func `a method that does not exist is refused like one that does`() async throws {
    let method = Method<RPCV1.Empty, RPCV1.Empty>(
      service: "test.Nowhere", name: "Nothing", kind: .unary, idempotency: .unknown)
    let access = AccessControl(Self.allowing(Self.unary))
    try await Loopback.with([TestService()], authorize: access) { loopback in
      for (policy, code) in [
        (access.policy, StatusCode.permissionDenied), (Self.allowing([.any]), .unimplemented),
      ] {
        access.replace(with: policy)
        let error = await #expect(throws: RPCError.self) {
          try await loopback.channel.unary(method, RPCV1.Empty())
        }
        #expect(error?.code == code)
      }
    }
  }

  @Test func `another policy counts from the next call on, on connections that are there`()
    async throws
  {
    let access = AccessControl(Self.allowing([.any]))
    try await Loopback.with([TestService()], authorize: access) { loopback in
      let client = TestServiceClient(loopback.channel)
      for isAllowed in [true, false, true, true, false] {
        access.replace(with: Self.allowing(isAllowed ? [.any] : []))
        for _ in 0..<2 {
          let result = await Result { try await client.unaryCall(RPCV1.SimpleRequest()) }
          #expect(((try? result.get()) != nil) == isAllowed)
        }
      }
    }
  }

  @Test func `open calls that another policy does not allow are ended, the others go on`()
    async throws
  {
    let access = AccessControl(Self.allowing([.any]))
    try await Loopback.with([TestService(), HealthService(services: [])], authorize: access) {
      loopback in
      let (requests, replies) = try await TestServiceClient(loopback.channel).fullDuplexCall()
      let size = RPCV1.ResponseParameters(size: 1)
      try await requests.write(RPCV1.StreamingOutputRequest(responseParameters: [size]))
      var iterator = replies.makeAsyncIterator()
      _ = try await iterator.next()
      var health = HealthClient(loopback.channel).watch(RPCV1.HealthRequest()).makeAsyncIterator()
      #expect(try await health.next() != nil)

      access.replace(with: Self.allowing([.service(HealthMethods.service)]))
      let error = await #expect(throws: RPCError.self) { _ = try await iterator.next() }
      #expect(error?.code == .permissionDenied)
      let reply = try await HealthClient(loopback.channel).check(RPCV1.HealthRequest())
      #expect(reply.status == .notServing)
    }
  }

  @Test func `policies change under load, and each call is decided by one of them`() async throws {
    let access = AccessControl(Self.allowing(Self.unary))
    try await Loopback.with([TestService()], authorize: access) { loopback in
      let client = TestServiceClient(loopback.channel)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<64 {
          group.addTask {
            for _ in 0..<20 {
              // Allowed by every policy that is ever in force.
              _ = try await client.unaryCall(RPCV1.SimpleRequest(payload: [1]))
              let error = await #expect(throws: RPCError.self) {
                try await client.emptyCall(RPCV1.Empty())
              }
              #expect(error?.code == .permissionDenied)
            }
          }
        }
        for round in 0..<200 {
          access.replace(with: Self.allowing(round % 2 == 0 ? Self.unary + Self.unary : Self.unary))
          await Task.yield()
        }
        try await group.waitForAll()
      }
    }
  }
}

extension Result where Failure == any Error {
  init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
