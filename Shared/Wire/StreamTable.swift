/// The open streams by id: a hash table with linear probing in one array.
///
/// A call looks its stream up several times, which `Dictionary`'s keyed hash makes the largest cost of
/// the machine. Ids that a hostile peer picks to collide cost it a walk over at most as many slots as
/// it may have streams.
struct StreamTable {
  private(set) var count = 0
  private var slots: [StreamState]
  private var shift: UInt32

  private static let free = StreamState(id: 0, send: SendWindow(0), receive: ReceiveWindow(0))

  init() {
    slots = Array(repeating: Self.free, count: 16)
    shift = 28
  }

  /// The slot of a stream, valid until the next insertion or removal.
  func find(_ id: UInt32) -> Int? {
    var slot = home(id)
    while true {
      let found = slots[slot].id
      if found == id { return slot }
      if found == 0 { return nil }
      slot = next(slot)
    }
  }

  subscript(slot: Int) -> StreamState {
    get { slots[slot] }
    _modify { yield &slots[slot] }
  }

  /// Adds a stream whose id is not there yet, and returns its slot.
  @discardableResult
  mutating func insert(_ stream: StreamState) -> Int {
    if (count + 1) * 4 > slots.count * 3 { grow() }
    count += 1
    return place(stream)
  }

  mutating func remove(at slot: Int) {
    count -= 1
    // Moves later entries of the same run back, so that a search never stops at a hole.
    var hole = slot
    var probe = next(slot)
    while slots[probe].id != 0 {
      let distance = (probe - home(slots[probe].id)) & (slots.count - 1)
      if distance >= (probe - hole) & (slots.count - 1) {
        slots[hole] = slots[probe]
        hole = probe
      }
      probe = next(probe)
    }
    slots[hole] = Self.free
  }

  /// Changes every stream; stops at the first for which `body` is false.
  mutating func updateAll(_ body: (inout StreamState) -> Bool) -> Bool {
    for slot in slots.indices where slots[slot].id != 0 {
      guard body(&slots[slot]) else { return false }
    }
    return true
  }

  /// Fibonacci hashing of the id's number, since all ids are odd.
  private func home(_ id: UInt32) -> Int {
    Int(truncatingIfNeeded: ((id >> 1) &* 0x9E37_79B1) >> shift)
  }

  private func next(_ slot: Int) -> Int { (slot + 1) & (slots.count - 1) }

  private mutating func place(_ stream: StreamState) -> Int {
    var slot = home(stream.id)
    while slots[slot].id != 0 { slot = next(slot) }
    slots[slot] = stream
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Self.free, count: old.count * 2)
    shift -= 1
    for stream in old where stream.id != 0 { _ = place(stream) }
  }
}
