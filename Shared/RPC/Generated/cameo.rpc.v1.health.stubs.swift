// Generated from cameo/rpc/v1/health.proto by proto/generate. Do not edit.
// swift-format-ignore-file

public import Messages

/// The methods of cameo.rpc.v1.Health.
public enum HealthMethods {
  /// The service's full name.
  public static let service = "cameo.rpc.v1.Health"

  /// The state now.
  public static let check = Method<RPCV1.HealthRequest, RPCV1.HealthReply>(
    service: service, name: "Check", kind: .unary, idempotency: .noSideEffects)

  /// The state now, then every change.
  public static let watch = Method<RPCV1.HealthRequest, RPCV1.HealthReply>(
    service: service, name: "Watch", kind: .serverStreaming, idempotency: .noSideEffects)
}

/// What a server does for cameo.rpc.v1.Health.
///
/// Whether a process, or one service in it, can take calls. Every server has this service.
public protocol HealthHandler: ServiceHandler {
  /// The state now.
  func check(_ request: RPCV1.HealthRequest, _ call: CallContext) async throws -> RPCV1.HealthReply

  /// The state now, then every change.
  func watch(
    _ request: RPCV1.HealthRequest,
    _ replies: ReplyWriter<RPCV1.HealthReply>,
    _ call: CallContext
  ) async throws
}

extension HealthHandler {
  public func register(in router: inout Router) {
    router.unary(HealthMethods.check) { request in
      { call in call.reply(with: try await self.check(request, call.context)) }
    }
    router.serverStreaming(HealthMethods.watch) { try await self.watch($0, $1, $2) }
  }
}

/// Calls cameo.rpc.v1.Health.
///
/// Whether a process, or one service in it, can take calls. Every server has this service.
public struct HealthClient: Sendable {
  /// Where the calls go.
  public let channel: Channel

  public init(_ channel: Channel) {
    self.channel = channel
  }

  /// The state now.
  public func check(
    _ request: RPCV1.HealthRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> RPCV1.HealthReply {
    try await channel.unary(HealthMethods.check, request, options)
  }

  /// The state now, then every change.
  public func watch(
    _ request: RPCV1.HealthRequest,
    _ options: CallOptions = CallOptions()
  ) -> ReplyStream<RPCV1.HealthReply> {
    channel.serverStreaming(HealthMethods.watch, request, options)
  }
}
