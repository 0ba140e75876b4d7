// Generated from cameo/rpc/v1/changes.proto by proto/generate. Do not edit.
// swift-format-ignore-file

public import Messages

/// The methods of cameo.rpc.v1.ChangeLogService.
public enum ChangeLogServiceMethods {
  /// The service's full name.
  public static let service = "cameo.rpc.v1.ChangeLogService"

  /// Makes a consumer of the caller's, or has a dropped one begin anew. One that is registered already stays where it is.
  /// A name that another identity registered is PERMISSION_DENIED, one consumer too many RESOURCE_EXHAUSTED.
  public static let registerConsumer = Method<RPCV1.RegisterConsumerRequest, RPCV1.RegisterConsumerReply>(
    service: service, name: "RegisterConsumer", kind: .unary, idempotency: .idempotent)

  /// Says that the consumer has dealt with every entry up to a cursor. It never goes back.
  public static let ackChanges = Method<RPCV1.AckChangesRequest, RPCV1.AckChangesReply>(
    service: service, name: "AckChanges", kind: .unary, idempotency: .idempotent)

  /// Every consumer, by name, with how far it is behind.
  public static let listConsumers = Method<RPCV1.ListConsumersRequest, RPCV1.ListConsumersReply>(
    service: service, name: "ListConsumers", kind: .unary, idempotency: .noSideEffects)

  /// Forgets a consumer, anybody's: for operators, when one is not needed any more. NOT_FOUND where there is none.
  public static let removeConsumer = Method<RPCV1.RemoveConsumerRequest, RPCV1.RemoveConsumerReply>(
    service: service, name: "RemoveConsumer", kind: .unary, idempotency: .idempotent)
}

/// What a server does for cameo.rpc.v1.ChangeLogService.
///
/// Who follows a server's change log, and how far they have come. Every server with data of its own has this service.
///
/// A consumer has a name and a durable cursor: the last entry that it has dealt with, and all before it. It watches with
/// WatchChanges, gets what is past its cursor at least once and in order per customer, and acknowledges. Entries past the
/// slowest consumer's cursor are kept, up to bounds in entries and in time. A consumer that falls further behind is
/// dropped: then its calls get FAILED_PRECONDITION with reason CONSUMER_DROPPED, and it registers again, takes a snapshot
/// and goes on after the cursor that it is given. Anybody's cursor that has been compacted is OUT_OF_RANGE with reason
/// COMPACTED; one past the newest entry, as after a restore, OUT_OF_RANGE with reason AHEAD.
public protocol ChangeLogServiceHandler: ServiceHandler {
  /// Makes a consumer of the caller's, or has a dropped one begin anew. One that is registered already stays where it is.
  /// A name that another identity registered is PERMISSION_DENIED, one consumer too many RESOURCE_EXHAUSTED.
  func registerConsumer(
    _ request: RPCV1.RegisterConsumerRequest,
    _ call: CallContext
  ) async throws -> RPCV1.RegisterConsumerReply

  /// Says that the consumer has dealt with every entry up to a cursor. It never goes back.
  func ackChanges(
    _ request: RPCV1.AckChangesRequest,
    _ call: CallContext
  ) async throws -> RPCV1.AckChangesReply

  /// Every consumer, by name, with how far it is behind.
  func listConsumers(
    _ request: RPCV1.ListConsumersRequest,
    _ call: CallContext
  ) async throws -> RPCV1.ListConsumersReply

  /// Forgets a consumer, anybody's: for operators, when one is not needed any more. NOT_FOUND where there is none.
  func removeConsumer(
    _ request: RPCV1.RemoveConsumerRequest,
    _ call: CallContext
  ) async throws -> RPCV1.RemoveConsumerReply
}

extension ChangeLogServiceHandler {
  public func register(in router: inout Router) {
    router.unary(ChangeLogServiceMethods.registerConsumer) { request in
      { call in call.reply(with: try await self.registerConsumer(request, call.context)) }
    }
    router.unary(ChangeLogServiceMethods.ackChanges) { request in
      { call in call.reply(with: try await self.ackChanges(request, call.context)) }
    }
    router.unary(ChangeLogServiceMethods.listConsumers) { request in
      { call in call.reply(with: try await self.listConsumers(request, call.context)) }
    }
    router.unary(ChangeLogServiceMethods.removeConsumer) { request in
      { call in call.reply(with: try await self.removeConsumer(request, call.context)) }
    }
  }
}

/// Calls cameo.rpc.v1.ChangeLogService.
///
/// Who follows a server's change log, and how far they have come. Every server with data of its own has this service.
///
/// A consumer has a name and a durable cursor: the last entry that it has dealt with, and all before it. It watches with
/// WatchChanges, gets what is past its cursor at least once and in order per customer, and acknowledges. Entries past the
/// slowest consumer's cursor are kept, up to bounds in entries and in time. A consumer that falls further behind is
/// dropped: then its calls get FAILED_PRECONDITION with reason CONSUMER_DROPPED, and it registers again, takes a snapshot
/// and goes on after the cursor that it is given. Anybody's cursor that has been compacted is OUT_OF_RANGE with reason
/// COMPACTED; one past the newest entry, as after a restore, OUT_OF_RANGE with reason AHEAD.
public struct ChangeLogServiceClient: Sendable {
  /// Where the calls go.
  public let channel: Channel

  public init(_ channel: Channel) {
    self.channel = channel
  }

  /// Makes a consumer of the caller's, or has a dropped one begin anew. One that is registered already stays where it is.
  /// A name that another identity registered is PERMISSION_DENIED, one consumer too many RESOURCE_EXHAUSTED.
  public func registerConsumer(
    _ request: RPCV1.RegisterConsumerRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> RPCV1.RegisterConsumerReply {
    try await channel.unary(ChangeLogServiceMethods.registerConsumer, request, options)
  }

  /// Says that the consumer has dealt with every entry up to a cursor. It never goes back.
  public func ackChanges(
    _ request: RPCV1.AckChangesRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> RPCV1.AckChangesReply {
    try await channel.unary(ChangeLogServiceMethods.ackChanges, request, options)
  }

  /// Every consumer, by name, with how far it is behind.
  public func listConsumers(
    _ request: RPCV1.ListConsumersRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> RPCV1.ListConsumersReply {
    try await channel.unary(ChangeLogServiceMethods.listConsumers, request, options)
  }

  /// Forgets a consumer, anybody's: for operators, when one is not needed any more. NOT_FOUND where there is none.
  public func removeConsumer(
    _ request: RPCV1.RemoveConsumerRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> RPCV1.RemoveConsumerReply {
    try await channel.unary(ChangeLogServiceMethods.removeConsumer, request, options)
  }
}
