/// Bytes on their way out of a connection: written at the end, taken from the front. It gives its
/// memory back to the loop's pool whenever it runs empty, so that an idle connection costs none.
@safe struct OutputBuffer: ~Copyable {
  private let pool: BufferPool
  private var memory = unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var start = 0
  private var end = 0

  init(pool: BufferPool) { self.pool = pool }

  /// Bytes that wait to be taken.
  var count: Int { end - start }

  /// Bytes of memory at hand for them: none while there are none.
  var capacity: Int { unsafe memory.count }

  /// Room for `byteCount` more bytes, which count as written. The pointer is good until the next call.
  mutating func reserve(_ byteCount: Int) -> UnsafeMutableRawPointer {
    if unsafe end + byteCount > memory.count { makeRoom(byteCount) }
    defer { end += byteCount }
    guard let base = unsafe memory.baseAddress else { preconditionFailure("no room was made") }
    return unsafe base + end
  }

  /// Gives the waiting bytes to `write` and drops as many of them as it says it took.
  mutating func take(_ write: (UnsafeRawBufferPointer) -> Int) {
    guard count > 0 else { return }
    start += unsafe write(UnsafeRawBufferPointer(rebasing: memory[start..<end]))
    if start == end { release() }
  }

  private mutating func makeRoom(_ byteCount: Int) {
    let waiting = count
    guard unsafe waiting > 0 || memory.count > 0 || byteCount > BufferPool.bufferSize else {
      unsafe memory = pool.take()
      return
    }
    var capacity = unsafe max(BufferPool.bufferSize, memory.count)
    while capacity < waiting + byteCount { capacity *= 2 }
    let moved = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    unsafe moved.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<end]))
    giveBack()
    unsafe memory = moved
    start = 0
    end = waiting
  }

  private mutating func release() {
    giveBack()
    start = 0
    end = 0
  }

  private mutating func giveBack() {
    if unsafe memory.count > 0 { unsafe pool.give(memory) }
    unsafe memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  }

  deinit { if unsafe memory.count > 0 { unsafe pool.give(memory) } }
}
