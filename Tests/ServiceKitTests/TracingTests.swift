import InMemoryTracing
import Instrumentation
import Logging
import Messages
import RPC
import Synchronization
import TLS
import TestKit
import Testing
import Tracing

@testable import ServiceKit

@Suite struct TracingTests {
  @Test func `a call joins the trace it came with, in a span of its own`() throws {
    let parent = try Samples.trace()
    let context = try context(of: parent.traceparent)
    let trace = try #require(context.trace)
    #expect(trace.traceID == parent.traceID)
    #expect(trace.spanID != parent.spanID)
    #expect(trace.isSampled)
    let unsampled = try self.context(of: "00-\(Samples.traceID)-b7ad6b7169203331-00")
    #expect(unsampled.trace?.isSampled == false)
  }

  @Test(arguments: [
    nil, "", "nonsense", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  ])
  func `a call without a good trace begins one that nobody samples`(text: String?) throws {
    let trace = try #require(try context(of: text).trace)
    let other = try #require(try context(of: text).trace)
    #expect(trace.traceID != Samples.traceID)
    #expect(trace.traceID != other.traceID)
    #expect(!trace.isSampled)
  }

  @Test func `what is passed on is the span of the one who passes it on`() throws {
    let context = try context(of: Samples.trace().traceparent)
    var carrier: [String: String] = [:]
    TraceContextPropagator().inject(context, into: &carrier, using: Texts())
    #expect(carrier == ["traceparent": context.trace?.traceparent])
    var empty: [String: String] = [:]
    TraceContextPropagator().inject(.topLevel, into: &empty, using: Texts())
    #expect(empty.isEmpty)
  }

  @Test func `no span's id comes twice, nor is any zero`() {
    let ids = SpanIDs(seed: 1)
    var seen: Set<UInt64> = []
    for _ in 0..<10_000 { seen.insert(ids.next()) }
    #expect(seen.count == 10_000)
    // The generator's state before the one number that would be zero.
    let zero = SpanIDs(seed: 0 &- 0x9e37_79b9_7f4a_7c15)
    #expect(zero.span(in: nil).spanID != "0000000000000000")
    #expect(SpanIDs(seed: 0 &- 0x9e37_79b9_7f4a_7c15).next() == 0)
  }

