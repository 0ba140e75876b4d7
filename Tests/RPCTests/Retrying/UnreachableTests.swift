import Messages
import Runtime
import TLS
import TestKit
import Testing

@testable import RPC

/// Calls to a service that nobody answers for: they were never sent, and say so.
@Suite struct UnreachableTests {
  @Test func `a call that finds nobody is unprocessed, and fails at once without a policy`()
    async throws
  {
    for options in [CallOptions(), Self.hedged()] {
      try await with(retry: nil) { channel in
        let error = await #expect(throws: RPCError.self) {
          try await channel.unary(RetryBed.read, RPCV1.SimpleRequest(), options)
        }
        #expect(error?.code == .unavailable)
        #expect(error?.isUnprocessed == true)
      }
    }
  }

  @Test func `one of any method waits out the policy's delays in between, not busily`()
    async throws
  {
    let policy = try RetryPolicy(
      maximumAttempts: 5, initialBackoff: .milliseconds(1), maximumBackoff: .milliseconds(1),
      multiplier: 1, retryableCodes: [.unavailable])
    // A token for each of five failures, and with one more it allows nothing.
    let throttle = try RetryThrottle(maximumTokens: 12, tokenRatio: 0.001)
    try await with(retry: policy, throttle: throttle) { channel in
      let error = await #expect(throws: RPCError.self) {
        try await channel.unary(RetryBed.change, RPCV1.SimpleRequest())
      }
      #expect(error?.isUnprocessed == true)
    }
    #expect(throttle.allowsHedge)
    #expect(!throttle.failed())
  }

  @Test func `a call that a channel never sent before it closed is unprocessed`() async throws {
    try await with(retry: nil) { channel in
      await channel.close()
      let error = await #expect(throws: RPCError.self) {
        try await channel.unary(RetryBed.change, RPCV1.SimpleRequest())
      }
      #expect(error?.code == .cancelled)
      #expect(error?.isUnprocessed == true)
    }
  }

  @Test func `one that a handler may have seen before is not, whatever became of its last attempt`()
    async throws
  {
    for hedging in [nil, try HedgingPolicy(maximumAttempts: 3, hedgingDelay: .seconds(3600))] {
      try await RetryBed.with(hedging: hedging) { bed in
        let call = bed.begin(RetryBed.read, RetryBed.patience())
        try await bed.listener.accept { peer in
          try peer.hello()
          try peer.fail(peer.request())
          for _ in 0..<(hedging == nil ? 4 : 3) { try peer.refuse(peer.request()) }
          try peer.settle()
        }
        let error = await RetryBed.failure(of: call)
        #expect(error?.code == .unavailable)
        #expect(error?.isUnprocessed == false)
      }
    }
  }

  private static func hedged() -> CallOptions {
    var options = CallOptions()
    if let policy = try? HedgingPolicy(hedgingDelay: .milliseconds(1)) {
      options.hedging = .own(policy)
    }
    return options
  }

  /// One that was listened at a moment ago.
  private static func portOfNobody() throws -> SocketAddress? {
    let socket = try Socket.listen(at: SocketAddress(host: "127.7.7.8", port: 0))
    return socket.localAddress
  }

  /// A channel to a port where nobody listens.
  private func with(
    retry: RetryPolicy?, throttle: RetryThrottle = RetryThrottle(),
    _ body: (Channel) async throws -> Void
  ) async throws {
    let address = try #require(try Self.portOfNobody())
    let loops = try EventLoopGroup(count: 1, name: "client")
    let channel = Channel(
      target: address.description, tls: try TestCertificates.context(.client, "client"),
      expecting: nil, group: loops, settings: .patient, backoff: .hasty, retry: retry,
      throttle: throttle)
    try await body(channel)
    await channel.close()
    loops.stop()
  }
}
