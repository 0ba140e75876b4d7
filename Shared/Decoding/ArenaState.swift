/// The pointers behind an ``Arena``: chunks in a row, and how far they are used.
@safe
struct ArenaState {
  /// The first chunk's size; it serves a call of ordinary size alone and is kept for good.
  static let firstChunkBytes = 16 << 10
  /// Chunks beyond this total are given back to the system at a reset.
  static let keptBytes = 256 << 10
  private static let alignment = 16

  private let limit: Int
  private var cursor: UnsafeMutableRawPointer
  private var end: UnsafeMutableRawPointer
  private var last: UnsafeMutableRawPointer?
  private var liveBytes = 0
  private var highestBytes = 0
  private var chunks: [UnsafeMutableRawBufferPointer]
  private var current = 0

  init(limit: Int) {
    self.limit = limit
    let first = unsafe Self.makeChunk(Self.firstChunkBytes)
    unsafe chunks = [first]
    unsafe cursor = Self.start(of: first)
    unsafe end = Self.start(of: first) + first.count
  }

  var peakBytes: Int { max(highestBytes, liveBytes) }

  var reservedBytes: Int { unsafe chunks.reduce(0) { $0 + $1.count } }

  /// nil when `capped` and the limit would be passed.
  @inline(__always)
  mutating func allocate(_ size: Int, capped: Bool) -> UnsafeMutableRawPointer? {
    guard size >= 0, size <= Int.max - Self.alignment else { return nil }
    let rounded = max(Self.rounded(size), Self.alignment)
    if capped && rounded > limit - liveBytes { return nil }
    if unsafe end - cursor < rounded { advance(toFit: rounded) }
    let block = unsafe cursor
    unsafe cursor += rounded
    liveBytes += rounded
    unsafe last = block
    unsafe block.initializeMemory(as: UInt8.self, repeating: 0, count: rounded)
    return unsafe block
  }

  mutating func free(_ block: UnsafeMutableRawPointer?) {
    guard let block = unsafe block, unsafe block == last else { return }
    highestBytes = max(highestBytes, liveBytes)
    liveBytes -= unsafe cursor - block
    unsafe cursor = block
    unsafe last = nil
  }

  mutating func reset() {
    if unsafe chunks.count > 1 { dropChunksBeyondKept() }
    enter(0)
    liveBytes = 0
    highestBytes = 0
  }

  mutating func deallocateChunks() {
    unsafe chunks.forEach { unsafe $0.deallocate() }
    unsafe chunks = []
  }

  static func rounded(_ size: Int) -> Int { (size + alignment - 1) & ~(alignment - 1) }

  /// Goes on in the next chunk that is large enough, making one if there is none.
  @inline(never)
  private mutating func advance(toFit size: Int) {
    var index = current + 1
    while unsafe index < chunks.count && chunks[index].count < size { index += 1 }
    if unsafe index == chunks.count {
      let doubled = unsafe min(chunks[index - 1].count * 2, 1 << 20)
      unsafe chunks.append(Self.makeChunk(max(doubled, size)))
    }
    enter(index)
  }

  private mutating func enter(_ index: Int) {
    current = index
    unsafe cursor = Self.start(of: chunks[index])
    unsafe end = cursor + chunks[index].count
    unsafe last = nil
  }

  private mutating func dropChunksBeyondKept() {
    var kept = reservedBytes
    while unsafe kept > Self.keptBytes && chunks.count > 1 {
      let chunk = unsafe chunks.removeLast()
      kept -= chunk.count
      unsafe chunk.deallocate()
    }
  }

  private static func makeChunk(_ size: Int) -> UnsafeMutableRawBufferPointer {
    .allocate(byteCount: size, alignment: alignment)
  }

  private static func start(of chunk: UnsafeMutableRawBufferPointer) -> UnsafeMutableRawPointer {
    guard let start = chunk.baseAddress else { fatalError("a chunk of no bytes") }
    return unsafe start
  }
}
