import Messages
import RPC
import TestKit
import Testing

extension Interop {
  static let requestSizes = [27_182, 8, 1_828, 45_904]
  static let replySizes: [UInt32] = [31_415, 9, 2_653, 58_979]

  static let streaming = [
    ConformanceCase(
      "interop/client_streaming", "27 182, 8, 1 828 and 45 904 bytes add up to 74 922"
    ) { subject in
      let reply = try await subject.client.streamingInputCall(.patient) { requests in
        for size in requestSizes {
          try await requests.write(
            RPCV1.StreamingInputRequest(payload: [UInt8](repeating: 0, count: size)))
        }
      }
      try #require(reply.aggregatedPayloadSize == 74_922)
    },
    ConformanceCase(
      "interop/server_streaming", "31 415, 9, 2 653 and 58 979 bytes come, in this order"
    ) { subject in
      let request = RPCV1.StreamingOutputRequest(
        responseParameters: replySizes.map { RPCV1.ResponseParameters(size: $0) })
      var sizes: [UInt32] = []
      for try await reply in subject.client.streamingOutputCall(request, .patient) {
        sizes.append(UInt32(reply.payload.count))
      }
      try #require(sizes == replySizes)
    },
    ConformanceCase(
      "interop/ping_pong", "four requests and replies in lockstep, then END and OK"
    ) { subject in
      let (requests, replies) = try await subject.client.fullDuplexCall(.patient)
      var iterator = replies.makeAsyncIterator()
      for (size, replySize) in zip(requestSizes, replySizes) {
        try await requests.write(Self.request(size, replySize))
        try #require(try await iterator.next()?.payload.count == Int(replySize))
      }
      await requests.finish()
      try #require(try await iterator.next() == nil)
    },
    ConformanceCase("interop/empty_stream", "no request, no reply, and OK") { subject in
      let (requests, replies) = try await subject.client.fullDuplexCall(.patient)
      await requests.finish()
      for try await _ in replies { throw HarnessError("a reply to nothing") }
    },
    ConformanceCase(
      "interop/slow_consumer", "a reader that stops stops its sender, and no other call"
    ) { subject in
      let sizes = [RPCV1.ResponseParameters](repeating: .init(size: 1 << 20), count: 12)
      let request = RPCV1.StreamingOutputRequest(responseParameters: sizes)
      let replies = subject.client.streamingOutputCall(request, .patient)
      var iterator = replies.makeAsyncIterator()
      try #require(try await iterator.next()?.payload.count == 1 << 20)
      for _ in 0..<20 { try await subject.answers() }
      var count = 1
      while try await iterator.next() != nil { count += 1 }
      try #require(count == sizes.count)
    },
  ]

  static func request(_ size: Int, _ replySize: UInt32) -> RPCV1.StreamingOutputRequest {
    RPCV1.StreamingOutputRequest(
      responseParameters: [.init(size: replySize)], payload: [UInt8](repeating: 0, count: size))
  }
}