  @Test func `a carrier keeps the trace apart and other keys as metadata`() {
    var carrier = CallCarrier(
      metadata: [.init(key: "b3", text: "old"), .init(key: "x", text: "stays")])
    let injector = CallInjector()
    injector.inject(
      "00-\(Samples.traceID)-b7ad6b7169203331-01", forKey: "traceparent", into: &carrier)
    injector.inject("new", forKey: "B3", into: &carrier)
    injector.inject("root", forKey: "cameo-caller", into: &carrier)
    #expect(carrier.trace?.traceID == Samples.traceID)
    #expect(carrier.metadata == [.init(key: "x", text: "stays"), .init(key: "b3", text: "new")])
    let extractor = CallExtractor()
    #expect(extractor.extract(key: "b3", from: carrier) == "new")
    #expect(
      extractor.extract(key: "Traceparent", from: carrier) == carrier.trace?.traceparent)
    #expect(extractor.extract(key: "none", from: carrier) == nil)
  }

  // Over the wire

  @Test func `one trace goes from service to service, the caller's where there is one`()
    async throws
  {
    let tracing = try #require(CallTracing(TraceContextPropagator()))
    try await withTwoHops(tracing) { front, seen in
      let trace = try Samples.trace()
      var options = CallOptions()
      options.trace = trace
      _ = try await front.unary(Hop.method, RPCV1.Empty(), options)
      let traces = seen.all
      #expect(traces.count == 2)
      #expect(traces.allSatisfy { $0.traceID == trace.traceID && $0.isSampled })
      #expect(Set(traces.map(\.spanID) + [trace.spanID]).count == 3)
      _ = try await front.unary(Hop.method, RPCV1.Empty())
      let own = seen.all.dropFirst(2)
      #expect(Set(own.map(\.traceID)).count == 1)
      #expect(own.allSatisfy { $0.traceID != trace.traceID && !$0.isSampled })
    }
  }

  @Test func `a multiplexed or foreign propagator does the same by its texts`() async throws {
    let instrument = MultiplexInstrument([TraceContextPropagator()])
    let tracing = try #require(CallTracing(instrument))
    try await withTwoHops(tracing) { front, seen in
      var options = CallOptions()
      options.trace = try Samples.trace()
      _ = try await front.unary(Hop.method, RPCV1.Empty(), options)
      #expect(seen.all.map(\.traceID) == [Samples.traceID, Samples.traceID])
    }
  }

  @Test func `a tracer's spans are linked across two hops, and named as gRPC names them`()
    async throws
  {
    let tracer = InMemoryTracer()
    let tracing = try #require(CallTracing(tracer))
    try await withTwoHops(tracing) { front, _ in
      _ = try await front.unary(Hop.method, RPCV1.Empty())
      // A server ends its span before its answer leaves, a client before its caller has it.
      let spans = tracer.finishedSpans
      let names = [
        "Recv.test.Back.Say", "Attempt.test.Back.Say", "Sent.test.Back.Say",
        "Recv.test.Front.Say",
      ]
      #expect(Set(spans.map(\.operationName)) == Set(names))
      #expect(Set(spans.map(\.traceID)).count == 1)
      for (child, parent) in zip(names, names.dropFirst()) {
        let child = try #require(spans.first { $0.operationName == child })
        let parent = try #require(spans.first { $0.operationName == parent })
        #expect(child.parentSpanID == parent.spanID)
      }
      #expect(spans.allSatisfy { $0.status?.code == .ok })
      let attempt = try #require(spans.first { $0.operationName.hasPrefix("Attempt") })
      #expect(attempt.attributes["previous-rpc-attempts"]?.toSpanAttribute() == .int64(0))
      #expect(attempt.attributes["transparent-retry"]?.toSpanAttribute() == .bool(false))
      #expect(tracer.activeSpans.isEmpty)
    }
  }

  @Test func `a failed call's spans say why`() async throws {
    let tracer = InMemoryTracer()
    let tracing = try #require(CallTracing(tracer))
    try await Loopback.with(
      [TestService()], interceptors: [ServerTracing(tracing: tracing)],
      clientInterceptors: [ClientTracing(tracing: tracing)]
    ) { loopback in
      await #expect(throws: RPCError.self) {
        try await TestServiceClient(loopback.channel).unaryCall(
          RPCV1.SimpleRequest(responseStatus: .init(code: 5, message: "not here")))
      }
      let spans = tracer.finishedSpans
      #expect(spans.count == 3)
      for span in spans {
        #expect(span.status == SpanStatus(code: .error, message: "NOT_FOUND, not here"))
      }
    }
  }

  @Test func `no instrument, no tracing`() {
    #expect(CallTracing(NoOpInstrument()) == nil)
    #expect(CallTracing.bootstrapped == nil)
  }

  @Test func `a trace that is no trace fails no call`() async throws {
    let tracing = try #require(CallTracing(TraceContextPropagator()))
    let seen = Seen()
    try await Loopback.with(
      [Hop(service: "Front", seen: seen, next: nil)],
      interceptors: [ServerTracing(tracing: tracing)]
    ) { loopback in
      let options = CallOptions(metadata: [.init(key: "traceparent", value: [0xff, 0xfe])])
      _ = try await loopback.channel.unary(Hop.method, RPCV1.Empty(), options)
      #expect(seen.all.count == 1)
    }
  }

  // Logs

  @Test func `a line written within a call has its trace`() async throws {
    let written = Written()
    let output = LogOutput { written.add($0) }
    let logger = Logger(label: "test") { _ in
      ServiceLogHandler(
        service: "profile", format: .text, output: output, clock: { 0 }, logLevel: .info,
        metadataProvider: TraceMetadata.provider)
    }
    var context = ServiceContext.topLevel
    context.trace = try Samples.trace()
    ServiceContext.withValue(context) { logger.info("inside") }
    logger.info("outside")
    output.flush()
    #expect(
      written.text.contains("inside span_id=b7ad6b7169203331 trace_id=\(Samples.traceID)\n"))
    #expect(written.text.hasSuffix("outside\n"))
  }

  @Test func `a service's access log has the trace that its call came with`() async throws {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    let written = Written()
    let output = LogOutput { written.add($0) }
    let notes = try await Notes(
      data: folder, ["log.access": "all"], instrument: TraceContextPropagator(),
      logger: Logger(label: "test") { _ in
        ServiceLogHandler(
          service: "survey", format: .text, output: output, clock: { 0 }, logLevel: .info)
      })
    var options = CallOptions()
    options.trace = try Samples.trace()
    _ = try await notes.channel.unary(
      NotesHandler.add, RPCV1.EchoStatus(message: "anna"), options)
    await notes.stop()
    output.flush()
    let line = written.text.split(separator: "\n").first { $0.contains("method=test.Notes/Add") }
    #expect(line?.contains("trace_id=\(Samples.traceID)") == true)
    #expect(line?.contains("peer=spiffe://cameo.local/client/client status=OK") == true)
  }

  // Support

  private func context(of text: String?) throws -> ServiceContext {
    var context = ServiceContext.topLevel
    let carrier = text.map { ["traceparent": $0] } ?? [:]
    TraceContextPropagator().extract(carrier, into: &context, using: Texts())
    return context
  }

  /// Client, front, back: the front passes every call on.
  private func withTwoHops(
    _ tracing: CallTracing, _ body: (Channel, Seen) async throws -> Void
  ) async throws {
    let seen = Seen()
    let server: [any ServerInterceptor] = [ServerTracing(tracing: tracing)]
    try await Loopback.with(
      [Hop(service: "Back", seen: seen, next: nil)], interceptors: server,
      clientInterceptors: [ClientTracing(tracing: tracing)]
    ) { back in
      let front = Hop(service: "Front", seen: seen, next: back.channel)
      try await Loopback.with([front], as: "gateway", interceptors: server) { loopback in
        try await body(loopback.channel, seen)
      }
    }
  }
}

/// Traces that handlers ran in.
private final class Seen: Sendable {
  private let traces = Mutex<[TraceContext]>([])
  var all: [TraceContext] { traces.withLock { $0 } }
  func add(_ trace: TraceContext) { traces.withLock { $0.append(trace) } }
}

/// Notes the trace it runs in, and passes the call on to the next, if there is one.
private struct Hop: ServiceHandler {
  static let method = method("Front")

  let service: String
  let seen: Seen
  let next: Channel?

  private static func method(_ service: String) -> Method<RPCV1.Empty, RPCV1.Empty> {
    Method(service: "test.\(service)", name: "Say", kind: .unary, idempotency: .noSideEffects)
  }

  func register(in router: inout Router) {
    router.unary(Self.method(service)) { request, call in
      if let trace = ServiceContext.current?.trace {
        #expect(call.trace == trace)
        seen.add(trace)
      }
      guard let next else { return RPCV1.Empty() }
      return try await next.unary(
        Self.method("Back"), request, CallOptions(inheriting: call))
    }
  }
}

/// A carrier that is a dictionary.
private struct Texts: Extractor, Injector {
  func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }

  func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
    carrier[key] = value
  }
}
