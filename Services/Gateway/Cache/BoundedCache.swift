/// Remembers the last value of each key, bounded in entries, bytes and age.
///
/// Storing a value makes it the newest; room is made by forgetting the oldest. Since every good
/// answer is stored again, that is what was asked for least recently. Instants are nanoseconds of
/// one monotonic clock, given by the caller.
package struct BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// What a cache may hold.
  package struct Bounds: Equatable, Sendable {
    package var entries: Int
    package var bytes: Int
    package var ageNanoseconds: Int64

    package init(entries: Int, bytes: Int, ageNanoseconds: Int64) {
      self.entries = entries
      self.bytes = bytes
      self.ageNanoseconds = ageNanoseconds
    }
  }

  private struct Entry {
    var value: Value
    var byteCount: Int
    var storedAt: Int64
    var turn: UInt64
  }

  private let bounds: Bounds
  private var entries: [Key: Entry] = [:]
  /// Keys in the order of storing. One whose turn is not its entry's was stored again later, or
  /// removed.
  private var order: [(key: Key, turn: UInt64)] = []
  private var oldest = 0
  private var turns: UInt64 = 0
  private var byteCount = 0

  package init(bounds: Bounds) {
    self.bounds = bounds
  }

  /// Values held. One that is out of date goes when it is asked for, and when another is stored.
  package var count: Int { entries.count }

  /// Remembers `value`, which weighs `byteCount`, unless it alone is beyond the bound.
  package mutating func store(_ value: Value, for key: Key, byteCount: Int, at now: Int64) {
    remove(key)
    guard byteCount <= bounds.bytes, bounds.entries > 0 else { return }
    turns += 1
    entries[key] = Entry(value: value, byteCount: byteCount, storedAt: now, turn: turns)
    order.append((key, turns))
    self.byteCount += byteCount
    makeRoom(at: now)
  }

  /// The value, if it is not older than the bound, and how old it is in nanoseconds.
  package mutating func value(for key: Key, at now: Int64) -> (value: Value, age: Int64)? {
    guard let entry = entries[key] else { return nil }
    let age = max(now - entry.storedAt, 0)
    guard age <= bounds.ageNanoseconds else {
      remove(key)
      return nil
    }
    return (entry.value, age)
  }

  /// Forgets the value at once.
  package mutating func remove(_ key: Key) {
    guard let entry = entries.removeValue(forKey: key) else { return }
    byteCount -= entry.byteCount
  }

  /// Forgets from the oldest on: all that is out of date, and as much as is too much.
  private mutating func makeRoom(at now: Int64) {
    while oldest < order.count {
      let (key, turn) = order[oldest]
      if let entry = entries[key], entry.turn == turn {
        guard isTooMuch || now - entry.storedAt > bounds.ageNanoseconds else { break }
        remove(key)
      }
      oldest += 1
    }
    if order.count > 2 * entries.count + 64 { compact() }
  }

  private var isTooMuch: Bool { entries.count > bounds.entries || byteCount > bounds.bytes }

  /// Drops what is no longer current from the order: a constant cost for each value stored.
  private mutating func compact() {
    order = order[oldest...].filter { entries[$0.key]?.turn == $0.turn }
    oldest = 0
  }
}
