import Messages
import RPC
import ServiceKit
package import Storage
import Stubs

/// The profile service's methods: each checks with the rules, looks, takes facts in and answers.
package struct ProfileHandlers: ProfileServiceHandler {
  let store: ProfileStore
  /// Makes a customer's id, given the time in milliseconds since 1970.
  let makeID: @Sendable (Int64) -> String
  /// How often an owner may change between looking and writing before the caller has to try again.
  private static let mostAttempts = 4

  package init(
    database: any Database,
    makeID: @escaping @Sendable (Int64) -> String = ProfileHandlers.randomID
  ) {
    store = ProfileStore(database: database)
    self.makeID = makeID
  }

  @Sendable package static func randomID(milliseconds: Int64) -> String {
    var random = SystemRandomNumberGenerator()
    return CustomerID.make(milliseconds: milliseconds, random: &random)
  }

  /// Takes facts in, once per request id: the first answer is kept with them, in their transaction.
  func takeIn<Reply: Message>(
    _ facts: FactSet, _ key: RequestKey?, now: Google.Timestamp,
    _ reply: @escaping @Sendable (FactWriter.Result) -> Reply
  ) async throws -> Reply {
    if let key, let answer = try key.answer(try await store.request(key.id)) {
      return try Reply(decoding: answer)
    }
    for _ in 0..<Self.mostAttempts {
      let target = try await target(of: facts, now: now)
      do {
        return try await store.write(customer: target.customer) { transaction in
          if let key, let answer = try key.answer(try await transaction.request(key.id)) {
            return try Reply(decoding: answer)
          }
          let writer = FactWriter(transaction: transaction, now: now)
          let answer = reply(try await writer.apply(facts, to: target))
          if let key {
            let record = RequestRecord(digest: key.digest, reply: answer.encoded())
            try await transaction.remember(key.id, record, at: now)
          }
          return answer
        }
      } catch is FactWriter.Moved {
        continue
      }
    }
    throw Refusal(
      .versionMismatch, field: "identifiers", rule: "identifier.moving",
      "change owners too fast; try again")
  }

  /// Whose the facts are, as far as can be told before writing.
  func target(of facts: FactSet, now: Google.Timestamp) async throws -> FactWriter.Target {
    let owners = try await store.owners(of: facts.identifiers)
    switch try Ownership.decide(named: facts.customer, owners: owners) {
    case .customer(let customer): return .existing(customer)
    case .nobody: return .new(makeID(now.microseconds / 1000))
    }
  }
}
