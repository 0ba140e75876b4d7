public import Messages
internal import Runtime
internal import TLS

/// gRPC's interop TestService in Cameo's terms: for conformance runs, benchmarks and other
/// languages' clients (https://github.com/grpc/grpc/blob/master/doc/interop-test-descriptions.md).
public struct TestService: TestServiceHandler {
  /// Replies may not be asked to be larger than this, in bytes.
  private static let maximumPayload: UInt32 = 16 << 20

  public init() {}

  public func emptyCall(_ request: RPCV1.Empty, _ call: CallContext) async throws -> RPCV1.Empty {
    RPCV1.Empty()
  }

  public func unaryCall(
    _ request: RPCV1.SimpleRequest, _ call: CallContext
  ) async throws -> RPCV1.SimpleResponse {
    Self.echoMetadata(of: call, all: request.echoMetadata)
    if request.delayUs > 0 { try await Task.sleep(for: .microseconds(request.delayUs)) }
    try Self.check(request.responseStatus)
    return RPCV1.SimpleResponse(
      payload: try Self.payload(request.payload, size: request.responseSize), peer: call.peer.uri,
      attempt: call.attempt,
      deadlineUs: call.deadline.map { UInt64(max(0, $0 - MonotonicClock.now)) / 1000 } ?? 0)
  }

  public func streamingOutputCall(
    _ request: RPCV1.StreamingOutputRequest,
    _ replies: ReplyWriter<RPCV1.StreamingOutputResponse>, _ call: CallContext
  ) async throws {
    Self.echoMetadata(of: call)
    try await Self.answer(request, replies)
  }

  public func streamingInputCall(
    _ requests: RequestStream<RPCV1.StreamingInputRequest>, _ call: CallContext
  ) async throws -> RPCV1.StreamingInputResponse {
    Self.echoMetadata(of: call)
    var size: UInt32 = 0
    for try await request in requests { size &+= UInt32(request.payload.count) }
    return RPCV1.StreamingInputResponse(aggregatedPayloadSize: size)
  }

  public func fullDuplexCall(
    _ requests: RequestStream<RPCV1.StreamingOutputRequest>,
    _ replies: ReplyWriter<RPCV1.StreamingOutputResponse>, _ call: CallContext
  ) async throws {
    Self.echoMetadata(of: call)
    for try await request in requests { try await Self.answer(request, replies) }
  }

  private static func answer(
    _ request: RPCV1.StreamingOutputRequest,
    _ replies: ReplyWriter<RPCV1.StreamingOutputResponse>
  ) async throws {
    for parameters in request.responseParameters {
      if parameters.intervalUs > 0 {
        try await Task.sleep(for: .microseconds(parameters.intervalUs))
      }
      let payload = try payload([], size: parameters.size)
      try await replies.write(RPCV1.StreamingOutputResponse(payload: payload))
    }
    try check(request.responseStatus)
  }

  /// The request's own payload where no size is asked for: an echo.
  private static func payload(_ own: [UInt8], size: UInt32) throws -> [UInt8] {
    guard size <= maximumPayload else {
      throw RPCError.invalid(
        "response_size", rule: "at most \(maximumPayload)", "no replies of \(size) bytes here")
    }
    return size == 0 ? own : [UInt8](repeating: 0, count: Int(size))
  }

  private static func check(_ status: RPCV1.EchoStatus?) throws {
    guard let status, status.code != 0 else { return }
    throw RPCError(
      StatusCode(rawValue: UInt32(clamping: status.code)) ?? .unknown, status.message)
  }

  /// gRPC's custom_metadata: two keys come back, one before the replies and one with the status. With
  /// `all`, everything comes back both ways.
  private static func echoMetadata(of call: CallContext, all: Bool = false) {
    guard !call.metadata.isEmpty else { return }
    let initial = call.metadata.entries.filter { all || $0.key == "x-grpc-test-echo-initial" }
    let trailing = call.metadata.entries.filter {
      all || $0.key == "x-grpc-test-echo-trailing-bin"
    }
    if !initial.isEmpty { call.initialMetadata = Metadata(initial) }
    if !trailing.isEmpty { call.trailingMetadata = Metadata(trailing) }
  }
}
