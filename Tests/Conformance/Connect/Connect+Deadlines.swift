import Messages
import RPC
import TestKit
import Testing

/// Timeouts of every kind of call, and what the server knows of them.
extension Connect {
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
      _ = try await failure(.deadlineExceeded) {
        let options = CallOptions(timeout: .milliseconds(300))
        return try await TestServiceClient(channel).emptyCall(RPCV1.Empty(), options)
      }
    } server: { peer in
      try peer.hello()
      let request = try peer.receive(.request)
      try #require((1...300_000).contains(request.header.aux))
      try #require(try peer.receive(.reset).header.aux == StatusCode.cancelled.rawValue)
    },
    ConformanceCase("connect/deadline/propagated", "the server sees the time that is left") {
      subject in
      let options = CallOptions(timeout: .seconds(50))
      let reply = try await subject.client.unaryCall(RPCV1.SimpleRequest(), options)
      try #require((1...50_000_000).contains(reply.deadlineUs))
    },
    ConformanceCase("connect/deadline/none", "without a deadline the server sees none") {
      subject in
      let reply = try await subject.client.unaryCall(RPCV1.SimpleRequest(), CallOptions())
      try #require(reply.deadlineUs == 0)
    },
    ConformanceCase("connect/deadline/next_hop", "a handler's own calls inherit the time left") {
      subject in
      try await Relay.with(before: subject) { relay in
        let options = CallOptions(timeout: .seconds(50))
        let reply = try await TestServiceClient(relay.channel)
          .unaryCall(RPCV1.SimpleRequest(), options)
        try #require((1...50_000_000).contains(reply.deadlineUs))
      }
    },
  ]
}
