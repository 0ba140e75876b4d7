import Messages
import RPC
import TestKit
import Testing

/// Replies that are none, too many, or not for this, at the client.
extension Connect {
  static let unexpectedResponses: [ConformanceCase] =
    [
      response("ok_without_reply", "OK without a reply to a unary call is INTERNAL", .internal) {
        peer, stream in
        try peer.send(.response, [.end, .noMessage], stream: stream)
        try peer.expectQuiet()
      },
      response("two_replies", "two replies to a unary call are INTERNAL", .internal) {
        peer, stream in
        try peer.send(.data, stream: stream)
        try peer.send(.data, stream: stream)
        try #require(try peer.receiveEnd(of: stream).header.type == .reset)
        try peer.expectQuiet()
      },
      response("reply_unreadable", "bytes that are no message are INTERNAL", .internal) {
        peer, stream in
        try peer.send(.response, .end, stream: stream, body: [0xFF])
        try peer.settle()
      },
      response("head_received_unreadable", "a head that is none: RESET INTERNAL", .internal) {
        peer, stream in
        try peer.send(.response, .end, stream: stream, head: [0x12, 0x7F])
        try peer.expectReset(stream)
      },
      response("missing_status", "a connection closed before RESPONSE is UNAVAILABLE", .unavailable)
      { peer, stream in
        try peer.send(.data, stream: stream)
        peer.finish()
        try peer.expectClosed()
      },
      response("compressed_reply", "COMPRESSED without a codec: RESET INTERNAL", .internal) {
        peer, stream in
        try peer.send(.response, [.end, .compressed], stream: stream, body: [1, 2, 3])
        try peer.expectReset(stream)
      },
      response("data_with_end", "a server that sets END on DATA: RESET INTERNAL", .internal) {
        peer, stream in
        try peer.send(.data, .end, stream: stream)
        try peer.expectReset(stream)
      },
      response("response_without_end", "RESPONSE with neither END nor MORE: RESET", .internal) {
        peer, stream in
        try peer.send(.response, stream: stream)
        try peer.expectReset(stream)
      },
      response("unknown_stream", "RESPONSE for a call never made: GOAWAY INTERNAL", .unavailable) {
        peer, stream in
        try peer.send(.response, .end, stream: stream + 2)
        try peer.expectGoAway()
      },
      response("request_from_server", "REQUEST from a server: GOAWAY INTERNAL", .unavailable) {
        peer, stream in
        try peer.send(.request, .end, stream: stream + 2, head: RawPeer.head("EmptyCall"))
        try peer.expectGoAway()
      },
    ] + [
      responseToStream("two_replies_to_stream", "the same to a stream of requests") {
        peer, stream in
        try peer.send(.data, stream: stream)
        try peer.send(.response, .end, stream: stream)
        try peer.settle()
      },
      responseToStream("ok_without_reply_to_stream", "the same without a reply") {
        peer, stream in
        try peer.send(.response, [.end, .noMessage], stream: stream)
        try peer.settle()
      },
      .client("connect/unexpected/late_frames", "frames for a call that is over are dropped") {
        channel in
        let client = TestServiceClient(channel)
        _ = try await client.emptyCall(RPCV1.Empty(), .patient)
        _ = try await client.emptyCall(RPCV1.Empty(), .patient)
      } server: { peer in
        try peer.hello()
        let stream = try peer.receive(.request).header.stream
        try peer.send(.response, .end, stream: stream)
        try peer.send(.data, stream: stream, body: [1])
        try peer.send(.response, .end, stream: stream, body: [1])
        try peer.send(.reset, stream: stream)
        try peer.send(.response, .end, stream: peer.receive(.request).header.stream)
        try peer.expectQuiet()
      },
    ]

  /// A unary call whose server answers with a script of frames.
  private static func response(
    _ name: String, _ checks: String, _ code: StatusCode,
    _ answer: @escaping @Sendable (RawPeer, UInt32) throws -> Void
  ) -> ConformanceCase {
    .client("connect/unexpected/\(name)", checks) { channel in
      _ = try await failure(code) {
        try await TestServiceClient(channel).unaryCall(RPCV1.SimpleRequest(), .patient)
      }
    } server: { peer in
      try peer.hello()
      try answer(peer, peer.receive(.request).header.stream)
    }
  }

  /// The same for a stream of requests; the call fails with INTERNAL.
  private static func responseToStream(
    _ name: String, _ checks: String,
    _ answer: @escaping @Sendable (RawPeer, UInt32) throws -> Void
  ) -> ConformanceCase {
    .client("connect/unexpected/\(name)", checks) { channel in
      _ = try await failure(.internal) {
        try await TestServiceClient(channel).streamingInputCall(.patient) { _ in }
      }
    } server: { peer in
      try peer.hello()
      try answer(peer, peer.receive(.request).header.stream)
    }
  }
}
