import Messages
import RPC
import Synchronization
import TestKit
import Testing

@Suite struct ServerInterceptorTests {
  @Test func `the first is entered first and hears of the end last`() async throws {
    let notes = Notes()
    let interceptors = ["a", "b"].map { Noting($0, notes) }
    try await Loopback.with([TestService()], interceptors: interceptors) { loopback in
      let client = TestServiceClient(loopback.channel)
      let expected = ["a in", "b in", "b out", "a out", "b OK", "a OK"]
      _ = try await client.emptyCall(RPCV1.Empty())
      #expect(notes.list == expected)
      for try await _ in client.streamingOutputCall(RPCV1.StreamingOutputRequest()) {}
      #expect(notes.list == expected + expected)
      _ = try await client.streamingInputCall { _ in }
      let (requests, replies) = try await client.fullDuplexCall()
      await requests.finish()
      for try await _ in replies {}
      #expect(notes.list == expected + expected + expected + expected)
    }
  }

  @Test func `a call can be refused before its handler`() async throws {
    let probe = Probe()
    let notes = Notes()
    try await Loopback.with(
      [probe], interceptors: [Noting("a", notes), Refusing(), Noting("b", notes)]
    ) { loopback in
      for _ in 0..<2 {
        let error = await #expect(throws: RPCError.self) {
          try await loopback.channel.unary(Probe.method, RPCV1.Empty())
        }
        #expect(error?.code == .permissionDenied)
        #expect(error?.metadata.text("x-why") == "because")
      }
      let error = await #expect(throws: RPCError.self) {
        for try await _ in loopback.channel.serverStreaming(Probe.streaming, RPCV1.Empty()) {}
      }
      #expect(error?.code == .permissionDenied)
      #expect(!probe.started.isSent)
      // The one behind the refusal has not seen the call, and hears nothing of it.
      let expected = ["a in", "a threw PERMISSION_DENIED", "a PERMISSION_DENIED"]
      #expect(notes.list == expected + expected + expected)
    }
  }

  @Test func `changed metadata reaches the handler, and the answer's its client`() async throws {
    try await Loopback.with([TestService()], interceptors: [Adding()]) { loopback in
      let reply = try await loopback.channel.unaryWithMetadata(
        TestServiceMethods.unaryCall, RPCV1.SimpleRequest(echoMetadata: true))
      #expect(reply.initialMetadata == [.init(key: "x-added", text: "1")])
      #expect(
        reply.trailingMetadata == [
          .init(key: "x-added", text: "1"), .init(key: "x-after", text: "2"),
        ])
    }
  }

  @Test func `an answer can be replaced by an error, and an error by another`() async throws {
    try await Loopback.with([TestService()], interceptors: [Contrary()]) { loopback in
      let client = TestServiceClient(loopback.channel)
      let refused = await #expect(throws: RPCError.self) {
        try await client.unaryCall(RPCV1.SimpleRequest(payload: [1]))
      }
      #expect(refused?.message == "it went too well")
      let streamed = client.streamingOutputCall(
        RPCV1.StreamingOutputRequest(responseParameters: [.init(size: 1)]))
      var replies = 0
      let late = await #expect(throws: RPCError.self) {
        for try await _ in streamed { replies += 1 }
      }
      #expect(late?.message == "it went too well")
      #expect(replies == 1)
      let request = RPCV1.SimpleRequest(responseStatus: .init(code: 5, message: "gone"))
      let replaced = await #expect(throws: RPCError.self) { try await client.unaryCall(request) }
      #expect(replaced?.code == .unavailable)
      #expect(replaced?.message == "instead of gone")
    }
  }

  @Test func `an error that is swallowed leaves no answer, which is one too`() async throws {
    try await Loopback.with([TestService()], interceptors: [Swallowing()]) { loopback in
      let request = RPCV1.SimpleRequest(responseStatus: .init(code: 5, message: "gone"))
      let error = await #expect(throws: RPCError.self) {
        try await TestServiceClient(loopback.channel).unaryCall(request)
      }
      #expect(error?.code == .internal)
    }
  }

  @Test func `what is thrown that is no status is INTERNAL and keeps its text`() async throws {
    struct Secret: Error {}
    let notes = Notes()
    try await Loopback.with([Throwing(Secret())], interceptors: [Noting("a", notes)]) { loopback in
      let error = await #expect(throws: RPCError.self) {
        try await loopback.channel.unary(Throwing.method, RPCV1.Empty())
      }
      #expect(error?.code == .internal)
      #expect(error?.message.contains("Secret") == false)
      #expect(notes.list == ["a in", "a threw Secret()", "a INTERNAL"])
    }
  }

  @Test func `messages and bytes are counted both ways`() async throws {
    let outcomes = Outcomes()
    try await Loopback.with([TestService()], interceptors: [outcomes]) { loopback in
      let (requests, replies) = try await TestServiceClient(loopback.channel).fullDuplexCall()
      var iterator = replies.makeAsyncIterator()
      for size: UInt32 in [0, 10, 100_000] {
        try await requests.write(
          RPCV1.StreamingOutputRequest(
            responseParameters: [.init(size: size)],
            payload: [UInt8](repeating: 1, count: Int(size))))
        _ = try await iterator.next()
      }
      await requests.finish()
      #expect(try await iterator.next() == nil)
    }
    let totals = try #require(outcomes.all.first).totals
    #expect(outcomes.all.count == 1)
    #expect(totals.receivedMessages == 3)
    #expect(totals.sentMessages == 3)
    #expect((100_010...100_050).contains(totals.receivedBytes))
    #expect((100_010...100_030).contains(totals.sentBytes))
  }

  @Test func `a deadline is told when it passes, whatever the handler does`() async throws {
    let probe = Probe()
    let outcomes = Outcomes()
    try await Loopback.with([probe], interceptors: [outcomes]) { loopback in
      // A peer that leaves the deadline to the server.
      let code = try await RawPeer.connect(to: loopback.address) { peer in
        try peer.send(.hello, head: Hello(Settings()).encoded())
        let head = RequestHead(method: Probe.method.path).encoded()
        try peer.send(.request, .end, stream: 1, aux: 100_000, head: head)
        return try peer.receive(.response).header.aux
      }
      #expect(code == StatusCode.deadlineExceeded.rawValue)
      await probe.cancelled.wait()
    }
    #expect(outcomes.all.map(\.code.name) == ["DEADLINE_EXCEEDED"])
    #expect(outcomes.all.allSatisfy { $0.nanoseconds > 0 })
  }

  @Test func `a cancelled call cancels its handler through them`() async throws {
    let probe = Probe()
    let notes = Notes()
    try await Loopback.with([probe], interceptors: [Noting("a", notes)]) { loopback in
      let call = Task { try await loopback.channel.unary(Probe.method, RPCV1.Empty()) }
      await probe.started.wait()
      call.cancel()
      await probe.cancelled.wait()
      _ = await call.result
    }
    #expect(notes.list.sorted() == ["a CANCELLED", "a in", "a threw CancellationError()"])
  }

  @Test func `a call that is over before its turn came is none of theirs`() async throws {
    let notes = Notes()
    let log = ServerLog()
    try await Loopback.with(
      [TestService()], observer: log, interceptors: [Noting("a", notes)]
    ) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        // At one stroke: no handler has its turn in between.
        let head = RequestHead(method: RawPeer.emptyCall).encoded()
        try peer.send(
          RawPeer.bytes(.request, .end, stream: 1, head: head)
            + RawPeer.bytes(.reset, stream: 1, aux: StatusCode.cancelled.rawValue))
        try peer.call(3, RawPeer.emptyCall)
        _ = try peer.outcome(of: 3)
      }
    }
    #expect(Set(log.ended) == [.ok, .cancelled])
    #expect(notes.list == ["a in", "a out", "a OK"])
  }

  @Test func `a call that is over while one of them waits does not come to the next`()
    async throws
  {
    let notes = Notes()
    let probe = Probe()
    let holding = Holding()
    try await Loopback.with(
      [probe], interceptors: [Noting("a", notes), holding, Noting("b", notes)]
    ) { loopback in
      let call = Task { try await loopback.channel.unary(Probe.method, RPCV1.Empty()) }
      await holding.entered.wait()
      call.cancel()
      await holding.ended.wait()
      holding.mayGoOn.send()
      await holding.left.wait()
      _ = await call.result
    }
    #expect(notes.list == ["a in", "a CANCELLED", "a threw CANCELLED"])
    #expect(!probe.started.isSent)
  }

  @Test func `what they bind is bound for their call alone`() async throws {
    try await Loopback.with([Bound()], interceptors: [Binding()]) { loopback in
      for number in 0..<50 {
        let isBound = number.isMultiple(of: 2)
        let options = CallOptions(metadata: isBound ? [.init(key: "x-bind", text: "me")] : [])
        let reply = try await loopback.channel.unary(Bound.method, RPCV1.Empty(), options)
        #expect(reply.message == (isBound ? "me" : "nobody"))
      }
    }
  }
}

