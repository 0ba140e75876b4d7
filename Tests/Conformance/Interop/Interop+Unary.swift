import Messages
import RPC
import Randomness
import TestKit
import Testing

extension Interop {
  static let unary = [
    ConformanceCase("interop/empty_unary", "a message of 0 bytes each way") { subject in
      let reply = try await subject.client.emptyCall(RPCV1.Empty(), .patient)
      try #require(reply.encoded().isEmpty)
    },
    ConformanceCase("interop/large_unary", "271 828 bytes there, 314 159 back") { subject in
      try await largeUnary(subject.client)
    },
    ConformanceCase(
      "interop/thousand_large_unary", "many large calls at once on one channel, each answered"
    ) { subject in
      let client = subject.client
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<LongRun.count(100, atLength: 1000) {
          if index >= 16 { try await group.next() }
          group.addTask { try await largeUnary(client) }
        }
        try await group.waitForAll()
      }
    },
    ConformanceCase(
      "interop/status_code_and_message", "code 2 with its text, unary and in a stream"
    ) { subject in
      let status = RPCV1.EchoStatus(code: 2, message: "test status message")
      try await expect(status, subject.client)
    },
    ConformanceCase(
      "interop/special_status_message", "white space and letters beyond ASCII arrive as they are"
    ) { subject in
      let text = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
      try await expect(RPCV1.EchoStatus(code: 2, message: text), subject.client)
    },
    ConformanceCase("interop/unimplemented_method", "UNIMPLEMENTED, and its name") { subject in
      try await expectUnimplemented("cameo.rpc.v1.TestService", subject.channel)
    },
    ConformanceCase("interop/unimplemented_service", "UNIMPLEMENTED, and its name") { subject in
      try await expectUnimplemented("cameo.rpc.v1.NoSuchService", subject.channel)
    },
  ]

  static func largeUnary(_ client: TestServiceClient) async throws {
    let reply = try await client.unaryCall(
      RPCV1.SimpleRequest(
        responseSize: replySize, payload: [UInt8](repeating: 0, count: requestSize)), .patient)
    try #require(reply.payload.count == Int(replySize))
    try #require(reply.payload.allSatisfy { $0 == 0 })
  }

  private static func expect(
    _ status: RPCV1.EchoStatus, _ client: TestServiceClient
  ) async throws {
    let unary = try await failure(.unknown) {
      try await client.unaryCall(RPCV1.SimpleRequest(responseStatus: status), .patient)
    }
    try #require(unary.message == status.message)
    let (requests, replies) = try await client.fullDuplexCall(.patient)
    try await requests.write(RPCV1.StreamingOutputRequest(responseStatus: status))
    await requests.finish()
    let streamed = try await failure(.unknown) { for try await _ in replies {} }
    try #require(streamed.message == status.message)
  }

  private static func expectUnimplemented(_ service: String, _ channel: Channel) async throws {
    let method = Method<RPCV1.Empty, RPCV1.Empty>(
      service: service, name: "NoSuchCall", kind: .unary, idempotency: .noSideEffects)
    let error = try await failure(.unimplemented) {
      try await channel.unary(method, RPCV1.Empty(), .patient)
    }
    try #require(error.message.contains("\(service)/NoSuchCall"))
  }
}
