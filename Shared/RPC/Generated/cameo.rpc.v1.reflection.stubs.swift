// Generated from cameo/rpc/v1/reflection.proto by proto/generate. Do not edit.
// swift-format-ignore-file

public import Messages

/// The methods of cameo.rpc.v1.Reflection.
public enum ReflectionMethods {
  /// The service's full name.
  public static let service = "cameo.rpc.v1.Reflection"

  public static let describe = Method<RPCV1.DescribeRequest, RPCV1.DescribeReply>(
    service: service, name: "Describe", kind: .unary, idempotency: .noSideEffects)
}

/// What a server does for cameo.rpc.v1.Reflection.
///
/// What a server offers, in enough detail to call any of it. Every server has this service.
public protocol ReflectionHandler: ServiceHandler {
  func describe(
    _ request: RPCV1.DescribeRequest,
    _ call: CallContext
  ) async throws -> RPCV1.DescribeReply
}

extension ReflectionHandler {
  public func register(in router: inout Router) {
    router.unary(ReflectionMethods.describe) { request in
      { call in call.reply(with: try await self.describe(request, call.context)) }
    }
  }
}

/// Calls cameo.rpc.v1.Reflection.
///
/// What a server offers, in enough detail to call any of it. Every server has this service.
public struct ReflectionClient: Sendable {
  /// Where the calls go.
  public let channel: Channel

  public init(_ channel: Channel) {
    self.channel = channel
  }

  public func describe(
    _ request: RPCV1.DescribeRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> RPCV1.DescribeReply {
    try await channel.unary(ReflectionMethods.describe, request, options)
  }
}
