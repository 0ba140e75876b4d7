import Synchronization

/// Unwrapped keys at hand for all loops of a process, in parts by customer with a lock each.
///
/// Not one cache a loop: every loop would hold a copy of the same secrets, and destroying a key would
/// have to reach them all. A lock that nobody else holds costs some 20 ns.
final class CachedKeys: Sendable {
  private final class Part: Sendable {
    let state: Mutex<(cache: KeyCache, destructions: UInt64)>

    init(_ cache: KeyCache) { state = Mutex((cache, 0)) }
  }

  private let parts: [Part]

  /// - Parameters:
  ///   - capacity: keys in all, rounded up to a multiple of 16.
  ///   - life: how long a key is used before it is read again.
  init(capacity: Int, lifeMicroseconds: Int64) {
    parts = (0..<16).map { _ in
      Part(KeyCache(capacity: max(1, (capacity + 15) / 16), lifeMicroseconds: lifeMicroseconds))
    }
  }

  /// The key, and what to show when keeping one that has to be read first.
  func key(of customer: String, at now: Int64) -> (key: SubjectKey?, destructions: UInt64) {
    part(customer).state.withLock { ($0.cache.key(of: customer, at: now), $0.destructions) }
  }

  /// Keeps a key that was read since `destructions` was told, unless one was destroyed meanwhile,
  /// which may be this one.
  func keep(_ key: SubjectKey, of customer: String, at now: Int64, _ destructions: UInt64) {
    part(customer).state.withLock { state in
      guard state.destructions == destructions else { return }
      state.cache.insert(key, of: customer, at: now)
    }
  }

  func forget(_ customer: String) {
    part(customer).state.withLock { state in
      state.destructions += 1
      state.cache.remove(customer)
    }
  }

  private func part(_ customer: String) -> Part {
    // FNV-1a: ids of one time share their beginning, and differ at the end.
    var hash: UInt32 = 0x811c_9dc5
    for byte in customer.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return parts[Int((hash >> 16 ^ hash) & 15)]
  }
}
