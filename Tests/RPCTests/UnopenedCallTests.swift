import Dispatch
import Messages
import RPC
import Runtime
import TLS
import TestKit
import Testing

@Suite struct UnopenedCallTests {
  @Test func `a call that waited for credit when its connection was lost goes on the next`()
    async throws
  {
    let listener = try RawPeer.Listener()
    let loops = try EventLoopGroup(count: 1, name: "client")
    let channel = Channel(
      target: listener.address.description, tls: try TestCertificates.context(.client, "client"),
      expecting: nil, group: loops, settings: .patient, backoff: .hasty,
      retry: nil)
    // With its tag and length each fills a stream's window, and together they fill the connection's:
    // of the next not even the REQUEST can leave.
    let window = Int(Settings.defaultStreamWindow)
    let filling = Int(Settings.defaultConnectionWindow) / window
    let request = RPCV1.SimpleRequest(payload: [UInt8](repeating: 1, count: window - 4))
    func call() -> Task<RPCV1.SimpleResponse, any Error> {
      Task(executorPreference: loops.loops[0]) {
        try await TestServiceClient(channel).unaryCall(
          request, CallOptions(timeout: .seconds(120), waitsForReady: true))
      }
    }
    let calls = (0..<filling).map { _ in call() }
    let (filled, waiting) = (Signal(), DispatchSemaphore(value: 0))
    async let first: Void = listener.accept { peer in
      var received = 0
      while received < filling * window {
        let frame = try peer.receive()
        if frame.header.type != .hello { received += frame.body.count }
      }
      filled.send()
      waiting.wait()
      // That the connection worked: its loss is no failed attempt, after which calls would fail.
      try peer.send(.hello, head: Hello(Settings()).encoded())
    }
    await filled.wait()
    let last = call()
    // It has come as far as it can once the loop has come this far.
    await Task(executorPreference: loops.loops[0]) {}.value
    waiting.signal()
    try await first
    async let attempt = listener.accept { peer in
      try peer.send(.hello, head: Hello(Settings()).encoded())
      let request = try peer.receive(.request)
      try peer.send(
        .response, .end, stream: request.header.stream, body: RPCV1.SimpleResponse().encoded())
      while (try? peer.receive()) != nil {}
      return try unsafe RequestHead(decoding: request.head.span.bytes).attempt
    }
    _ = try await last.value
    for call in calls {
      let result = await call.result
      #expect(throws: RPCError.self) { try result.get() }
    }
    await channel.close()
    let sent = try await attempt
    #expect(sent == 1)
    loops.stop()
  }
}
