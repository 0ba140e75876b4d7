import Messages
import RPC
import TestKit
import Testing

/// Messages in pieces, streams that end, and what may not come on one.
extension OwnWire {
  static let calls: [ConformanceCase] = [
    .server("wire/pieces/interleaved", "pieces of two calls' messages may take turns") { peer in
      let message = RPCV1.StreamingInputRequest(payload: [UInt8](1...40)).encoded()
      try peer.request(1, "StreamingInputCall", .more, Array(message[..<10]))
      try peer.request(3, "StreamingInputCall", .more, Array(message[..<20]))
      try peer.send(.data, .more, stream: 1, body: Array(message[10..<30]))
      try peer.send(.data, .end, stream: 3, body: Array(message[20...]))
      try peer.send(.data, .end, stream: 1, body: Array(message[30...]))
      for stream in [UInt32(3), 1] {
        let reply = try RPCV1.StreamingInputResponse(decoding: peer.expectStatus(stream).body)
        try #require(reply.aggregatedPayloadSize == 40)
      }
    },
    .server("wire/pieces/empty", "a piece may be empty") { peer in
      let message = RPCV1.StreamingInputRequest(payload: [1]).encoded()
      try peer.request(1, "StreamingInputCall", .more)
      try peer.send(.data, .more, stream: 1, body: message)
      try peer.send(.data, .more, stream: 1)
      try peer.send(.data, .end, stream: 1)
      let reply = try RPCV1.StreamingInputResponse(decoding: peer.expectStatus(1).body)
      try #require(reply.aggregatedPayloadSize == 1)
    },
    .server("wire/pieces/later_fields", "head, aux and COMPRESSED of later pieces do not count") {
      peer in
      let message = RPCV1.StreamingInputRequest(payload: [1, 2]).encoded()
      try peer.request(1, "StreamingInputCall", .more, Array(message[..<1]))
      try peer.send(
        .data, [.more, .compressed], stream: 1, aux: 99, head: [1, 2, 3],
        body: Array(message[1..<2]))
      try peer.send(.data, .end, stream: 1, aux: 1, head: [0xFF], body: Array(message[2...]))
      let reply = try RPCV1.StreamingInputResponse(decoding: peer.expectStatus(1).body)
      try #require(reply.aggregatedPayloadSize == 2)
    },
    .server("wire/pieces/reply", "a reply beyond max_frame comes as RESPONSE MORE ... END") {
      peer in
      try peer.request(
        1, "UnaryCall", .end, RPCV1.SimpleRequest(responseSize: 100_000).encoded())
      var message: [UInt8] = []
      var isLast = false
      while !isLast {
        let frame = try peer.receive(.response)
        isLast = frame.header.flags.contains(.end)
        try #require(frame.header.flags == (isLast ? .end : .more))
        try #require(frame.header.length <= Settings.defaultMaxFrame)
        message += frame.body
      }
      try #require(try RPCV1.SimpleResponse(decoding: message).payload.count == 100_000)
    },
    .client(
      "wire/pieces/response", "a client joins a RESPONSE in pieces; the first one's head counts"
    ) { channel in
      let reply = try await TestServiceClient(channel).unaryCall(RPCV1.SimpleRequest(), .patient)
      try #require(reply.payload == [1, 2, 3, 4])
    } server: { peer in
      try peer.hello()
      let stream = try peer.receive(.request).header.stream
      let message = RPCV1.SimpleResponse(payload: [1, 2, 3, 4]).encoded()
      try peer.send(.response, .more, stream: stream, body: Array(message[..<2]))
      try peer.send(.response, .more, stream: stream, aux: 5, head: [9], body: [message[2]])
      try peer.send(.response, .end, stream: stream, aux: 5, body: Array(message[3...]))
      try peer.expectQuiet()
    },
    failedReplies(
      "wire/response/cuts_message", "a status other than OK may cut a message short", .dataLoss
    ) { peer, stream in
      try peer.send(.data, .more, stream: stream, body: [0x0A])
      try peer.send(
        .response, [.end, .noMessage], stream: stream, aux: StatusCode.dataLoss.rawValue)
      try peer.expectQuiet()
    },
    failedReplies(
      "wire/response/ok_within_message", "OK within a message: RESET INTERNAL", .internal
    ) { peer, stream in
      try peer.send(.data, .more, stream: stream, body: [0x0A])
      try peer.send(.response, [.end, .noMessage], stream: stream)
      try peer.expectReset(stream)
    },
    .server("wire/response/ends_both_ways", "after RESPONSE the client's own messages are dropped")
    {
      peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      let failing = RPCV1.StreamingOutputRequest(responseStatus: .init(code: 9)).encoded()
      try peer.send(.data, stream: 1, body: failing)
      try peer.expectStatus(1, .failedPrecondition)
      for _ in 0..<3 { try peer.send(.data, stream: 1, body: [1, 2, 3]) }
      try peer.send(.data, [.end, .noMessage], stream: 1)
      try peer.expectQuiet()
    },
    .server("wire/call/request_in_data", "a unary call's message may follow in DATA") { peer in
      try peer.request(1, "UnaryCall", .noMessage)
      let message = RPCV1.SimpleRequest(payload: [1, 2, 3]).encoded()
      try peer.send(.data, .more, stream: 1, body: Array(message[..<2]))
      try peer.send(.data, .end, stream: 1, body: Array(message[2...]))
      let reply = try RPCV1.SimpleResponse(decoding: peer.expectStatus(1).body)
      try #require(reply.payload == [1, 2, 3])
    },
    .server("wire/data/with_head", "DATA of a client with an envelope: RESET INTERNAL") { peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      try peer.send(.data, stream: 1, head: [1, 2])
      try peer.expectReset(1)
    },
    failedReplies(
      "wire/data/second_head", "an envelope on a server's second DATA: RESET INTERNAL", .internal
    ) { peer, stream in
      let head = ResponseHead(metadata: [.init(key: "k", text: "v")]).encoded()
      try peer.send(.data, .noMessage, stream: stream, head: head)
      try peer.send(.data, .noMessage, stream: stream, head: head)
      try peer.expectReset(stream)
    },
    .server("wire/data/after_end", "DATA after END: RESET INTERNAL") { peer in
      let slow = RPCV1.SimpleRequest(delayUs: 50_000_000).encoded()
      try peer.request(1, "UnaryCall", .end, slow)
      try peer.send(.data, stream: 1)
      try peer.expectReset(1)
    },
    .server("wire/data/never_opened", "DATA for a stream that never was: GOAWAY INTERNAL") { peer in
      try peer.send(.data, stream: 1)
      try peer.expectGoAway()
    },
    .server("wire/data/closed_gives_credit", "bodies for a closed stream are credited") { peer in
      try peer.request(1, "EmptyCall")
      try peer.expectStatus(1)
      let body = [UInt8](repeating: 0, count: Int(Settings.defaultMaxFrame))
      var returned = 0
      // Half the connection's window brings it back; far more than the whole can be sent.
      for _ in 0..<600 {
        try peer.send(.data, stream: 1, body: body)
        returned += try peer.settle().filter { $0.header.type == .window }
          .reduce(0) { $0 + Int($1.header.aux) }
      }
      try #require(returned > 8 << 20)
    },
  ]

  /// A call for a stream of replies, which fails with `code`, and the script of its server.
  private static func failedReplies(
    _ name: String, _ checks: String, _ code: StatusCode,
    _ script: @escaping @Sendable (RawPeer, UInt32) throws -> Void
  ) -> ConformanceCase {
    .client(name, checks) { channel in
      let request = RPCV1.StreamingOutputRequest()
      _ = try await failure(code) {
        for try await _ in TestServiceClient(channel).streamingOutputCall(request, .patient) {}
      }
    } server: { peer in
      try peer.hello()
      try script(peer, peer.receive(.request).header.stream)
    }
  }
}
