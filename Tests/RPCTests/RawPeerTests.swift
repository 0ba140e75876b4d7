import Dispatch
import Messages
import RPC
import Runtime
import TLS
import TestKit
import Testing

/// What the client and the server do about a peer that sends exactly these frames.
@Suite struct RawPeerTests {
  private static var patience: CallOptions { CallOptions(timeout: .seconds(60)) }

  private func withClient(
    unreachable: @escaping @Sendable (RPCError) -> Void = { _ in },
    _ body: (RawPeer.Listener, Channel) async throws -> Void
  ) async throws {
    let listener = try RawPeer.Listener()
    let loops = try EventLoopGroup(count: 1, name: "client")
    let channel = Channel(
      target: listener.address.description, tls: try TestCertificates.context(.client, "client"),
      expecting: nil, group: loops, settings: .patient, observer: Unreachable(tell: unreachable))
    do {
      try await body(listener, channel)
    } catch {
      Issue.record(error)
    }
    await channel.close()
    loops.stop()
  }

  @Test func `a request that fills the window goes on when a late HELLO raises it`() async throws {
    try await withClient { listener, channel in
      async let call = TestServiceClient(channel).unaryCall(
        RPCV1.SimpleRequest(payload: [UInt8](repeating: 1, count: 600_000)), Self.patience)
      let received = try await listener.accept { peer in
        var count = 0
        while count < Int(Settings.defaultStreamWindow) {
          let frame = try peer.receive()
          if frame.header.type != .hello { count += frame.body.count }
        }
        var settings = Settings()
        settings.streamWindow = 2 << 20
        try peer.send(.hello, head: Hello(settings).encoded())
        while count < 600_000 { count += try peer.receive(.data).body.count }
        try peer.send(.response, .end, stream: 1, body: RPCV1.SimpleResponse().encoded())
        return count
      }
      #expect(received > 600_000)
      _ = try await call
    }
  }

  @Test func `a request whose messages have followed it is not sent again without them`()
    async throws
  {
    try await withClient { listener, channel in
      let replies = try await turnedAway(listener, channel)
      var iterator = replies.makeAsyncIterator()
      let error = await #expect(throws: RPCError.self) { try await iterator.next() }
      #expect(error?.code == .unavailable)
      #expect(error?.isUnprocessed == true)
    }
  }

  /// Opens a call and writes one message on it; the server turns the call away afterwards.
  private func turnedAway(
    _ listener: RawPeer.Listener, _ channel: Channel
  ) async throws -> ReplyStream<RPCV1.StreamingOutputResponse> {
    async let script: Void = listener.accept { peer in
      try peer.send(.hello, head: Hello(Settings()).encoded())
      let request = try peer.receive(.request)
      _ = try peer.receive(.data)
      try peer.send(
        .reset, .unprocessed, stream: request.header.stream, aux: StatusCode.unavailable.rawValue)
    }
    let (requests, replies) = try await TestServiceClient(channel).fullDuplexCall(Self.patience)
    try await requests.write(RPCV1.StreamingOutputRequest())
    try await script
    return replies
  }

  @Test func `a request turned away before anything followed it is sent again`() async throws {
    try await withClient { listener, channel in
      let turnedAway = Signal()
      async let attempts = listener.accept { peer in
        try peer.send(.hello, head: Hello(Settings()).encoded())
        let first = try peer.receive(.request)
        try peer.send(
          .reset, .unprocessed, stream: first.header.stream, aux: StatusCode.unavailable.rawValue)
        let second = try peer.receive(.request)
        turnedAway.send()
        _ = try peer.receive(.data)
        let head = ResponseHead().encoded()
        try peer.send(.response, [.end, .noMessage], stream: second.header.stream, head: head)
        return try [first, second].map {
          try unsafe RequestHead(decoding: $0.head.span.bytes).attempt
        }
      }
      let (requests, replies) = try await TestServiceClient(channel).fullDuplexCall(Self.patience)
      // The second REQUEST has left: a message that follows belongs to it.
      await turnedAway.wait()
      try await requests.write(RPCV1.StreamingOutputRequest())
      let seen = try await attempts
      #expect(seen == [0, 1])
      for try await _ in replies {}
    }
  }

  @Test func `a server that ends connections before its HELLO counts as unreachable`()
    async throws
  {
    let told = Signal()
    try await withClient(unreachable: { _ in told.send() }) { listener, channel in
      var options = Self.patience
      options.retry = .off
      async let call = TestServiceClient(channel).emptyCall(RPCV1.Empty(), options)
      try await listener.accept { _ in }
      _ = try? await call
      await told.wait()
    }
  }

  @Test func `cancelling the task of a call that waits for its connection ends it`() async throws {
    try await withClient { listener, channel in
      let task = Task {
        let (requests, replies) = try await TestServiceClient(channel).fullDuplexCall()
        await requests.finish()
        for try await _ in replies {}
      }
      task.cancel()
      let result = await task.result
      #expect(throws: RPCError.self) { try result.get() }
    }
  }

