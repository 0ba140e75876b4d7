package import Messages
package import RPC
import Storage

extension ProfileHandlers {
  private static let changesPerRead = 256

  package func watchChanges(
    _ request: ProfileV1.WatchChangesRequest, _ replies: ReplyWriter<ProfileV1.WatchChangesReply>,
    _ call: CallContext
  ) async throws {
    try await answering {
      try await follow(request) { try await replies.write($0) }
    }
  }

  /// Hands every change past a cursor to `write`, and then each as it is made, until the caller
  /// leaves.
  func follow(
    _ request: ProfileV1.WatchChangesRequest,
    _ write: (ProfileV1.WatchChangesReply) async throws -> Void
  ) async throws {
    let customer = try FactSet.optionalCustomer(request.customerId)
    guard var cursor = Int64(exactly: request.afterCursor) else {
      throw Violation("after_cursor", rule: "range", "is beyond what a cursor can be")
    }
    // The log may be past the last entry that concerns this customer.
    var seen = cursor
    while true {
      let changes = try await store.database.changes(
        after: cursor, customer: customer, limit: Self.changesPerRead)
      for change in changes {
        try await write(ProfileV1.WatchChangesReply(change: RPCV1.Change(change)))
        cursor = change.cursor
      }
      guard changes.count < Self.changesPerRead else { continue }
      seen = try await store.database.waitForChange(after: max(seen, cursor))
    }
  }
}

extension RPCV1.Change {
  init(_ change: Change) {
    self.init(
      cursor: UInt64(change.cursor), customerId: change.customer, kind: change.kind,
      at: Google.Timestamp(microseconds: change.at), detail: change.detail)
  }
}
