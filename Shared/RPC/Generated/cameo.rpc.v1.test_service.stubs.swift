// Generated from cameo/rpc/v1/test_service.proto by proto/generate. Do not edit.
// swift-format-ignore-file

public import Messages

/// The methods of cameo.rpc.v1.TestService.
public enum TestServiceMethods {
  /// The service's full name.
  public static let service = "cameo.rpc.v1.TestService"

  /// Answers nothing, at once.
  public static let emptyCall = Method<RPCV1.Empty, RPCV1.Empty>(
    service: service, name: "EmptyCall", kind: .unary, idempotency: .noSideEffects)

  /// Echoes the payload, or sends response_size bytes.
  public static let unaryCall = Method<RPCV1.SimpleRequest, RPCV1.SimpleResponse>(
    service: service, name: "UnaryCall", kind: .unary, idempotency: .noSideEffects)

  /// One response for each of the request's response_parameters.
  public static let streamingOutputCall = Method<RPCV1.StreamingOutputRequest, RPCV1.StreamingOutputResponse>(
    service: service, name: "StreamingOutputCall", kind: .serverStreaming, idempotency: .noSideEffects)

  /// Adds up the sizes of all payloads.
  public static let streamingInputCall = Method<RPCV1.StreamingInputRequest, RPCV1.StreamingInputResponse>(
    service: service, name: "StreamingInputCall", kind: .clientStreaming, idempotency: .noSideEffects)

  /// Answers every request as StreamingOutputCall does, as it comes in.
  public static let fullDuplexCall = Method<RPCV1.StreamingOutputRequest, RPCV1.StreamingOutputResponse>(
    service: service, name: "FullDuplexCall", kind: .bidirectional, idempotency: .noSideEffects)
}

/// What a server does for cameo.rpc.v1.TestService.
///
/// gRPC's interop TestService in Cameo's terms; served by `cameo test-server` only.
public protocol TestServiceHandler: ServiceHandler {
  /// Answers nothing, at once.
  func emptyCall(_ request: RPCV1.Empty, _ call: CallContext) async throws -> RPCV1.Empty

  /// Echoes the payload, or sends response_size bytes.
  func unaryCall(
    _ request: RPCV1.SimpleRequest,
    _ call: CallContext
  ) async throws -> RPCV1.SimpleResponse

  /// One response for each of the request's response_parameters.
  func streamingOutputCall(
    _ request: RPCV1.StreamingOutputRequest,
    _ replies: ReplyWriter<RPCV1.StreamingOutputResponse>,
    _ call: CallContext
  ) async throws

  /// Adds up the sizes of all payloads.
  func streamingInputCall(
    _ requests: RequestStream<RPCV1.StreamingInputRequest>,
    _ call: CallContext
  ) async throws -> RPCV1.StreamingInputResponse

  /// Answers every request as StreamingOutputCall does, as it comes in.
  func fullDuplexCall(
    _ requests: RequestStream<RPCV1.StreamingOutputRequest>,
    _ replies: ReplyWriter<RPCV1.StreamingOutputResponse>,
    _ call: CallContext
  ) async throws
}

extension TestServiceHandler {
  public func register(in router: inout Router) {
    router.unary(TestServiceMethods.emptyCall) { request in
      { call in call.reply(with: try await self.emptyCall(request, call.context)) }
    }
    router.unary(TestServiceMethods.unaryCall) { request in
      { call in call.reply(with: try await self.unaryCall(request, call.context)) }
    }
    router.serverStreaming(TestServiceMethods.streamingOutputCall) { try await self.streamingOutputCall($0, $1, $2) }
    router.clientStreaming(TestServiceMethods.streamingInputCall) { try await self.streamingInputCall($0, $1) }
    router.bidirectional(TestServiceMethods.fullDuplexCall) { try await self.fullDuplexCall($0, $1, $2) }
  }
}

/// Calls cameo.rpc.v1.TestService.
///
/// gRPC's interop TestService in Cameo's terms; served by `cameo test-server` only.
public struct TestServiceClient: Sendable {
  /// Where the calls go.
  public let channel: Channel

  public init(_ channel: Channel) {
    self.channel = channel
  }

  /// Answers nothing, at once.
  public func emptyCall(
    _ request: RPCV1.Empty,
    _ options: CallOptions = CallOptions()
  ) async throws -> RPCV1.Empty {
    try await channel.unary(TestServiceMethods.emptyCall, request, options)
  }

  /// Echoes the payload, or sends response_size bytes.
  public func unaryCall(
    _ request: RPCV1.SimpleRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> RPCV1.SimpleResponse {
    try await channel.unary(TestServiceMethods.unaryCall, request, options)
  }

  /// One response for each of the request's response_parameters.
  public func streamingOutputCall(
    _ request: RPCV1.StreamingOutputRequest,
    _ options: CallOptions = CallOptions()
  ) -> ReplyStream<RPCV1.StreamingOutputResponse> {
    channel.serverStreaming(TestServiceMethods.streamingOutputCall, request, options)
  }

  /// Adds up the sizes of all payloads.
  public func streamingInputCall(
    _ options: CallOptions = CallOptions(),
    _ produce: @Sendable (RequestWriter<RPCV1.StreamingInputRequest>) async throws -> Void
  ) async throws -> RPCV1.StreamingInputResponse {
    try await channel.clientStreaming(TestServiceMethods.streamingInputCall, options, produce)
  }

  /// Answers every request as StreamingOutputCall does, as it comes in.
  public func fullDuplexCall(
    _ options: CallOptions = CallOptions()
  ) async throws -> (RequestWriter<RPCV1.StreamingOutputRequest>, ReplyStream<RPCV1.StreamingOutputResponse>) {
    try await channel.bidirectional(TestServiceMethods.fullDuplexCall, options)
  }
}
