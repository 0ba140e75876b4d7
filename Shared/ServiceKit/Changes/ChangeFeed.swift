public import Messages
public import RPC
public import Storage
import TLS

/// What every service's WatchChanges does: the change log from a cursor on, then each change as it is
/// made. At least once, and in order for each customer; it goes on until its task is cancelled.
public struct ChangeFeed: Sendable {
  /// Changes read at once.
  private static let pageSize = 100

  private let database: any Database
  private let start: Int64
  private let customer: String?
  private let consumer: (name: String, owner: String)?
  private let passedEvery: Int
  private let detail: @Sendable (Change) async throws -> [UInt8]

  /// - Parameters:
  ///   - cursor: changes after this one; 0 is the beginning.
  ///   - customer: whose changes; empty for everybody's.
  ///   - consumer: under which name the peer of `call` watches; empty for none. A consumer starts
  ///     behind what it has acknowledged, or behind `cursor` if that is later.
  ///   - passedEvery: how often the log may grow by others' changes alone before a watcher of one customer is
  ///     told a cursor to go on from; 0 for never.
  ///   - detail: what a change says, where it does not lie in the log as it is.
  /// - Throws: INVALID_ARGUMENT for a cursor that no log can have, or a customer id or a name that none
  ///   can have.
  public init(
    of database: any Database, after cursor: UInt64, customer: String, consumer: String = "",
    passedEvery: UInt32 = 0, for call: CallContext,
    detail: @escaping @Sendable (Change) async throws -> [UInt8] = { $0.detail }
  ) throws {
    guard let start = Int64(exactly: cursor) else {
      throw RPCError.invalid(
        "after_cursor", rule: "range", "there is no such cursor; 0 is the beginning")
    }
    if !customer.isEmpty, let fault = CustomerID.fault(in: customer) {
      throw RPCError.invalid([fault.within("customer_id")])
    }
    if !consumer.isEmpty, let fault = ClientID.fault(in: consumer) {
      throw RPCError.invalid([fault.within("consumer")])
    }
    self.database = database
    self.start = start
    self.customer = customer.isEmpty ? nil : customer
    self.passedEvery = Int(passedEvery)
    self.detail = detail
    self.consumer = consumer.isEmpty ? nil : (consumer, call.peer.uri)
  }

  /// Hands every change to `write`, and waits for it.
  ///
  /// - Parameter passed: is told a cursor to go on from, now and then, when what went by was others'.
  /// - Throws: what the log refuses, as a status: see `cameo.rpc.v1.ChangeLogService`.
  public func run(
    _ write: (RPCV1.Change) async throws -> Void, passed: (UInt64) async throws -> Void
  ) async throws {
    do {
      try await follow(write, passed)
    } catch let error as ChangeLogError {
      throw error.status
    }
  }

  private func follow(
    _ write: (RPCV1.Change) async throws -> Void, _ passed: (UInt64) async throws -> Void
  ) async throws {
    var cursor = try await firstCursor()
    var told = cursor
    // At first at once: whoever came with an old cursor gets a new one.
    var silence = passedEvery
    while true {
      let newest = try await database.waitForChange(after: cursor)
      var page: [Change]
      repeat {
        page = try await nextPage(after: cursor)
        for change in page {
          try await write(RPCV1.Change(change, detail: try await detail(change)))
        }
        cursor = page.last?.cursor ?? cursor
        told = max(told, page.last?.cursor ?? told)
      } while page.count == Self.pageSize
      // Of the changes up to the newest none is left for this customer.
      cursor = max(cursor, newest)
      silence += 1
      if passedEvery > 0, cursor > told, silence > passedEvery {
        try await passed(UInt64(bitPattern: cursor))
        told = cursor
        silence = 0
      }
    }
  }

  /// A cursor past the end would wait for entries that it takes for known.
  private func firstCursor() async throws -> Int64 {
    var cursor = start
    if let consumer {
      let known = try await database.read { reader in
        try await reader.changeConsumer(consumer.name, of: consumer.owner)
      }
      cursor = max(cursor, known.cursor)
    }
    let newest = try await database.newestChange()
    guard cursor <= newest else { throw ChangeLogError.ahead(cursor: cursor, newest: newest) }
    return cursor
  }

  /// A consumer that was dropped meanwhile is told so, and does not go on as if it were not.
  private func nextPage(after cursor: Int64) async throws -> [Change] {
    if let consumer {
      _ = try await database.read { reader in
        try await reader.changeConsumer(consumer.name, of: consumer.owner)
      }
    }
    return try await database.changes(after: cursor, customer: customer, limit: Self.pageSize)
  }
}

extension RPCV1.Change {
  fileprivate init(_ change: Change, detail: [UInt8]) {
    self.init(
      cursor: UInt64(bitPattern: change.cursor), customerId: change.customer, kind: change.kind,
      at: Google.Timestamp(microseconds: change.at), detail: detail)
  }
}
