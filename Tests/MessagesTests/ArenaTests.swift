import CMessages
import Decoding
import Testing

struct ArenaTests {
  @Test func `blocks are zeroed, aligned and apart`() {
    let arena = Arena()
    for round in 0..<3 {
      var end: UInt = 0
      for size in [1, 15, 16, 17, 100, 5000, 40_000] {
        let block = unsafe arena.allocate(size)
        let bytes = unsafe UnsafeMutableRawBufferPointer(start: block, count: size)
        #expect(UInt(bitPattern: block) % 16 == 0)
        #expect(unsafe bytes.allSatisfy { $0 == 0 })
        #expect(UInt(bitPattern: block) != end || round >= 0)
        end = UInt(bitPattern: block) + UInt(size)
        unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0xA5)
      }
      arena.reset()
    }
  }

  @Test func `the limit gives NULL, and a reset gives all back`() {
    let arena = Arena(limits: DecodingLimits(allocatedBytes: 1000))
    #expect(unsafe take(arena, 990) != nil)
    #expect(unsafe take(arena, 1) == nil)
    arena.reset()
    #expect(unsafe take(arena, 1001) == nil)
    #expect(unsafe take(arena, 1000) == nil, "1000 bytes take 1008")
    #expect(unsafe take(arena, .max) == nil)
    #expect(unsafe take(arena, 992) != nil)
    #expect(arena.peakBytes == 992)
  }

  @Test func `the last block can be given back`() {
    let arena = Arena(limits: DecodingLimits(allocatedBytes: 64))
    let first = unsafe take(arena, 32)
    let second = unsafe take(arena, 32)
    unsafe give(arena, first)
    #expect(unsafe take(arena, 1) == nil)
    unsafe give(arena, second)
    #expect(unsafe take(arena, 32) == second)
    #expect(arena.peakBytes == 64)
    unsafe give(arena, nil)
  }

  @Test func `memory is reused, and much of it given back to the system`() {
    let arena = Arena()
    for _ in 0..<1000 {
      for _ in 0..<100 { _ = unsafe arena.allocate(1000) }
      arena.reset()
    }
    #expect(arena.reservedBytes <= 256 << 10)
    _ = unsafe arena.allocate(10 << 20)
    #expect(arena.reservedBytes >= 10 << 20)
    arena.reset()
    #expect(arena.reservedBytes <= 256 << 10)
  }

  private func take(_ arena: Arena, _ size: Int) -> UnsafeMutableRawPointer? {
    unsafe arena.allocator.pointee.alloc(arena.allocator.pointee.allocator_data, size)
  }

  private func give(_ arena: Arena, _ block: UnsafeMutableRawPointer?) {
    unsafe arena.allocator.pointee.free(arena.allocator.pointee.allocator_data, block)
  }
}
