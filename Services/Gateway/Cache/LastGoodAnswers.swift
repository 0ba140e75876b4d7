import Messages
import Synchronization

/// The last good answers of the services, for views that must be given while one is down.
///
/// What one caller may see another may not, so a copy is given only to callers of the scope that it
/// was made for. One copy is kept for each customer and part: the last.
package final class LastGoodAnswers: Sendable {
  private struct PartKey: Hashable {
    var customerId: String
    var part: Part
  }

  private struct Copy {
    var scope: CallerScope
    var bytes: [UInt8]
  }

  private struct IdentifierKey: Hashable {
    var scope: CallerScope
    /// The encoded question to the profile service.
    var question: [UInt8]
  }

  private let parts: Mutex<BoundedCache<PartKey, Copy>>
  private let owners: Mutex<BoundedCache<IdentifierKey, String>>

  /// What it may hold: so many customers and identifiers, so many bytes of each, no longer than so
  /// long.
  package init(customers: Int, bytes: Int, ageNanoseconds: Int64) {
    parts = Mutex(
      BoundedCache(
        bounds: .init(entries: 2 * customers, bytes: bytes, ageNanoseconds: ageNanoseconds)))
    owners = Mutex(
      BoundedCache(bounds: .init(entries: customers, bytes: bytes, ageNanoseconds: ageNanoseconds))
    )
  }

  /// Remembers a good answer; consent is never remembered.
  func store(
    _ bytes: [UInt8], of part: Part, _ customerId: String, _ scope: CallerScope, at now: Int64
  ) {
    guard part.mayBeStale else { return }
    parts.withLock {
      $0.store(
        Copy(scope: scope, bytes: bytes), for: PartKey(customerId: customerId, part: part),
        byteCount: bytes.count, at: now)
    }
  }

  /// The last good answer that a caller of this scope got.
  func part(_ part: Part, of customerId: String, _ scope: CallerScope, at now: Int64) -> LastGood? {
    let found = parts.withLock {
      $0.value(for: PartKey(customerId: customerId, part: part), at: now)
    }
    guard let found, found.value.scope == scope else { return nil }
    return LastGood(bytes: found.value.bytes, ageNanoseconds: found.age)
  }

  /// Forgets a customer who is no more.
  func remove(_ customerId: String) {
    parts.withLock { cache in
      for part in Part.allCases { cache.remove(PartKey(customerId: customerId, part: part)) }
    }
  }

  /// Remembers who owns the identifier that `question` asks about.
  func storeOwner(_ customerId: String, of question: [UInt8], _ scope: CallerScope, at now: Int64) {
    owners.withLock {
      $0.store(
        customerId, for: IdentifierKey(scope: scope, question: question),
        byteCount: question.count, at: now)
    }
  }

  /// The remembered owner, and for how long it has been remembered.
  func owner(of question: [UInt8], _ scope: CallerScope, at now: Int64)
    -> (customerId: String, age: Int64)?
  {
    owners.withLock {
      $0.value(for: IdentifierKey(scope: scope, question: question), at: now)
    }.map { ($0.value, $0.age) }
  }

  /// Forgets an identifier that nobody owns any more.
  func removeOwner(of question: [UInt8], _ scope: CallerScope) {
    owners.withLock { $0.remove(IdentifierKey(scope: scope, question: question)) }
  }
}
