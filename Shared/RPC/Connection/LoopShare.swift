internal import Messages
internal import Runtime

/// What the connections of one loop share, because each needs it for a moment only: scratch memory,
/// spare output buffers, and the time of day.
///
/// `@unchecked Sendable`: touched on its loop only.
final class LoopShare: @unchecked Sendable {
  let loop: EventLoop
  let arena = Arena()
  let buffers = BufferPool()
  let zstd = Zstd()
  /// What the loop's connections hold.
  let ledger: LoopLedger
  let connections = OpenConnections()
  private var turn: Int64 = .min
  private var timeOfDay: Int64 = 0

  init(loop: EventLoop, ledger: LoopLedger = LoopLedger(nil)) {
    self.loop = loop
    self.ledger = ledger
  }

  /// Nanoseconds since 1970, read once a turn of the loop.
  var wallClock: Int64 {
    if turn != loop.now {
      turn = loop.now
      timeOfDay = WallClock.now
    }
    return timeOfDay
  }
}

/// Output buffers that no connection needs at the moment. Most connections have output in most turns
/// of a busy loop, and none when idle: they pass a few buffers around instead of owning one each.
@safe final class BufferPool {
  static let bufferSize = 32 * 1024
  private static let maximumSpares = 16

  private var spares: [UnsafeMutableRawBufferPointer] = unsafe []

  /// A buffer of `bufferSize` bytes.
  func take() -> UnsafeMutableRawBufferPointer {
    if let spare = unsafe spares.popLast() { return unsafe spare }
    return UnsafeMutableRawBufferPointer.allocate(byteCount: Self.bufferSize, alignment: 16)
  }

  /// Takes back a buffer of any size, and keeps it if it is one of the pool's.
  func give(_ buffer: UnsafeMutableRawBufferPointer) {
    if buffer.count == Self.bufferSize, unsafe spares.count < Self.maximumSpares {
      unsafe spares.append(buffer)
    } else {
      unsafe buffer.deallocate()
    }
  }

  deinit {
    while let spare = unsafe spares.popLast() { unsafe spare.deallocate() }
  }
}
