// Generated from cameo/gateway/v1/gateway_service.proto by proto/generate. Do not edit.
// swift-format-ignore-file

public import Messages
public import RPC

/// The methods of cameo.gateway.v1.GatewayService.
public enum GatewayServiceMethods {
  /// The service's full name.
  public static let service = "cameo.gateway.v1.GatewayService"

  /// The single customer view. It answers as long as the customer can be named: a part whose service is down is marked
  /// and left out, or is the last good copy, marked STALE. NOT_FOUND (with reason ERASED where so) is the profile
  /// service's word only; UNAVAILABLE means that an identifier could not be resolved.
  public static let getCustomerView = Method<GatewayV1.GetCustomerViewRequest, GatewayV1.CustomerView>(
    service: service, name: "GetCustomerView", kind: .unary, idempotency: .noSideEffects)

  /// Every change of one customer, from all services, as it happens: at least once, in order per part. A part that goes
  /// away is reported and taken up again where it stopped; the stream goes on until the caller ends it.
  public static let watchCustomer = Method<GatewayV1.WatchCustomerRequest, GatewayV1.WatchCustomerReply>(
    service: service, name: "WatchCustomer", kind: .serverStreaming, idempotency: .noSideEffects)
}

/// What a server does for cameo.gateway.v1.GatewayService.
public protocol GatewayServiceHandler: ServiceHandler {
  /// The single customer view. It answers as long as the customer can be named: a part whose service is down is marked
  /// and left out, or is the last good copy, marked STALE. NOT_FOUND (with reason ERASED where so) is the profile
  /// service's word only; UNAVAILABLE means that an identifier could not be resolved.
  func getCustomerView(
    _ request: GatewayV1.GetCustomerViewRequest,
    _ call: CallContext
  ) async throws -> Encoded<GatewayV1.CustomerView>

  /// Every change of one customer, from all services, as it happens: at least once, in order per part. A part that goes
  /// away is reported and taken up again where it stopped; the stream goes on until the caller ends it.
  func watchCustomer(
    _ request: GatewayV1.WatchCustomerRequest,
    _ replies: ReplyWriter<GatewayV1.WatchCustomerReply>,
    _ call: CallContext
  ) async throws
}

extension GatewayServiceHandler {
  public func register(in router: inout Router) {
    router.unary(GatewayServiceMethods.getCustomerView.encodedReply) { request in
      { call in call.reply(with: try await self.getCustomerView(request, call.context)) }
    }
    router.serverStreaming(GatewayServiceMethods.watchCustomer) { try await self.watchCustomer($0, $1, $2) }
  }
}

/// Calls cameo.gateway.v1.GatewayService.
public struct GatewayServiceClient: Sendable {
  /// Where the calls go.
  public let channel: Channel

  public init(_ channel: Channel) {
    self.channel = channel
  }

  /// The single customer view. It answers as long as the customer can be named: a part whose service is down is marked
  /// and left out, or is the last good copy, marked STALE. NOT_FOUND (with reason ERASED where so) is the profile
  /// service's word only; UNAVAILABLE means that an identifier could not be resolved.
  public func getCustomerView(
    _ request: GatewayV1.GetCustomerViewRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> GatewayV1.CustomerView {
    try await channel.unary(GatewayServiceMethods.getCustomerView, request, options)
  }

  /// The same with the reply's bytes as they came, to be passed on.
  public func getCustomerViewEncoded(
    _ request: GatewayV1.GetCustomerViewRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> Encoded<GatewayV1.CustomerView> {
    try await channel.unary(GatewayServiceMethods.getCustomerView.encodedReply, request, options)
  }

  /// Every change of one customer, from all services, as it happens: at least once, in order per part. A part that goes
  /// away is reported and taken up again where it stopped; the stream goes on until the caller ends it.
  public func watchCustomer(
    _ request: GatewayV1.WatchCustomerRequest,
    _ options: CallOptions = CallOptions()
  ) -> ReplyStream<GatewayV1.WatchCustomerReply> {
    channel.serverStreaming(GatewayServiceMethods.watchCustomer, request, options)
  }
}