/// Notes when it is entered and left, and how calls end.
private struct Noting: ServerInterceptor {
  let name: String
  let notes: Notes

  init(_ name: String, _ notes: Notes) {
    self.name = name
    self.notes = notes
  }

  func intercept(
    _ call: CallContext, _ next: (CallContext) async throws -> Void
  ) async throws {
    notes.add("\(name) in")
    do {
      try await next(call)
      notes.add("\(name) out")
    } catch {
      notes.add("\(name) threw \((error as? RPCError)?.code.name ?? "\(error)")")
      throw error
    }
  }

  func ended(_ call: CallContext, _ outcome: CallOutcome) {
    notes.add("\(name) \(outcome.code.name)")
  }
}

private struct Refusing: ServerInterceptor {
  func intercept(
    _ call: CallContext, _ next: (CallContext) async throws -> Void
  ) async throws {
    throw RPCError(.permissionDenied, "no", metadata: [.init(key: "x-why", text: "because")])
  }
}

/// Goes on when it may, whatever has become of the call.
private final class Holding: ServerInterceptor {
  let entered = Signal()
  let ended = Signal()
  let mayGoOn = Signal()
  let left = Signal()

  func intercept(
    _ call: CallContext, _ next: (CallContext) async throws -> Void
  ) async throws {
    defer { left.send() }
    entered.send()
    await mayGoOn.wait()
    try await next(call)
  }

