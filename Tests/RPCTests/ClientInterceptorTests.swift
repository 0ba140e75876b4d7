import Messages
import RPC
import Synchronization
import TestKit
import Testing

@Suite struct ClientInterceptorTests {
  @Test func `the first begins first and hears of the end last`() async throws {
    let notes = Notes()
    let interceptors = ["a", "b"].map { Watching($0, notes) }
    try await Loopback.with([TestService()], clientInterceptors: interceptors) { loopback in
      let client = TestServiceClient(loopback.channel)
      let expected = [
        "a begin", "b begin", "a attempt 0", "b attempt 0", "b attempt OK", "a attempt OK", "b OK",
        "a OK",
      ]
      _ = try await client.emptyCall(RPCV1.Empty())
      #expect(notes.list == expected)
      for try await _ in client.streamingOutputCall(RPCV1.StreamingOutputRequest()) {}
      _ = try await client.streamingInputCall { _ in }
      let (requests, replies) = try await client.fullDuplexCall()
      await requests.finish()
      for try await _ in replies {}
      await loopback.channel.close()
      #expect(notes.list == expected + expected + expected + expected)
    }
  }

  @Test func `what they change goes out`() async throws {
    try await Loopback.with([TestService()], clientInterceptors: [Changing()]) { loopback in
      let reply = try await loopback.channel.unaryWithMetadata(
        TestServiceMethods.unaryCall, RPCV1.SimpleRequest(echoMetadata: true),
        CallOptions(metadata: [.init(key: "x-own", text: "0")]))
      #expect(
        reply.trailingMetadata == [
          .init(key: "x-own", text: "0"), .init(key: "x-call", text: "1"),
          .init(key: "x-attempt", text: "2"),
        ])
    }
  }

  @Test func `a trace that they set reaches the handler, for each attempt its own`() async throws {
    let seen = Notes()
    try await Loopback.with([Traced(seen)], clientInterceptors: [Changing()]) { loopback in
      _ = try await loopback.channel.unary(Traced.method, RPCV1.Empty())
    }
    #expect(seen.list == [Changing.attemptTrace.traceparent])
  }

  @Test func `a refused call does not go out`() async throws {
    let probe = Probe()
    let notes = Notes()
    let interceptors: [any ClientInterceptor] = [
      Watching("a", notes), Refusing(), Watching("b", notes),
    ]
    try await Loopback.with([probe], clientInterceptors: interceptors) { loopback in
      let channel = loopback.channel
      for _ in 0..<2 {
        let error = await #expect(throws: RPCError.self) {
          try await channel.unary(Probe.method, RPCV1.Empty())
        }
        #expect(error?.message == "not today")
      }
      let streamed = await #expect(throws: RPCError.self) {
        for try await _ in channel.serverStreaming(Probe.streaming, RPCV1.Empty()) {}
      }
      #expect(streamed?.message == "not today")
      let opened = await #expect(throws: RPCError.self) {
        _ = try await channel.bidirectional(TestServiceMethods.fullDuplexCall)
      }
      #expect(opened?.message == "not today")
      let expected = ["a begin", "a FAILED_PRECONDITION"]
      #expect(notes.list == expected + expected + expected + expected)
      #expect(!probe.started.isSent)
    }
  }

  @Test func `they hear of status, counts and metadata`() async throws {
    let outcomes = Outcomes()
    try await Loopback.with([TestService()], clientInterceptors: [outcomes]) { loopback in
      let client = TestServiceClient(loopback.channel)
      let options = CallOptions(metadata: [
        .init(key: "x-grpc-test-echo-initial", text: "1"),
        .init(key: "x-grpc-test-echo-trailing-bin", text: "2"),
      ])
      let replies = client.streamingOutputCall(
        RPCV1.StreamingOutputRequest(
          responseParameters: [.init(size: 100_000), .init(size: 5)],
          responseStatus: .init(code: 8, message: "no more")), options)
      await #expect(throws: RPCError.self) { for try await _ in replies {} }
      await loopback.channel.close()
      let (attempt, call) = try #require(outcomes.pairs.first)
      for outcome in [attempt, call] {
        #expect(outcome.code == .resourceExhausted)
        #expect(outcome.message == "no more")
        #expect(outcome.totals.sentMessages == 1)
        #expect(outcome.totals.receivedMessages == 2)
        #expect((100_005...100_020).contains(outcome.totals.receivedBytes))
        #expect(outcome.initialMetadata.text("x-grpc-test-echo-initial") == "1")
        #expect(outcome.trailingMetadata.text("x-grpc-test-echo-trailing-bin") == "2")
        #expect(outcome.nanoseconds > 0)
      }
      #expect(outcomes.pairs.count == 1)
    }
  }

  @Test func `a cancelled call is one for them too`() async throws {
    let probe = Probe()
    let notes = Notes()
    try await Loopback.with([probe], clientInterceptors: [Watching("a", notes)]) { loopback in
      let call = Task { try await loopback.channel.unary(Probe.method, RPCV1.Empty()) }
      await probe.started.wait()
      call.cancel()
      let result = await call.result
      #expect(throws: RPCError(.cancelled, "the call was cancelled")) { try result.get() }
      await probe.cancelled.wait()
    }
    #expect(
      notes.list == ["a begin", "a attempt 0", "a attempt CANCELLED", "a CANCELLED"])
  }

  @Test func `leaving a streamed reply cancels an interceptor that still thinks`() async throws {
    let thinking = Thinking()
    try await Loopback.with([TestService()], clientInterceptors: [thinking]) { loopback in
      do {
        let replies = TestServiceClient(loopback.channel)
          .streamingOutputCall(RPCV1.StreamingOutputRequest())
        await thinking.begun.wait()
        withExtendedLifetime(replies) {}
      }
      await thinking.cancelled.wait()
    }
  }
}