  @Test func `cancelling a writer that waits for credit cancels its call`() async throws {
    try await withClient { listener, channel in
      let filled = Signal()
      let call = Task {
        try await TestServiceClient(channel).streamingInputCall { requests in
          let message = RPCV1.StreamingInputRequest(payload: [UInt8](repeating: 1, count: 10_000))
          while true { try await requests.write(message) }
        }
      }
      async let reset = listener.accept { peer in
        try peer.send(.hello, head: Hello(Settings()).encoded())
        var count = 0
        while count < Int(Settings.defaultStreamWindow) {
          count += try peer.receive(.data).body.count
        }
        filled.send()
        return try peer.receive(.reset).header.aux
      }
      await filled.wait()
      call.cancel()
      let code = try await reset
      #expect(code == StatusCode.cancelled.rawValue)
      let result = await call.result
      #expect(throws: RPCError.self) { try result.get() }
    }
  }

  @Test func `a peer that breaks the protocol and reads nothing is closed all the same`()
    async throws
  {
    let ended = Departures()
    var settings = ConnectionSettings()
    settings.keepaliveTimeout = .milliseconds(200)
    let loopback = try await Loopback([TestService()], settings: settings, observer: ended)
    try await RawPeer.connect(to: loopback.address) { peer in
      var large = Settings()
      large.streamWindow = 64 << 20
      large.connectionWindow = 64 << 20
      try peer.send(.hello, head: Hello(large).encoded())
      let replies = [RPCV1.ResponseParameters](repeating: .init(size: 1 << 20), count: 50)
      try peer.send(
        .request, .end, stream: 1,
        head: RequestHead(method: "cameo.rpc.v1.TestService/StreamingOutputCall").encoded(),
        body: RPCV1.StreamingOutputRequest(responseParameters: replies).encoded())
      for _ in 0..<64 { _ = try peer.receive(.data) }
      try peer.send(FrameType(rawValue: 0x7F))
      try ended.waitOnThread()
    }
    await loopback.stop()
  }

  @Test func `a deadline also ends an answer that its client takes no more of`() async throws {
    try await Loopback.with([TestService()]) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.send(.hello, head: Hello(Settings()).encoded())
        let service = "cameo.rpc.v1.TestService"
        try peer.send(
          .request, .end, stream: 1, aux: 200_000,
          head: RequestHead(method: "\(service)/StreamingOutputCall").encoded(),
          body: RPCV1.StreamingOutputRequest(responseParameters: [.init(size: 1 << 20)]).encoded())
        let status = try peer.receive(.response)
        #expect(status.header.aux == StatusCode.deadlineExceeded.rawValue)
        try peer.send(
          .request, .end, stream: 3, aux: 200_000,
          head: RequestHead(method: "\(service)/UnaryCall").encoded(),
          body: RPCV1.SimpleRequest(responseSize: 1 << 20).encoded())
        let reset = try peer.receive(.reset)
        #expect(reset.header.aux == StatusCode.deadlineExceeded.rawValue)
      }
    }
  }

  @Test func `a drained connection's last answer survives what its client was still sending`()
    async throws
  {
    let loopback = try await Loopback([TestService()])
    let serving = Signal()
    async let drained: Void = RawPeer.connect(to: loopback.address) { peer in
      try peer.send(.hello, head: Hello(Settings()).encoded())
      let head = RequestHead(method: "cameo.rpc.v1.TestService/UnaryCall").encoded()
      let request = RPCV1.SimpleRequest(delayUs: 100_000).encoded()
      try peer.send(.request, .end, stream: 1, head: head, body: request)
      _ = try peer.receive(.hello)
      serving.send()
      // The answer may come before, between or after the rest.
      var frames: [RawPeer.Frame] = []
      func read(_ type: FrameType, upTo count: Int = 1) throws -> RawPeer.Frame? {
        while frames.count(where: { $0.header.type == type }) < count {
          frames.append(try peer.receive())
        }
        return frames.last { $0.header.type == type }
      }
      try peer.send(.ping, .ack, body: read(.ping)?.body ?? [])
      let envelope = try read(.goAway, upTo: 2)?.head ?? []
      let last = try unsafe GoAway(decoding: envelope.span.bytes)
      #expect(last.lastStream == 1)
      #expect(try read(.response)?.header.aux == 0)
      // The server has said its last and still reads: this is no reset connection.
      for _ in 0..<50 { try peer.send(.ping, body: [UInt8](repeating: 0, count: 8)) }
      #expect(throws: RawPeer.Closed.self) { try peer.receive() }
    }
    await serving.wait()
    await loopback.server.drain(within: .seconds(10))
    try await drained
    await loopback.stop()
  }

}

/// Tells when nothing can be reached.
private struct Unreachable: ChannelObserver {
  let tell: @Sendable (RPCError) -> Void

  func unreachable(_ error: RPCError) { tell(error) }
}

/// Tells when a connection has ended.
private struct Departures: ServerObserver, MethodRecorder {
  private let semaphore = DispatchSemaphore(value: 0)

  /// Blocks the calling thread until then.
  func waitOnThread() throws {
    guard semaphore.wait(timeout: .now() + 60) == .success else { throw RawPeer.TimedOut() }
  }

  func recorder(forMethod path: String) -> any MethodRecorder { self }
  func connected(_ peer: PeerIdentity) {}
  func disconnected(_ peer: PeerIdentity?, reason: String, isFault: Bool) { semaphore.signal() }
  func handlerFailed(method: String, error: any Error) {}
  func started() {}
  func ended(_ code: StatusCode, nanoseconds: Int64) {}
}
