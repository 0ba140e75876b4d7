import Logging
import Messages
import RPC
import ServiceKit
package import Storage
import Stubs

/// The profile service's methods: each checks with the rules, looks, takes facts in and answers.
package struct ProfileHandlers: ProfileServiceHandler {
  let store: ProfileStore
  let erasures: Erasures
  /// Makes a customer's id, given the time in milliseconds since 1970.
  let makeID: @Sendable (Int64) -> String
  /// How often an owner may change between looking and writing before the caller has to try again.
  static let mostAttempts = 4

  package init(
    database: any Database,
    makeID: @escaping @Sendable (Int64) -> String = ProfileHandlers.randomID
  ) {
    self.init(store: ProfileStore(database: database), makeID: makeID)
  }

  init(
    store: ProfileStore, logger: Logger = Logger(label: ProfileService.name),
    makeID: @escaping @Sendable (Int64) -> String = ProfileHandlers.randomID
  ) {
    self.store = store
    erasures = store.erasures(logger)
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
    for _ in 0..<Self.mostAttempts {
      if let key, let answer = try key.answer(try await store.request(key.id)) {
        return try Reply(decoding: answer)
      }
      let target = try await target(of: facts, now: now)
      let vault = try await vault(of: target, facts)
      do {
        return try await store.write(customer: target.customer, vaults: [vault]) { transaction in
          if let key, let answer = try key.answer(try await transaction.request(key.id)) {
            return try Reply(decoding: answer)
          }
          let writer = FactWriter(transaction: transaction, now: now)
          let answer = reply(try await writer.apply(facts, to: target))
          if let key {
            let record = RequestRecord(digest: key.digest, reply: answer.encoded())
            try await transaction.remember(key.id, record, of: target.customer, at: now)
          }
          return answer
        }
      } catch is FactWriter.Moved {
        continue
      }
    }
    throw Refusal.moving
  }

  /// What seals the facts. Only who may become a customer is given a key.
  func vault(of target: FactWriter.Target, _ facts: FactSet) async throws -> CustomerVault {
    guard case .new(let customer) = target else {
      return try await store.vault.reading(target.customer)
    }
    try facts.checkNewcomer()
    return try await store.vault.writing(customer)
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
