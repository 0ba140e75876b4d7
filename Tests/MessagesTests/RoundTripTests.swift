import Messages
import Randomness
import Testing

struct RoundTripTests {
  @Test(arguments: 0..<400) func `any value survives encoding and decoding`(seed: Int) throws {
    var generator = SeededRandom(seed: UInt64(seed))
    let value = EveryKind.random(&generator)
    let encoded = value.encoded()
    #expect(try EveryKind(decoding: encoded) == value)
    #expect(try EveryKind(decoding: encoded).encoded() == encoded)
  }

  @Test func `one arena serves many messages without growing`() throws {
    let arena = Arena()
    var generator = SeededRandom(seed: 1)
    for _ in 0..<300 {
      let value = EveryKind.random(&generator)
      let encoded = value.encoded()
      let decoded = unsafe try encoded.withUnsafeBytes { bytes in
        unsafe try EveryKind(decoding: bytes, arena: arena)
      }
      arena.reset()
      #expect(decoded == value)
    }
    #expect(arena.reservedBytes <= 256 << 10)
  }

  @Test func `bytes are packed where the caller wants them`() throws {
    let value = RPCV1.HealthRequest(service: "s")
    var output: [UInt8] = Array(repeating: 0xEE, count: 8)
    unsafe output.withUnsafeMutableBytes { buffer in
      unsafe value.encode(arena: Arena()) { byteCount in
        #expect(byteCount == 3)
        return unsafe UnsafeMutableRawPointer(rebasing(buffer, from: 2))
      }
    }
    #expect(output == [0xEE, 0xEE, 0x0A, 1, UInt8(ascii: "s"), 0xEE, 0xEE, 0xEE])
  }

  @Test func `a NUL in text is replaced, so that nothing behind it is lost`() throws {
    let encoded = RPCV1.HealthRequest(service: "ad\0mx").encoded()
    #expect(try RPCV1.HealthRequest(decoding: encoded).service == "ad\u{FFFD}mx")
  }

  @Test func `a large payload survives`() throws {
    let value = RPCV1.SimpleRequest(payload: (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) })
    #expect(try RPCV1.SimpleRequest(decoding: value.encoded()) == value)
  }

  private func rebasing(
    _ buffer: UnsafeMutableRawBufferPointer, from offset: Int
  ) -> UnsafeMutableRawPointer {
    guard let start = buffer.baseAddress else { fatalError("the buffer is not empty") }
    return unsafe start + offset
  }
}