  func ended(_ call: CallContext, _ outcome: CallOutcome) { ended.send() }
}

private struct Adding: ServerInterceptor {
  func intercept(
    _ call: CallContext, _ next: (CallContext) async throws -> Void
  ) async throws {
    var call = call
    call.metadata.append("x-added", text: "1")
    try await next(call)
    call.trailingMetadata.append("x-after", text: "2")
  }
}

private struct Contrary: ServerInterceptor {
  func intercept(
    _ call: CallContext, _ next: (CallContext) async throws -> Void
  ) async throws {
    do {
      try await next(call)
    } catch let error as RPCError {
      throw RPCError(.unavailable, "instead of \(error.message)")
    }
    throw RPCError(.aborted, "it went too well")
  }
}

private struct Swallowing: ServerInterceptor {
  func intercept(
    _ call: CallContext, _ next: (CallContext) async throws -> Void
  ) async throws { try? await next(call) }
}

/// Keeps how calls ended.
private final class Outcomes: ServerInterceptor {
  private let outcomes = Mutex<[CallOutcome]>([])
  var all: [CallOutcome] { outcomes.withLock { $0 } }

  func ended(_ call: CallContext, _ outcome: CallOutcome) {
    outcomes.withLock { $0.append(outcome) }
  }
}

private struct Throwing: ServiceHandler {
  static let method = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Throwing", name: "Throw", kind: .unary, idempotency: .noSideEffects)

  let error: any Error

  init(_ error: any Error) { self.error = error }

  func register(in router: inout Router) {
    router.unary(Self.method) { _, _ in throw error }
  }
}

private enum Binder {
  @TaskLocal static var name = "nobody"
}

private struct Binding: ServerInterceptor {
  func intercept(
    _ call: CallContext, _ next: (CallContext) async throws -> Void
  ) async throws {
    guard let name = call.metadata.text("x-bind") else { return try await next(call) }
    try await Binder.$name.withValue(name) { try await next(call) }
  }
}

/// Answers with what is bound.
private struct Bound: ServiceHandler {
  static let method = Method<RPCV1.Empty, RPCV1.EchoStatus>(
    service: "test.Bound", name: "Name", kind: .unary, idempotency: .noSideEffects)

  func register(in router: inout Router) {
    router.unary(Self.method) { _, _ in RPCV1.EchoStatus(message: Binder.name) }
  }
}
