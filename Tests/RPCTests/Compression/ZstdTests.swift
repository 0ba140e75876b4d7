import Testing

@testable import RPC

@Suite struct ZstdTests {
  private let text = [UInt8](repeating: 0x61, count: 100_000)

  private func compress(_ bytes: [UInt8]) -> [UInt8]? {
    unsafe bytes.withUnsafeBytes { unsafe Zstd().compress($0, level: 1) }
  }

  private func expand(_ bytes: [UInt8], limit: Int = 1 << 22) throws -> [UInt8] {
    let zstd = Zstd()
    return try unsafe bytes.withUnsafeBytes { try unsafe zstd.expand($0, limit: limit) }
  }

  @Test func `what was compressed expands to what it was`() throws {
    let compressed = try #require(compress(text))
    #expect(compressed.count < 100)
    #expect(try expand(compressed) == text)
  }

  @Test func `a context is used again, after errors too`() throws {
    let zstd = Zstd()
    let compressed = try #require(compress(text))
    for _ in 0..<3 {
      #expect(throws: RPCError.self) {
        try unsafe Array(compressed.dropLast(3)).withUnsafeBytes {
          try unsafe zstd.expand($0, limit: 1 << 22)
        }
      }
      let expanded = try unsafe compressed.withUnsafeBytes {
        try unsafe zstd.expand($0, limit: 1 << 22)
      }
      #expect(expanded == text)
    }
  }

  @Test func `bytes that get no smaller are not compressed`() {
    var random = SystemRandomNumberGenerator()
    let noise = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &random) }
    #expect(compress(noise) == nil)
    #expect(compress([]) == nil)
    #expect(compress([1]) == nil)
  }

  @Test func `a message may expand to the limit, and not by a byte more`() throws {
    let compressed = try #require(compress(text))
    #expect(try expand(compressed, limit: text.count) == text)
    let error = #expect(throws: RPCError.self) { try expand(compressed, limit: text.count - 1) }
    #expect(error?.code == .resourceExhausted)
  }

  @Test func `two frames one behind the other are one message`() throws {
    let compressed = try #require(compress(text))
    #expect(try expand(compressed + compressed) == text + text)
  }

  /// Empty ones cost a step each, and are 9 bytes: 4 MiB of them would hold up a loop.
  @Test func `a message of ever so many frames is an error`() throws {
    let compressed = try #require(compress(text))
    let empty: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x20, 0, 1, 0, 0]
    #expect(try expand(compressed + empty + empty) == text)
    let many = (0..<1000).flatMap { _ in empty }
    let error = #expect(throws: RPCError.self) { try expand(compressed + many) }
    #expect(error?.code == .internal)
  }

  @Test(arguments: [[], [0], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [0x28, 0xB5, 0x2F, 0xFD]])
  func `what is no frame, or half of one, is an error`(bytes: [UInt8]) {
    let error = #expect(throws: RPCError.self) { try expand(bytes) }
    #expect(error?.code == .internal)
  }

  @Test func `every prefix and every flipped byte ends in an error or a message within the limit`()
    throws
  {
    let compressed = try #require(compress(Array("what a customer said, ".utf8) + text))
    for count in 0..<compressed.count {
      #expect(throws: RPCError.self) { try expand(Array(compressed.prefix(count))) }
    }
    for index in compressed.indices {
      var bytes = compressed
      bytes[index] ^= 0x55
      if let message = try? expand(bytes, limit: 200_000) { #expect(message.count <= 200_000) }
    }
  }
}
