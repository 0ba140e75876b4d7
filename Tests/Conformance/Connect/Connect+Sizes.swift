import Messages
import RPC
import TestKit
import Testing

/// Messages of exactly the largest size, and one byte more.
extension Connect {
  private static let limit = Int(Settings.defaultMaxMessage)

  /// The payload that makes a message of `size` bytes, tag and length counted in.
  private static func payload(_ size: Int) -> [UInt8] { [UInt8](repeating: 3, count: size - 5) }

  static let sizes: [ConformanceCase] = [
    ConformanceCase("connect/size/request_equal", "a request of max_message bytes is taken") {
      subject in
      let reply = try await subject.client.streamingInputCall(.patient) { requests in
        try await requests.write(RPCV1.StreamingInputRequest(payload: payload(limit)))
      }
      try #require(reply.aggregatedPayloadSize == UInt32(limit - 5))
    },
    .server("connect/size/request_exceeds_first", "one byte more: RESET RESOURCE_EXHAUSTED") {
      peer in
      let message = RPCV1.StreamingInputRequest(payload: payload(limit + 1)).encoded()
      try peer.sendMessage(
        .request, .end, stream: 1, head: RawPeer.head("StreamingInputCall"), message)
      try peer.expectReset(1, .resourceExhausted)
    },
    .server("connect/size/request_exceeds_later", "the same for a later message of a stream") {
      peer in
      let small = RPCV1.StreamingInputRequest(payload: [1]).encoded()
      let message = RPCV1.StreamingInputRequest(payload: payload(limit + 1)).encoded()
      try peer.request(1, "StreamingInputCall", [], small)
      try peer.sendMessage(.data, .end, stream: 1, message)
      try peer.expectReset(1, .resourceExhausted)
    },
    ConformanceCase("connect/size/request_refused_at_home", "a client sends none that is too large")
    { subject in
      try await subject.answers()
      let error = try await failure(.resourceExhausted) {
        try await subject.client.streamingInputCall(.patient) { requests in
          try await requests.write(RPCV1.StreamingInputRequest(payload: payload(limit + 1)))
        }
      }
      try #require(error.message.contains("\(limit + 1)"))
    },
    ConformanceCase("connect/size/reply_equal", "a reply of max_message bytes arrives") {
      subject in
      try #require(try await replies([limit - 5], subject) == [limit - 5])
    },
    ConformanceCase("connect/size/reply_exceeds_first", "one byte more: RESOURCE_EXHAUSTED") {
      subject in
      _ = try await failure(.resourceExhausted) { try await replies([limit - 4], subject) }
    },
    ConformanceCase("connect/size/reply_exceeds_later", "the same for a later reply of a stream") {
      subject in
      _ = try await failure(.resourceExhausted) { try await replies([9, limit - 4], subject) }
    },
    .client("connect/size/reply_received_exceeds", "a client ends a call whose reply is too large")
    { channel in
      _ = try await failure(.resourceExhausted) {
        try await TestServiceClient(channel).unaryCall(RPCV1.SimpleRequest(), .patient)
      }
    } server: { peer in
      try peer.hello()
      let stream = try peer.receive(.request).header.stream
      let reply = RPCV1.SimpleResponse(payload: payload(limit + 1)).encoded()
      try peer.sendMessage(.response, .end, stream: stream, reply)
      try peer.expectReset(stream, .resourceExhausted)
    },
  ]

  private static func replies(_ sizes: [Int], _ subject: Subject) async throws -> [Int] {
    let request = RPCV1.StreamingOutputRequest(
      responseParameters: sizes.map { RPCV1.ResponseParameters(size: UInt32($0)) })
    var seen: [Int] = []
    for try await reply in subject.client.streamingOutputCall(request, .patient) {
      seen.append(reply.payload.count)
    }
    return seen
  }
}