private struct Refusing: ClientInterceptor {
  func begin(_ call: inout OutgoingCall) async throws -> (any ClientCallObserver)? {
    throw RPCError(.failedPrecondition, "not today")
  }
}

/// Adds to what calls and attempts carry.
private struct Changing: ClientInterceptor, ClientCallObserver {
  static let callTrace = trace(span: 1)
  static let attemptTrace = trace(span: 2)

  private static func trace(span: UInt64) -> TraceContext {
    guard let trace = TraceContext(trace: (1, 2), span: span, isSampled: true) else {
      preconditionFailure("no id is zero")
    }
    return trace
  }

  func begin(_ call: inout OutgoingCall) async throws -> (any ClientCallObserver)? {
    call.options.metadata.append("x-call", text: "1")
    call.options.trace = Self.callTrace
    return self
  }

  func beginAttempt(_ attempt: inout OutgoingAttempt) -> (any ClientAttemptObserver)? {
    #expect(attempt.trace == Self.callTrace)
    attempt.metadata.append("x-attempt", text: "2")
    attempt.trace = Self.attemptTrace
    return nil
  }
}

/// Keeps how calls and their last attempts ended.
private final class Outcomes: ClientInterceptor, ClientCallObserver {
  private struct Attempt: ClientAttemptObserver {
    let outcomes: Outcomes
    func ended(_ outcome: CallOutcome) { outcomes.attempt.withLock { $0 = outcome } }
  }

  private let attempt = Mutex<CallOutcome?>(nil)
  private let outcomes = Mutex<[(CallOutcome, CallOutcome)]>([])

  var pairs: [(attempt: CallOutcome, call: CallOutcome)] { outcomes.withLock { $0 } }

  func begin(_ call: inout OutgoingCall) async throws -> (any ClientCallObserver)? { self }

  func beginAttempt(_ attempt: inout OutgoingAttempt) -> (any ClientAttemptObserver)? {
    Attempt(outcomes: self)
  }

  func ended(_ outcome: CallOutcome) {
    guard let last = attempt.withLock({ $0 }) else { return }
    outcomes.withLock { $0.append((last, outcome)) }
  }
}

/// Never comes to a decision.
private struct Thinking: ClientInterceptor {
  let begun = Signal()
  let cancelled = Signal()

  func begin(_ call: inout OutgoingCall) async throws -> (any ClientCallObserver)? {
    begun.send()
    let (never, _) = AsyncStream.makeStream(of: Void.self)
    for await _ in never {}
    cancelled.send()
    throw CancellationError()
  }
}

/// Notes the trace that calls come with.
private struct Traced: ServiceHandler {
  static let method = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Traced", name: "Trace", kind: .unary, idempotency: .noSideEffects)

  let notes: Notes

  init(_ notes: Notes) { self.notes = notes }

  func register(in router: inout Router) {
    router.unary(Self.method) { _, call in
      notes.add(call.trace?.traceparent ?? "none")
      return RPCV1.Empty()
    }
  }
}
