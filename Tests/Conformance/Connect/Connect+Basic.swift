import Messages
import RPC
import TestKit
import Testing

/// The four kinds of call, frame by frame.
extension Connect {
  static let basic: [ConformanceCase] = [
    .server("connect/basic/unary", "REQUEST END; RESPONSE END with the reply") { peer in
      try peer.echo(1, 100)
      let response = try peer.expectStatus(1)
      let reply = try RPCV1.SimpleResponse(decoding: response.body)
      try #require(reply.payload == [UInt8](repeating: 7, count: 100))
      try #require(!response.header.flags.contains(.noMessage))
      try peer.expectQuiet()
    },
    .server("connect/basic/client_stream", "REQUEST, DATA, DATA END; one RESPONSE") { peer in
      let message = RPCV1.StreamingInputRequest(payload: [1, 2, 3]).encoded()
      try peer.request(1, "StreamingInputCall", [], message)
      try peer.send(.data, stream: 1, body: message)
      try #require(try peer.settle().allSatisfy { $0.header.type != .response })
      try peer.send(.data, .end, stream: 1, body: message)
      let reply = try RPCV1.StreamingInputResponse(decoding: peer.expectStatus(1).body)
      try #require(reply.aggregatedPayloadSize == 9)
    },
    .server("connect/basic/server_stream", "DATA ..., then RESPONSE END NO_MESSAGE") { peer in
      let sizes: [UInt32] = [3, 5, 7]
      let request = RPCV1.StreamingOutputRequest(
        responseParameters: sizes.map { RPCV1.ResponseParameters(size: $0) })
      try peer.request(1, "StreamingOutputCall", .end, request.encoded())
      for size in sizes {
        let frame = try peer.receive(.data)
        try #require(frame.header.flags.isEmpty, "a server never sets END on DATA")
        let reply = try RPCV1.StreamingOutputResponse(decoding: frame.body)
        try #require(reply.payload.count == Int(size))
      }
      try #require(try peer.expectStatus(1).header.flags == [.end, .noMessage])
    },
    .server("connect/basic/half_duplex", "all requests first, then all replies") { peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      let message = RPCV1.StreamingOutputRequest(responseParameters: [.init(size: 4)]).encoded()
      for _ in 0..<3 { try peer.send(.data, stream: 1, body: message) }
      try peer.send(.data, [.end, .noMessage], stream: 1)
      for _ in 0..<3 { _ = try peer.receive(.data) }
      try peer.expectStatus(1)
    },
    .server("connect/basic/full_duplex", "each reply comes while requests are still to come") {
      peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      let message = RPCV1.StreamingOutputRequest(responseParameters: [.init(size: 4)]).encoded()
      for _ in 0..<3 {
        try peer.send(.data, stream: 1, body: message)
        _ = try peer.receive(.data)
      }
      try peer.send(.data, [.end, .noMessage], stream: 1)
      try peer.expectStatus(1)
    },
    .server("connect/basic/health", "Health/Check says SERVING") { peer in
      try peer.request(1, "cameo.rpc.v1.Health/Check", .end, RPCV1.HealthRequest().encoded())
      let reply = try RPCV1.HealthReply(decoding: peer.expectStatus(1).body)
      try #require(reply.status == .serving)
    },
    .server("connect/basic/reflection", "Reflection/Describe names the service and its types") {
      peer in
      try peer.request(1, "cameo.rpc.v1.Reflection/Describe")
      let end = try peer.collect(1)
      let reply = try RPCV1.DescribeReply(decoding: end)
      try #require(reply.services.contains("cameo.rpc.v1.TestService"))
      try #require(!reply.fileDescriptorSet.isEmpty)
    },
  ]

  static let empty: [ConformanceCase] = [
    .server("connect/empty/unary", "an empty body is a message; the reply may be one too") {
      peer in
      try peer.request(1, "EmptyCall")
      let response = try peer.expectStatus(1)
      try #require(response.body.isEmpty && !response.header.flags.contains(.noMessage))
    },
    .server("connect/empty/client_stream", "no message at all is a stream too") { peer in
      try peer.request(1, "StreamingInputCall", [.end, .noMessage])
      let reply = try RPCV1.StreamingInputResponse(decoding: peer.expectStatus(1).body)
      try #require(reply.aggregatedPayloadSize == 0)
    },
    .server("connect/empty/server_stream", "no reply at all is a stream too") { peer in
      try peer.request(1, "StreamingOutputCall")
      try #require(try peer.expectStatus(1).header.flags == [.end, .noMessage])
    },
    .server("connect/empty/full_duplex", "nothing either way") { peer in
      try peer.request(1, "FullDuplexCall", [.end, .noMessage])
      try #require(try peer.expectStatus(1).header.flags == [.end, .noMessage])
    },
    .server("connect/empty/messages", "messages of no bytes in a stream are counted") { peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      let one = RPCV1.StreamingOutputRequest(responseParameters: [.init()]).encoded()
      try peer.send(.data, stream: 1)
      try peer.send(.data, stream: 1, body: one)
      try #require(try peer.receive(.data).body.isEmpty)
      try peer.send(.data, .end, stream: 1)
      try peer.expectStatus(1)
    },
  ]
}
