import Encryption
import Logging
import Messages
import RPC
import ServiceKit
package import Storage
import Stubs

/// The survey service's calls: each checks with the rules, asks the store and answers.
package struct SurveyHandlers: SurveyServiceHandler {
  let store: SurveyStore
  /// Makes the id of a new survey.
  let makeSurveyId: @Sendable () -> String
  /// Is told of a failure that a caller sees only as "unavailable" or "internal".
  let failed: @Sendable (_ method: String, _ error: any Error) -> Void
  var logger = Logger(label: SurveyService.name)

  package init(
    database: any Database, makeSurveyId: @escaping @Sendable () -> String,
    failed: @escaping @Sendable (_ method: String, _ error: any Error) -> Void = { _, _ in }
  ) {
    self.init(store: SurveyStore(database), makeSurveyId: makeSurveyId, failed: failed)
  }

  init(
    store: SurveyStore, makeSurveyId: @escaping @Sendable () -> String,
    failed: @escaping @Sendable (_ method: String, _ error: any Error) -> Void = { _, _ in }
  ) {
    self.store = store
    self.makeSurveyId = makeSurveyId
    self.failed = failed
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
      throw error.status(of: "survey")
    } catch let error as EncryptionError {
      if error.code != .destroyed { failed(call.method, error) }
      throw error.status(of: "survey")
    } catch let error as DecodingError {
      failed(call.method, error)
      throw RPCError(.dataLoss, "A stored survey or summary cannot be read.")
    }
  }
}
