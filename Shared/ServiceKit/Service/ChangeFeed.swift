public import Messages
import RPC
public import Storage

/// What every service's WatchChanges does: the change log from a cursor on, then each change as it is
/// made. At least once, and in order for each customer; it goes on until its task is cancelled.
public struct ChangeFeed: Sendable {
  /// Changes read at once.
  private static let pageSize = 100

  private let database: any Database
  private let start: Int64
  private let customer: String?

  /// - Parameters:
  ///   - cursor: changes after this one; 0 is the beginning.
  ///   - customer: whose changes; empty for everybody's.
  /// - Throws: INVALID_ARGUMENT for a cursor that no log can have, or a customer id that no customer
  ///   can.
  public init(of database: any Database, after cursor: UInt64, customer: String) throws {
    guard let start = Int64(exactly: cursor) else {
      throw RPCError.invalid(
        "after_cursor", rule: "range", "there is no such cursor; 0 is the beginning")
    }
    if !customer.isEmpty, let fault = CustomerID.fault(in: customer) {
      throw RPCError.invalid([fault.within("customer_id")])
    }
    self.database = database
    self.start = start
    self.customer = customer.isEmpty ? nil : customer
  }

  /// Hands every change to `write`, and waits for it.
  public func run(_ write: (RPCV1.Change) async throws -> Void) async throws {
    var cursor = start
    while true {
      let newest = try await database.waitForChange(after: cursor)
      var page: [Change]
      repeat {
        page = try await database.changes(after: cursor, customer: customer, limit: Self.pageSize)
        for change in page { try await write(RPCV1.Change(change)) }
        cursor = page.last?.cursor ?? cursor
      } while page.count == Self.pageSize
      // Of the changes up to the newest none is left for this customer.
      cursor = max(cursor, newest)
    }
  }
}

extension RPCV1.Change {
  fileprivate init(_ change: Change) {
    self.init(
      cursor: UInt64(bitPattern: change.cursor), customerId: change.customer, kind: change.kind,
      at: Google.Timestamp(microseconds: change.at), detail: change.detail)
  }
}
