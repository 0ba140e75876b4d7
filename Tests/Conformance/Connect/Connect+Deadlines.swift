import Messages
import RPC
import TestKit
import Testing

/// Timeouts of every kind of call, and what the server knows of them.
extension Connect {
  /// Microseconds that a server may see of 50 seconds: a client counts from its loop's clock, which on a
  /// busy machine is a little behind.
  private static let told: ClosedRange<UInt64> = 1...55_000_000

  static let deadlines: [ConformanceCase] = [
    .server("connect/timeout/unary", "the server itself answers DEADLINE_EXCEEDED") { peer in
      let slow = RPCV1.SimpleRequest(delayUs: 50_000_000).encoded()
      try peer.request(1, "UnaryCall", .end, timeout: 20_000, slow)
      try peer.expectStatus(1, .deadlineExceeded)
    },
    .server("connect/timeout/client_stream", "a client that says no more runs out of time") {
      peer in
      try peer.request(1, "StreamingInputCall", .noMessage, timeout: 20_000)
      try peer.expectStatus(1, .deadlineExceeded)
    },
    .server("connect/timeout/server_stream", "a stream that takes too long ends after what came") {
      peer in
      let request = RPCV1.StreamingOutputRequest(
        responseParameters: [.init(size: 1), .init(size: 1, intervalUs: 50_000_000)])
      try peer.request(1, "StreamingOutputCall", .end, timeout: 200_000, request.encoded())
      try peer.expectStatus(1, .deadlineExceeded)
    },
    .server("connect/timeout/full_duplex", "an open stream ends at its deadline") { peer in
      try peer.request(1, "FullDuplexCall", .noMessage, timeout: 20_000)
      try peer.expectStatus(1, .deadlineExceeded)
    },
    .client("connect/timeout/client_keeps_it", "a client does not wait for a silent server") {
      channel in
      let client = TestServiceClient(channel)
      // Connected first, or its time might be up before it has been sent.
      _ = try await client.emptyCall(RPCV1.Empty(), .patient)
      _ = try await failure(.deadlineExceeded) {
        try await client.emptyCall(RPCV1.Empty(), CallOptions(timeout: .milliseconds(300)))
      }
    } server: { peer in
      try peer.hello()
      try peer.send(.response, .end, stream: peer.receive(.request).header.stream)
      let request = try peer.receive(.request)
      try #require((1...5_000_000).contains(request.header.aux))
      try #require(try peer.receive(.reset).header.aux == StatusCode.cancelled.rawValue)
    },
    ConformanceCase("connect/deadline/propagated", "the server sees the time that is left") {
      subject in
      let options = CallOptions(timeout: .seconds(50))
      let reply = try await subject.client.unaryCall(RPCV1.SimpleRequest(), options)
      try #require(told.contains(reply.deadlineUs))
    },
    ConformanceCase("connect/deadline/none", "without a deadline the server sees none") {
      subject in
      let reply = try await subject.client.unaryCall(RPCV1.SimpleRequest(), CallOptions())
      try #require(reply.deadlineUs == 0)
    },
    .client("connect/deadline/too_far", "one beyond 71 minutes is kept by the client alone") {
      channel in
      let options = CallOptions(timeout: .seconds(5_000))
      _ = try await TestServiceClient(channel).emptyCall(RPCV1.Empty(), options)
    } server: { peer in
      try peer.hello()
      let request = try peer.receive(.request).header
      try #require(request.aux == 0)
      try peer.send(.response, .end, stream: request.stream)
      try peer.settle()
    },
    ConformanceCase("connect/deadline/next_hop", "a handler's own calls inherit the time left") {
      subject in
      try await Relay.with(before: subject) { relay in
        let options = CallOptions(timeout: .seconds(50))
        let reply = try await TestServiceClient(relay.channel)
          .unaryCall(RPCV1.SimpleRequest(), options)
        try #require(told.contains(reply.deadlineUs))
      }
    },
  ]
}
