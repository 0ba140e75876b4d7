/// A connection's open calls by stream id: a hash table with linear probing. A call is looked up at
/// every frame, and `Dictionary` would hash its id with a key that defends against nothing here: ids
/// rise, and a peer that picks them to collide costs itself a walk over its own calls.
struct CallTable {
  private(set) var count = 0
  private var slots: ContiguousArray<Stream?>
  private var ids: ContiguousArray<UInt32>
  private var shift: UInt32

  init() {
    slots = ContiguousArray(repeating: nil, count: 8)
    ids = ContiguousArray(repeating: 0, count: 8)
    shift = 29
  }

  var isEmpty: Bool { count == 0 }

  /// All of them, in no order.
  var values: [Stream] { slots.compactMap { $0 } }

  subscript(id: UInt32) -> Stream? { find(id).flatMap { slots[$0] } }

  /// Adds a call whose id is not there yet.
  mutating func insert(_ stream: Stream) {
    if (count + 1) * 4 > ids.count * 3 { grow() }
    count += 1
    place(stream)
  }

  @discardableResult
  mutating func removeValue(forKey id: UInt32) -> Stream? {
    guard var hole = find(id) else { return nil }
    let removed = slots[hole]
    count -= 1
    // Moves later entries of the same run back, so that a search never stops at a hole.
    var probe = next(hole)
    while ids[probe] != 0 {
      if distance(from: home(ids[probe]), to: probe) >= distance(from: hole, to: probe) {
        slots.swapAt(hole, probe)
        ids[hole] = ids[probe]
        hole = probe
      }
      probe = next(probe)
    }
    slots[hole] = nil
    ids[hole] = 0
    return removed
  }

  private func find(_ id: UInt32) -> Int? {
    var slot = home(id)
    while ids[slot] != 0 {
      if ids[slot] == id { return slot }
      slot = next(slot)
    }
    return nil
  }

  private mutating func place(_ stream: Stream) {
    var slot = home(stream.id)
    while ids[slot] != 0 { slot = next(slot) }
    slots[slot] = stream
    ids[slot] = stream.id
  }

  private mutating func grow() {
    let old = values
    ids = ContiguousArray(repeating: 0, count: ids.count * 2)
    slots = ContiguousArray(repeating: nil, count: ids.count)
    shift -= 1
    for stream in old { place(stream) }
  }

  /// Fibonacci hashing of the id's number, since all ids are odd.
  private func home(_ id: UInt32) -> Int {
    Int(truncatingIfNeeded: ((id >> 1) &* 0x9E37_79B1) >> shift)
  }

  private func next(_ slot: Int) -> Int { (slot + 1) & (ids.count - 1) }

  private func distance(from start: Int, to end: Int) -> Int {
    (end - start) & (ids.count - 1)
  }
}
