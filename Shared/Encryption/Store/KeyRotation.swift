/// How far rewrapping has come.
public struct KeyRotation: Sendable, Equatable {
  /// Keys looked at.
  public internal(set) var done = 0
  /// Keys that another than the current key-encryption key wrapped when it began.
  public internal(set) var total = 0
  /// Customers whose key does not unwrap and stays as it is, at most ten of them.
  public internal(set) var unreadable: [String] = []
}

extension SubjectKeys {
  private static let mostNamed = 10

  /// Brings every key under the current key-encryption key. No payload is touched.
  ///
  /// May be stopped at any point and begun again: what is done stays, and the rest is found by the id
  /// beside each key. Keys made or destroyed meanwhile are left as they are.
  ///
  /// - Parameters:
  ///   - batch: keys that are written at the same time.
  ///   - progress: told after each batch.
  /// - Returns: the whole; once nothing is unreadable and ``keyEncryptionKeysInUse()`` names the current
  ///   one alone, the others may be destroyed.
  @discardableResult
  public func rotate(
    batch: Int = 256, progress: (KeyRotation) -> Void = { _ in }
  ) async throws -> KeyRotation {
    let keks = self.keks
    let old = try await store.keks().filter { $0 != keks.current.id }
    var rotation = KeyRotation()
    for kek in old { rotation.total += try await store.count(under: kek) }
    try await rotateServiceKeys()
    for kek in old {
      var last = ""
      while true {
        try Task.checkCancellation()
        let page = try await store.page(under: kek, after: last, limit: batch)
        guard let end = page.last else { break }
        let unreadable = try await rewrap(page)
        rotation.done += page.count
        rotation.unreadable += unreadable.prefix(Self.mostNamed - rotation.unreadable.count)
        progress(rotation)
        last = end.customer
      }
    }
    return rotation
  }

  /// The ids of those that still wrap something.
  public func keyEncryptionKeysInUse() async throws -> [String] { try await store.keks() }

  /// Rewraps keys at the same time; the store commits them together. Answers whose did not unwrap.
  private func rewrap(_ page: [(customer: String, key: StoredKey)]) async throws -> [String] {
    try await withThrowingTaskGroup(of: String?.self) { tasks in
      for (customer, key) in page {
        tasks.addTask { try await self.rewrap(customer, key) ? nil : customer }
      }
      var unreadable: [String] = []
      for try await customer in tasks { if let customer { unreadable.append(customer) } }
      return unreadable.sorted()
    }
  }

  private func rewrap(_ customer: String, _ old: StoredKey) async throws -> Bool {
    let key: SubjectKey
    do {
      key = try unwrap(old, of: customer)
    } catch is EncryptionError {
      return false
    }
    let kek = keks.current
    let wrapped = try kek.wrap(key.secret, for: .subject, customer)
    try await store.rewrap(customer, from: old, to: StoredKey(kek: kek.id, wrapped: wrapped))
    return true
  }

  private func rotateServiceKeys() async throws {
    let keks = self.keks
    for (name, old) in try await store.serviceKeys() where old.kek != keks.current.id {
      guard let kek = keks[old.kek], let wrapped = old.wrapped else { continue }
      let secret = try kek.unwrap(wrapped, for: .service, name)
      let new = StoredKey(
        kek: keks.current.id, wrapped: try keks.current.wrap(secret, for: .service, name))
      try await store.rewrapServiceKey(name, from: old, to: new)
    }
  }
}
