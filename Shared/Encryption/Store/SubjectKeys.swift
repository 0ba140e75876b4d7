public import Storage
import Synchronization

/// The keys of a service's data subjects: made, kept wrapped, lent, rewrapped and destroyed.
///
/// The database must be migrated by ``SubjectKeyTables``. Reads are point reads, so a handler may ask on
/// its loop; what ``key(of:)`` has at hand costs no read.
public final class SubjectKeys: Sendable {
  /// Finds what may not be read: hashes and tokens of this service.
  public let index: IndexKey
  let store: SubjectKeyStore
  private let keksInForce: Mutex<KeyEncryptionKeys>
  private let cache: CachedKeys
  private let clock: @Sendable () -> Int64

  private init(
    _ store: SubjectKeyStore, _ keks: KeyEncryptionKeys, _ index: IndexKey, _ cache: CachedKeys,
    _ clock: @escaping @Sendable () -> Int64
  ) {
    (self.store, self.index) = (store, index)
    (self.cache, self.clock) = (cache, clock)
    keksInForce = Mutex(keks)
  }

  /// Those in force now.
  var keks: KeyEncryptionKeys { keksInForce.withLock { $0 } }

  /// Tells this index key from any other: services keep it beside the data, so that a key database
  /// that is not the one the data were sealed with is noticed before anything is sealed or looked up.
  public func fingerprint() throws -> String {
    hexadecimal(try index.hash(for: "fingerprint").hash(""))
  }

  /// Looks whether the key-encryption keys are the right ones before anything is asked of them, and
  /// makes what a new database needs.
  ///
  /// - Parameters:
  ///   - keys: must hold every one that still wraps something.
  ///   - capacity: unwrapped keys to have at hand, about 300 bytes each.
  ///   - life: how long one is used before it is read again: so long may a replica go on reading
  ///     after another has destroyed a key.
  ///   - clock: the time now in microseconds since 1970.
  /// - Throws: ``EncryptionError`` with `wrongKey` if a key-encryption key is absent or another by its
  ///   id, ``StorageError``.
  public static func open(
    _ database: any Database, keys: KeyEncryptionKeys, capacity: Int = 16_384,
    life: Duration = .seconds(60),
    clock: @escaping @Sendable () -> Int64 = SQLiteOptions.systemClock
  ) async throws -> SubjectKeys {
    let store = SubjectKeyStore(database: database)
    try await check(keys, against: store)
    let index = try await indexKey(store, keys)
    let microseconds =
      life.components.seconds * 1_000_000 + life.components.attoseconds / 1_000_000_000_000
    let cache = CachedKeys(capacity: capacity, lifeMicroseconds: microseconds)
    return SubjectKeys(store, keys, IndexKey(secret: index), cache, clock)
  }

  /// Puts other key-encryption keys in force while the service runs, or throws and leaves those there
  /// were. ``rotate(batch:progress:)`` brings the subjects' keys under the new current one.
  ///
  /// - Throws: as ``open(_:keys:capacity:life:clock:)``.
  public func replaceKeyEncryptionKeys(_ keys: KeyEncryptionKeys) async throws {
    try await Self.check(keys, against: store)
    _ = try await Self.indexKey(store, keys)
    keksInForce.withLock { $0 = keys }
  }

  /// Whether there is every key-encryption key that still wraps something, and each is the right one:
  /// one key of each is tried.
  private static func check(_ keys: KeyEncryptionKeys, against store: SubjectKeyStore) async throws
  {
    for id in try await store.keks() {
      guard let kek = keys[id] else { throw absent(id, keys) }
      let first = try await store.page(under: id, after: "", limit: 1).first
      if let first, let wrapped = first.key.wrapped {
        _ = try kek.unwrap(wrapped, for: .subject, first.customer)
      }
    }
  }

  /// Customers whose key was destroyed, in order: after `customer`, at most `limit`.
  public func destroyed(after customer: String, limit: Int) async throws -> [String] {
    try await store.page(under: "", after: customer, limit: limit).map(\.customer)
  }

