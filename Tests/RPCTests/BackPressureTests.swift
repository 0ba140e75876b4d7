import Messages
import RPC
import Synchronization
import TestKit
import Testing

/// A reader that stops stops its sender, and nobody else on the same connection.
@Suite struct BackPressureTests {
  private static let window = Int(Settings.defaultStreamWindow)

  @Test
  func `handlers that read nothing stop their senders, and a connection full of them nobody else`()
    async throws
  {
    let idle = Idle()
    try await Loopback.with([idle, TestService()]) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        // Five quarters of the connection's window, each stream's own window filled.
        var sender = Sender(peer)
        for stream in 0..<20 { try sender.fill(UInt32(2 * stream + 1), upTo: Self.window) }
        try peer.call(101, RawPeer.emptyCall)
        while try sender.receive().header.stream != 101 {}
        // No stalled stream has been given credit.
        #expect(sender.credited.keys.allSatisfy { $0 == 0 })
      }
    }
  }

  @Test
  func `what stalled readers may hold is bounded by the connection's bytes, then by its window`()
    async throws
  {
    var settings = ConnectionSettings.patient
    let bound = 7 << 20
    settings.maximumHeldBytes = bound
    try await Loopback.with([Idle(), TestService()], settings: settings) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        var sender = Sender(peer)
        var stream: UInt32 = 1
        // For as long as there is credit; none comes back that a PING does not overtake.
        while try sender.hasCredit() {
          try sender.fill(stream, upTo: Self.window, waits: false)
          stream += 2
        }
        #expect(sender.sent <= bound)
        #expect(sender.sent > Int(Settings.defaultConnectionWindow))
        #expect(sender.resets == 0)
      }
    }
  }

  @Test func `a caller that reads none of many replies stops their senders, and no other call`()
    async throws
  {
    let source = CountingSource()
    try await Loopback.with([source, TestService()]) { loopback in
      var stalled: [MessageIterator<RPCV1.StreamingOutputResponse>] = []
      for _ in 0..<20 {
        let replies = loopback.channel.serverStreaming(CountingSource.method, RPCV1.Empty())
        stalled.append(replies.makeAsyncIterator())
      }
      for index in stalled.indices { _ = try await stalled[index].next() }
      let request = RPCV1.SimpleRequest(responseSize: 1_000_000)
      let client = TestServiceClient(loopback.channel)
      for _ in 0..<10 {
        let reply = try await client.unaryCall(request)
        #expect(reply.payload.count == 1_000_000)
      }
      let most = stalled.count * (Self.window / CountingSource.size + 2)
      #expect(source.written.withLock { $0 } <= most)
    }
  }

  @Test func `credit that was given on arrival is not given again on reading`() async throws {
    // Many times the connection's window, read late: a byte of credit too many would be an error, one
    // too few would stop the stream for good.
    let gate = Gate()
    try await Loopback.with([gate]) { loopback in
      let (requests, replies) = try await loopback.channel.bidirectional(Gate.method)
      let writer = Task {
        let message = RPCV1.StreamingInputRequest(payload: [UInt8](repeating: 1, count: 9_999))
        for _ in 0..<2000 { try await requests.write(message) }
        await requests.finish()
      }
      var total = 0
      for try await reply in replies { total += Int(reply.aggregatedPayloadSize) }
      #expect(total == 2000 * 9_999)
      try await writer.value
    }
  }
}

/// Sends what the credit allows, frame by frame, and keeps the books.
private struct Sender {
  let peer: RawPeer
  private(set) var sent = 0
  private(set) var resets = 0
  private(set) var credited: [UInt32: Int] = [:]
  private var pings: UInt8 = 0

  init(_ peer: RawPeer) { self.peer = peer }

  private var credit: Int {
    Int(Settings.defaultConnectionWindow) + credited[0, default: 0] - sent
  }

  mutating func receive() throws -> RawPeer.Frame {
    let frame = try peer.receive()
    let header = frame.header
    if header.type == .window { credited[header.stream, default: 0] += Int(header.aux) }
    if header.type == .reset { resets += 1 }
    return frame
  }

  /// Whether there is credit for a message once the server has handled all that was sent.
  mutating func hasCredit() throws -> Bool {
    pings += 1
    let mark = [UInt8](repeating: pings, count: 8)
    try peer.send(.ping, body: mark)
    while try receive().body != mark {}
    return credit >= 16_000
  }

  /// Opens a stream of requests and sends whole messages until its own window is full; where the
  /// connection's is, waits for credit or stops.
  mutating func fill(_ stream: UInt32, upTo window: Int, waits: Bool = true) throws {
    try peer.call(stream, Idle.method.path, .noMessage)
    let message = RPCV1.StreamingInputRequest(payload: [UInt8](repeating: 1, count: 15_990))
      .encoded()
    var left = window
    while left >= message.count {
      while credit < message.count {
        guard waits else { return }
        _ = try receive()
      }
      try peer.send(.data, stream: stream, body: message)
      sent += message.count
      left -= message.count
    }
  }
}

/// A handler that never reads what it is sent.
private struct Idle: ServiceHandler {
  static let method = Method<RPCV1.StreamingInputRequest, RPCV1.Empty>(
    service: "test.Idle", name: "Ignore", kind: .clientStreaming, idempotency: .unknown)

  func register(in router: inout Router) {
    router.clientStreaming(Self.method) { requests, _ in
      let (never, _) = AsyncStream.makeStream(of: Void.self)
      for await _ in never {}
      return withExtendedLifetime(requests) { RPCV1.Empty() }
    }
  }
}

/// Reads in fits and starts, and says how much it read.
private struct Gate: ServiceHandler {
  static let method = Method<RPCV1.StreamingInputRequest, RPCV1.StreamingInputResponse>(
    service: "test.Gate", name: "Pass", kind: .bidirectional, idempotency: .unknown)

  func register(in router: inout Router) {
    router.bidirectional(Self.method) { requests, replies, _ in
      var count = 0
      for try await request in requests {
        count += 1
        if count % 7 == 0 { for _ in 0..<count % 50 { await Task.yield() } }
        try await replies.write(
          RPCV1.StreamingInputResponse(aggregatedPayloadSize: UInt32(request.payload.count)))
      }
    }
  }
}
