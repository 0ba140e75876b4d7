import Logging
import Messages
import RPC
import Storage
import TLS

/// The consumers of a service's change log, for them and for operators: `cameo.rpc.v1.ChangeLogService`.
struct ChangeLogService: ChangeLogServiceHandler {
  let database: any Database
  let logger: Logger

  func registerConsumer(_ request: RPCV1.RegisterConsumerRequest, _ call: CallContext) async throws
    -> RPCV1.RegisterConsumerReply
  {
    let name = try checked(request.consumer)
    return try await answering(call) {
      let start = try await start(request)
      let (owner, now) = (call.peer.uri, call.now.microseconds)
      let consumer = try await database.write(customer: "") { writer in
        try await writer.registerConsumer(name, owner: owner, after: start, now: now)
      }
      return RPCV1.RegisterConsumerReply(cursor: UInt64(bitPattern: consumer.cursor))
    }
  }

  func ackChanges(_ request: RPCV1.AckChangesRequest, _ call: CallContext) async throws
    -> RPCV1.AckChangesReply
  {
    let name = try checked(request.consumer)
    let cursor = try checked(request.cursor, "cursor")
    return try await answering(call) {
      let (owner, now) = (call.peer.uri, call.now.microseconds)
      try await database.write(customer: "") { writer in
        try await writer.acknowledgeChanges(upTo: cursor, for: name, of: owner, now: now)
      }
      return RPCV1.AckChangesReply()
    }
  }

  func listConsumers(_ request: RPCV1.ListConsumersRequest, _ call: CallContext) async throws
    -> RPCV1.ListConsumersReply
  {
    try await answering(call) {
      let now = call.now.microseconds
      let (lags, extent) = try await database.scan { reader in
        (
          try await ChangeLogKeeper.lags(reader, now: now), try await reader.changeLogExtent()
        )
      }
      return RPCV1.ListConsumersReply(
        consumers: lags.map(RPCV1.ConsumerStatus.init),
        newestCursor: UInt64(bitPattern: extent.newest),
        compactedCursor: UInt64(bitPattern: extent.compacted))
    }
  }

  func removeConsumer(_ request: RPCV1.RemoveConsumerRequest, _ call: CallContext) async throws
    -> RPCV1.RemoveConsumerReply
  {
    let name = try checked(request.consumer)
    return try await answering(call) {
      guard try await database.write(customer: "", { try await $0.removeConsumer(name) }) else {
        throw ChangeLogError.unknown(consumer: name)
      }
      logger.notice(
        "a consumer of the change log was removed",
        metadata: ["consumer": "\(name)", "by": "\(call.peer)"])
      return RPCV1.RemoveConsumerReply()
    }
  }

  private func start(_ request: RPCV1.RegisterConsumerRequest) async throws -> Int64? {
    switch request.start {
    case .oldest: return nil
    case .newest: return try await database.newestChange()
    case .after: return try checked(request.afterCursor, "after_cursor")
    default:
      throw RPCError.invalid("start", rule: "required", "say OLDEST, NEWEST or AFTER")
    }
  }

  private func checked(_ name: String) throws -> String {
    if let fault = ClientID.fault(in: name) { throw RPCError.invalid([fault.within("consumer")]) }
    return name
  }

  private func checked(_ cursor: UInt64, _ field: String) throws -> Int64 {
    guard let cursor = Int64(exactly: cursor) else {
      throw RPCError.invalid(field, rule: "range", "there is no such cursor")
    }
    return cursor
  }

  private func answering<Reply>(_ call: CallContext, _ body: () async throws -> Reply) async throws
    -> Reply
  {
    do {
      return try await body()
    } catch let error as ChangeLogError {
      throw error.status
    } catch let error as StorageError {
      logger.error(
        "a call failed", metadata: ["method": "\(call.method)", "reason": "\(error)"])
      throw error.status(of: "change log's")
    }
  }
}

extension RPCV1.ConsumerStatus {
  fileprivate init(_ lag: ConsumerLag) {
    let consumer = lag.consumer
    self.init(
      consumer: consumer.name, owner: consumer.owner,
      cursor: UInt64(bitPattern: consumer.cursor),
      entriesBehind: UInt64(bitPattern: lag.entries),
      behind: lag.entries > 0 ? Google.Duration(.microseconds(lag.microseconds)) : nil,
      registeredAt: Google.Timestamp(microseconds: consumer.registeredAt),
      acknowledgedAt: Google.Timestamp(microseconds: consumer.acknowledgedAt),
      droppedAt: consumer.dropped.map { Google.Timestamp(microseconds: $0.at) },
      droppedBecause: consumer.dropped?.reason ?? "")
  }
}