  /// The same in a range: after `customer`, up to `last`.
  public func destroyed(after customer: String, upTo last: String) async throws -> [String] {
    try await store.destroyed(after: customer, upTo: last)
  }

  /// The key of a subject, nil where none was ever made.
  ///
  /// - Throws: ``EncryptionError`` with `destroyed`, or `wrongKey`; ``StorageError``.
  public func key(of customer: String) async throws -> SubjectKey? {
    let now = clock()
    let (cached, destructions) = cache.key(of: customer, at: now)
    if let cached { return cached }
    guard let stored = try await store.find(customer) else { return nil }
    let key = try unwrap(stored, of: customer)
    cache.keep(key, of: customer, at: now, destructions)
    return key
  }

  /// The key of a subject, made and on disk if there was none.
  ///
  /// Call it before the write that seals with it: two replicas that do so at once get one key.
  ///
  /// - Throws: as ``key(of:)``; a subject whose key was destroyed gets no other.
  public func keyForWriting(of customer: String) async throws -> SubjectKey {
    if let key = try await key(of: customer) { return key }
    let (now, new) = (clock(), try SubjectKey.random())
    let (_, destructions) = cache.key(of: customer, at: now)
    let kek = keks.current
    let wrapped = try kek.wrap(new.secret, for: .subject, customer)
    let stored = try await store.add(
      StoredKey(kek: kek.id, wrapped: wrapped), of: customer, at: now)
    let key = try unwrap(stored, of: customer)
    cache.keep(key, of: customer, at: now, destructions)
    return key
  }

  /// Destroys a subject's key: nothing that it sealed can be read any more, here or in any backup
  /// that the key itself is not in. False: it had been done.
  ///
  /// Other processes of the service forget the key within the `life` given to ``open(_:keys:capacity:life:clock:)``.
  @discardableResult
  public func destroy(_ customer: String) async throws -> Bool {
    defer { cache.forget(customer) }
    cache.forget(customer)
    return try await store.destroy(customer, at: clock())
  }

  func unwrap(_ stored: StoredKey, of customer: String) throws -> SubjectKey {
    guard let wrapped = stored.wrapped else { throw EncryptionError.destroyed(customer) }
    let keks = self.keks
    guard let kek = keks[stored.kek] else { throw Self.absent(stored.kek, keks) }
    return SubjectKey(secret: try kek.unwrap(wrapped, for: .subject, customer))
  }

  private static let indexName = "index"

  private static func indexKey(_ store: SubjectKeyStore, _ keks: KeyEncryptionKeys) async throws
    -> SecretBytes
  {
    // Asked in this order: a replica that starts beside this one makes the index key first.
    let isEmpty = try await store.isEmpty()
    let kept = try await store.serviceKeys().first { $0.name == indexName }?.key
    if let kept { return try unwrapIndex(kept, keks) }
    guard isEmpty else {
      throw EncryptionError(
        .missing,
        "the key database has keys of subjects but not the service's own: restore it from a backup")
    }
    let new = try IndexKey.random()
    let wrapped = try keks.current.wrap(new.secret, for: .service, indexName)
    return try unwrapIndex(
      try await store.addServiceKey(
        indexName, StoredKey(kek: keks.current.id, wrapped: wrapped)), keks)
  }

  private static func unwrapIndex(_ key: StoredKey, _ keks: KeyEncryptionKeys) throws -> SecretBytes
  {
    guard let kek = keks[key.kek], let wrapped = key.wrapped else { throw absent(key.kek, keks) }
    return try kek.unwrap(wrapped, for: .service, indexName)
  }

  private static func absent(_ id: String, _ keks: KeyEncryptionKeys) -> EncryptionError {
    EncryptionError(
      .wrongKey,
      "keys in this database are wrapped by the key-encryption key \"\(id)\", which is not among"
        + " those given (\(keks.ids.joined(separator: ", "))): add it to encryption.key")
  }
}
