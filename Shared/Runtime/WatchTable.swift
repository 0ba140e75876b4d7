/// Handlers by descriptor. A token is a generation and a descriptor: an event for a descriptor that
/// was unwatched, closed and opened anew earlier in the same batch carries the old generation and
/// finds nobody.
struct WatchTable {
  private struct Watch {
    var handler: (any SocketHandler)?
    var interest: Interest = []
    var generation: UInt32 = 0
  }

  private var watches: ContiguousArray<Watch> = []
  private var generation: UInt32 = 0

  mutating func insert(_ fd: Int32, _ interest: Interest, _ handler: any SocketHandler) -> UInt64 {
    let index = Int(fd)
    while watches.count <= index { watches.append(Watch()) }
    generation &+= 1
    watches[index] = Watch(handler: handler, interest: interest, generation: generation)
    return Self.token(fd, generation)
  }

  /// The token to modify with; nil where nobody watches, or where the interest is the same.
  mutating func update(_ fd: Int32, _ interest: Interest) -> UInt64? {
    let index = Int(fd)
    guard watches.indices.contains(index), watches[index].handler != nil,
      watches[index].interest != interest
    else { return nil }
    watches[index].interest = interest
    return Self.token(fd, watches[index].generation)
  }

  /// Whether the descriptor was watched.
  mutating func remove(_ fd: Int32) -> Bool {
    let index = Int(fd)
    guard watches.indices.contains(index), watches[index].handler != nil else { return false }
    watches[index].handler = nil
    return true
  }

  func handler(for token: UInt64) -> (any SocketHandler)? {
    let index = Int(token & 0xFFFF_FFFF)
    guard index < watches.count, watches[index].generation == UInt32(token >> 32) else {
      return nil
    }
    return watches[index].handler
  }

  mutating func removeAll() { watches.removeAll() }

  private static func token(_ fd: Int32, _ generation: UInt32) -> UInt64 {
    UInt64(generation) << 32 | UInt64(UInt32(bitPattern: fd))
  }
}
