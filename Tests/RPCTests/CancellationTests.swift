import Messages
import RPC
import TestKit
import Testing

@Suite struct CancellationTests {
  @Test func `a deadline that passes ends the call on both sides`() async throws {
    let probe = Probe()
    try await Loopback.with([probe, TestService()]) { loopback in
      try await connect(loopback)
      let error = try await missDeadline(of: Probe.method, on: loopback.channel, until: probe)
      #expect(error?.code == .deadlineExceeded)
      await probe.cancelled.wait()
    }
  }

  /// Calls with more and more time until the handler has begun: what has none left by then is not
  /// begun, and machines may be slow.
  private func missDeadline(
    of method: Method<RPCV1.Empty, RPCV1.Empty>, on channel: Channel, until probe: Probe
  ) async throws -> RPCError? {
    var timeout = Duration.milliseconds(20)
    while true {
      let error = await #expect(throws: RPCError.self) {
        try await channel.unary(method, RPCV1.Empty(), CallOptions(timeout: timeout))
      }
      if probe.started.isSent { return error }
      timeout = timeout * 2
    }
  }

  /// A call on a connection that stands is sent before its deadline can pass, however slow the machine.
  private func connect(_ loopback: Loopback) async throws {
    _ = try await TestServiceClient(loopback.channel).emptyCall(RPCV1.Empty())
  }

  @Test func `cancelling the caller's task cancels the handler`() async throws {
    let probe = Probe()
    try await Loopback.with([probe]) { loopback in
      let task = Task { try await loopback.channel.unary(Probe.method, RPCV1.Empty()) }
      await probe.started.wait()
      task.cancel()
      let result = await task.result
      #expect(throws: RPCError.self) { try result.get() }
      await probe.cancelled.wait()
    }
  }

  @Test func `a call made for another ends with that one's deadline`() async throws {
    let probe = Probe()
    try await Loopback.with([probe, TestService()]) { back in
      try await connect(back)
      let front = Relay(channel: back.channel)
      try await Loopback.with([front, TestService()], as: "gateway") { loopback in
        try await connect(loopback)
        let error = try await missDeadline(of: Relay.method, on: loopback.channel, until: probe)
        #expect(error?.code == .deadlineExceeded)
        await probe.cancelled.wait()
      }
    }
  }

  @Test func `cancelling the first of two hops cancels the second`() async throws {
    let probe = Probe()
    try await Loopback.with([probe]) { back in
      let front = Relay(channel: back.channel)
      try await Loopback.with([front], as: "gateway") { loopback in
        let task = Task { try await loopback.channel.unary(Relay.method, RPCV1.Empty()) }
        await probe.started.wait()
        task.cancel()
        await probe.cancelled.wait()
        _ = await task.result
      }
    }
  }

  @Test func `leaving a streamed reply early cancels its handler`() async throws {
    let probe = Probe()
    try await Loopback.with([probe]) { loopback in
      try await readOne(loopback.channel)
      await probe.cancelled.wait()
    }
  }

  private func readOne(_ channel: Channel) async throws {
    for try await _ in channel.serverStreaming(Probe.streaming, RPCV1.Empty()) { break }
  }

  @Test func `closing the connection cancels its calls`() async throws {
    let probe = Probe()
    let loopback = try await Loopback([probe])
    let call = Task { try await loopback.channel.unary(Probe.method, RPCV1.Empty()) }
    await probe.started.wait()
    await loopback.server.drain(within: .zero)
    await probe.cancelled.wait()
    let result = await call.result
    #expect(throws: RPCError.self) { try result.get() }
    await loopback.stop()
  }
}

/// A handler that never answers, and tells when it started and when it was cancelled.
final class Probe: ServiceHandler {
  static let method = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Probe", name: "Wait", kind: .unary, idempotency: .noSideEffects)
  static let streaming = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Probe", name: "Stream", kind: .serverStreaming, idempotency: .noSideEffects)

  let started = Signal()
  let cancelled = Signal()

  func register(in router: inout Router) {
    router.unary(Self.method) { _, _ in
      try await self.waitForCancellation()
      return RPCV1.Empty()
    }
    router.serverStreaming(Self.streaming) { _, replies, _ in
      try await replies.write(RPCV1.Empty())
      try await self.waitForCancellation()
    }
  }

  private func waitForCancellation() async throws {
    started.send()
    let (never, _) = AsyncStream.makeStream(of: Void.self)
    for await _ in never {}
    cancelled.send()
    try Task.checkCancellation()
  }
}

/// Passes a call on, as the gateway does.
struct Relay: ServiceHandler {
  static let method = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Relay", name: "Pass", kind: .unary, idempotency: .noSideEffects)

  let channel: Channel

  func register(in router: inout Router) {
    router.unary(Self.method) { request, call in
      try await channel.unary(Probe.method, request, CallOptions(inheriting: call))
    }
  }
}
