import Messages
import RPC
import Storage

/// A change log as a stream that does not end: what is there, then what comes.
struct ChangeFeed: Sendable {
  /// Changes read at once.
  private static let pageSize = 100

  private let database: any Database

  init(_ database: any Database) {
    self.database = database
  }

  /// Hands over every change past the cursor, of one customer or of all (""), in order, until cancelled.
  ///
  /// - Throws: OUT_OF_RANGE for a cursor that no log can reach, and what `handOver` throws.
  func follow(
    after cursor: UInt64, customer: String, handOver: (RPCV1.Change) async throws -> Void
  ) async throws {
    guard var cursor = Int64(exactly: cursor) else {
      throw RPCError(.outOfRange, "after_cursor: there is no such cursor; 0 is the beginning.")
    }
    let customer = customer.isEmpty ? nil : customer
    while true {
      let newest = try await database.waitForChange(after: cursor)
      var page: [Change]
      repeat {
        page = try await database.changes(
          after: cursor, customer: customer, limit: Self.pageSize)
        for change in page { try await handOver(RPCV1.Change(change)) }
        cursor = page.last?.cursor ?? cursor
      } while page.count == Self.pageSize
      // Of the changes up to the newest none is left for this customer.
      cursor = max(cursor, newest)
    }
  }
}

extension RPCV1.Change {
  /// An entry of the log as messages carry it.
  init(_ change: Change) {
    self.init(
      cursor: UInt64(change.cursor), customerId: change.customer, kind: change.kind,
      at: Google.Timestamp(microseconds: change.at), detail: change.detail)
  }
}
