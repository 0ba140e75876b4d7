import Messages
import RPC
import TestKit
import Testing

/// Requests that are none, or too many, at the server.
extension Connect {
  static let unexpectedRequests: [ConformanceCase] = [
    .server("connect/unexpected/request_absent", "a unary call without a message is INTERNAL") {
      peer in
      try peer.request(1, "UnaryCall", [.end, .noMessage])
      try peer.expectStatus(1, .internal)
      try peer.request(3, "StreamingOutputCall", [.end, .noMessage])
      try peer.expectStatus(3, .internal)
      try peer.expectQuiet()
    },
    .server("connect/unexpected/request_absent_late", "the same where END comes after REQUEST") {
      peer in
      try peer.request(1, "UnaryCall", .noMessage)
      try peer.send(.data, [.end, .noMessage], stream: 1)
      try peer.expectStatus(1, .internal)
    },
    .server("connect/unexpected/two_requests", "a second message to a unary call is INTERNAL") {
      peer in
      // It is given time, or the first would have been answered before the second came.
      let slow = RPCV1.SimpleRequest(delayUs: 50_000_000).encoded()
      try peer.request(1, "UnaryCall", [], slow)
      try peer.send(.data, .end, stream: 1, body: slow)
      try peer.expectStatus(1, .internal)
      let slowly = RPCV1.StreamingOutputRequest(
        responseParameters: [.init(size: 1, intervalUs: 50_000_000)]).encoded()
      try peer.request(3, "StreamingOutputCall", [], slowly)
      try peer.send(.data, .end, stream: 3, body: slowly)
      try peer.expectStatus(3, .internal)
    },
    .server("connect/unexpected/request_unreadable", "bytes that are no message: INVALID_ARGUMENT")
    { peer in
      try peer.request(1, "UnaryCall", .end, [0x12, 0xFF, 0x01])
      let response = try peer.expectStatus(1, .invalidArgument)
      try #require(response.responseMessage.contains("SimpleRequest"))
      try peer.request(3, "FullDuplexCall", .noMessage)
      try peer.send(.data, stream: 3, body: [0xFF])
      try peer.expectStatus(3, .invalidArgument)
      try peer.expectQuiet()
    },
    .server(
      "connect/unexpected/head_unreadable", "a head that is none: RESET INTERNAL, unprocessed"
    ) { peer in
      try peer.send(.request, .end, stream: 1, head: [0x0A, 0x7F])
      try peer.expectReset(1, isUnprocessed: true)
      try peer.echo(3)
      try peer.expectStatus(3)
    },
    .server("connect/unexpected/compressed_request", "COMPRESSED without a codec: RESET INTERNAL") {
      peer in
      let body = RPCV1.SimpleRequest(payload: [1]).encoded()
      try peer.request(1, "UnaryCall", [.end, .compressed], body)
      try peer.expectReset(1)
      try peer.request(3, "FullDuplexCall", .noMessage)
      try peer.send(.data, .compressed, stream: 3, body: body)
      try peer.expectReset(3)
    },
    .greeting("connect/unexpected/unknown_codec", "a codec that nobody knows is not agreed upon") {
      peer in
      try peer.hello(Settings(codecs: ["no-such-codec"]))
      try peer.echo(1)
      try peer.expectStatus(1)
      try peer.request(3, "UnaryCall", [.end, .compressed], [1])
      try peer.expectReset(3)
    },
    .server("connect/unexpected/empty_method", "no method, half a method: UNIMPLEMENTED") { peer in
      for (index, path) in ["", "/", "cameo.rpc.v1.TestService", "a/b/c"].enumerated() {
        let stream = UInt32(2 * index + 1)
        let head = RequestHead(method: path).encoded()
        try peer.send(.request, [.end], stream: stream, head: head)
        try peer.expectStatus(stream, .unimplemented)
      }
    },
  ]
}
