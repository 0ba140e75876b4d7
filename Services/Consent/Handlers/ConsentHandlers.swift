import Encryption
import Logging
import Messages
import RPC
import ServiceKit
import Storage
import Stubs

/// The consent service's calls: each reads its request, asks the rules or the store, and answers.
package struct ConsentHandlers: ConsentServiceHandler {
  let store: ConsentStore
  let catalogue: Catalogue
  let zones: ZoneDatabase
  /// Makes the 32 random bytes of a new entry.
  let makeSalt: @Sendable () -> [UInt8]
  /// Is told of a failure that a caller sees only as "unavailable".
  let failed: @Sendable (_ method: String, _ error: any Error) -> Void
  var logger = Logger(label: ConsentService.name)

  func reader(_ call: CallContext) -> RequestReader {
    RequestReader(catalogue, now: Instant(microseconds: call.now.microseconds))
  }

  /// Answers with what `body` gives; refusals and failures of the store become statuses here.
  func answering<Reply>(
    _ call: CallContext, _ body: () async throws -> Reply
  ) async throws -> Reply {
    do {
      return try await body()
    } catch let refusal as Refusal {
      throw refusal.status
    } catch let error as StorageError {
      failed(call.method, error)
      throw error.status(of: "consent")
    } catch let error as EncryptionError {
      if error.code != .destroyed { failed(call.method, error) }
      throw error.status(of: "consent")
    } catch let error as LedgerFormatError {
      failed(call.method, error)
      throw RPCError(.dataLoss, "The ledger cannot be read: \(error.text).")
    }
  }
}
