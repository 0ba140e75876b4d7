import Messages
import RPC
import TestKit
import Testing

/// All sixteen codes, with everything that goes with one.
extension Connect {
  static let errors: [ConformanceCase] =
    codes + [
      ConformanceCase("connect/errors/details", "a rule that was broken comes as a FieldViolation")
      {
        subject in
        let request = RPCV1.SimpleRequest(responseSize: .max)
        let error = try await failure(.invalidArgument) {
          try await subject.client.unaryCall(request, .patient)
        }
        try #require(error.fieldViolation?.field == "response_size")
      },
      .client(
        "connect/errors/details_received", "message, details, metadata, push-back arrive whole"
      ) {
        channel in
        let error = try await failure(.resourceExhausted) {
          try await TestServiceClient(channel).emptyCall(RPCV1.Empty(), .patient)
        }
        try #require(error.message == head.message)
        try #require(error.details == head.details)
        try #require(error.metadata == head.metadata)
        try #require(error.retryAfterMilliseconds == head.retryAfterMilliseconds)
      } server: { peer in
        try peer.hello()
        let stream = try peer.receive(.request).header.stream
        try peer.send(
          .response, [.end, .noMessage], stream: stream,
          aux: StatusCode.resourceExhausted.rawValue, head: head.encoded())
        try peer.settle()
      },
      ConformanceCase("connect/errors/unicode", "a text of many scripts arrives as it is") {
        subject in
        let text = "Grüße, 你好, שלום, हिन्दी, e\u{301}, 👩‍👩‍👧‍👦"
        let request = RPCV1.SimpleRequest(responseStatus: .init(code: 9, message: text))
        let error = try await failure(.failedPrecondition) {
          try await subject.client.unaryCall(request, .patient)
        }
        try #require(Array(error.message.utf8) == Array(text.utf8))
      },
      ConformanceCase("connect/errors/after_responses", "three replies, then the error") {
        subject in
        let request = RPCV1.StreamingOutputRequest(
          responseParameters: [.init(size: 1), .init(size: 2), .init(size: 3)],
          responseStatus: .init(code: 10, message: "midway"))
        var count = 0
        let error = try await failure(.aborted) {
          for try await _ in subject.client.streamingOutputCall(request, .patient) { count += 1 }
        }
        try #require(count == 3 && error.message == "midway")
      },
      .client("connect/errors/beyond_16", "a number beyond the sixteen reads as UNKNOWN") {
        channel in
        _ = try await failure(.unknown) {
          try await TestServiceClient(channel).emptyCall(RPCV1.Empty(), .patient)
        }
      } server: { peer in
        try peer.hello()
        let stream = try peer.receive(.request).header.stream
        try peer.send(.response, [.end, .noMessage], stream: stream, aux: 4_000_000_000)
        try peer.settle()
      },
      .client("connect/errors/ok_reset", "OK on a RESET reads as UNKNOWN") { channel in
        _ = try await failure(.unknown) {
          try await TestServiceClient(channel).emptyCall(RPCV1.Empty(), .patient)
        }
      } server: { peer in
        try peer.hello()
        try peer.send(.reset, stream: peer.receive(.request).header.stream)
        try peer.settle()
      },
    ]

  private static let head = ResponseHead(
    metadata: [.init(key: "quota", text: "daily")], message: "come back later",
    details: [
      ErrorDetail(type: "cameo.rpc.v1.Reason", value: [0x0A, 1, 0x51]),
      ErrorDetail(type: "example.Unknown", value: [0xFF, 0]),
    ], retryAfterMilliseconds: 1500)

  private static let codes: [ConformanceCase] = StatusCode.allCases.filter { $0 != .ok }.flatMap {
    code in
    let name = code.name.lowercased()
    let status = RPCV1.EchoStatus(code: Int32(code.rawValue), message: "as \(name)")
    return [
      ConformanceCase("connect/errors/unary/\(name)", "status \(code.rawValue) and its text") {
        subject in
        let error = try await failure(code) {
          try await subject.client.unaryCall(RPCV1.SimpleRequest(responseStatus: status), .patient)
        }
        try #require(error.message == status.message)
      },
      ConformanceCase("connect/errors/stream/\(name)", "status \(code.rawValue) and its text") {
        subject in
        let request = RPCV1.StreamingOutputRequest(responseStatus: status)
        let error = try await failure(code) {
          for try await _ in subject.client.streamingOutputCall(request, .patient) {}
        }
        try #require(error.message == status.message)
      },
    ]
  }
}
