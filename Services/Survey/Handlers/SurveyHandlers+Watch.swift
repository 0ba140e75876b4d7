package import Messages
package import RPC
import Storage

extension SurveyHandlers {
  /// Changes read at once.
  private static let pageSize = 100

  package func watchChanges(
    _ request: SurveyV1.WatchChangesRequest, _ replies: ReplyWriter<SurveyV1.WatchChangesReply>,
    _ call: CallContext
  ) async throws {
    try await answering(call) {
      guard var cursor = Int64(exactly: request.afterCursor) else {
        throw RPCError(.outOfRange, "after_cursor: there is no such cursor; 0 is the beginning.")
      }
      let customer = request.customerId.isEmpty ? nil : request.customerId
      while true {
        let newest = try await store.database.waitForChange(after: cursor)
        var page: [Change]
        repeat {
          page = try await store.database.changes(
            after: cursor, customer: customer, limit: Self.pageSize)
          for change in page {
            try await replies.write(SurveyV1.WatchChangesReply(change: RPCV1.Change(change)))
          }
          cursor = page.last?.cursor ?? cursor
        } while page.count == Self.pageSize
        // Of the changes up to the newest none is left for this customer.
        cursor = max(cursor, newest)
      }
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
