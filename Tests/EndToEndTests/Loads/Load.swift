import RPC
import TestKit

/// Writes to one service, each under an id of its own, and what must be true of them afterwards.
protocol Load: Sendable {
  /// What the service acknowledged.
  associatedtype Receipt: Sendable

  /// Sends a write that must be refused, and then the one that follows those acknowledged so far.
  func write(after receipts: [Receipt], of writer: Int) async throws -> Receipt

  /// Checks that what one writer sent is there: all that was acknowledged, and of the one write that
  /// was not answered, nothing or the whole.
  func check(_ receipts: [Receipt], of writer: Int) async throws
}

extension Load {
  /// Runs a write that the service must refuse.
  func refused(_ write: () async throws -> Void) async throws {
    do {
      try await write()
    } catch let error as RPCError where error.code == .invalidArgument {
      return
    }
    throw HarnessError("a wrong request was taken in")
  }
}
