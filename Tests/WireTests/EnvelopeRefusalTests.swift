import Randomness
import Testing

@testable import Wire

struct EnvelopeRefusalTests {
  private let full = RequestHead(
    method: "a.B/C", metadata: [.init(key: "key", text: "value")], trace: [1, 2, 3], attempt: 300)

  @Test func `a head that is cut off anywhere inside a field is refused`() throws {
    let bytes = full.encoded()
    // The ends of the four fields, where a shorter head is a whole one.
    let ends: Set<Int> = [0, 7, 21, 26]
    for count in 0..<bytes.count where !ends.contains(count) {
      #expect(throws: EnvelopeError.truncated) { try RequestHead.decode(Array(bytes[..<count])) }
    }
    for count in ends { _ = try RequestHead.decode(Array(bytes[..<count])) }
  }

  @Test(arguments: ["0d00000000", "090000000000000000", "0800"])
  func `a text with another wire type is refused`(_ text: String) {
    #expect(throws: EnvelopeError.wrongWireType(field: 1)) { try RequestHead.decode(hex(text)) }
  }

  @Test func `a number with another wire type is refused`() {
    #expect(throws: EnvelopeError.wrongWireType(field: 4)) { try RequestHead.decode(hex("2200")) }
    #expect(throws: EnvelopeError.wrongWireType(field: 1)) { try Hello.decode(hex("0d00000000")) }
    #expect(throws: EnvelopeError.wrongWireType(field: 2)) {
      try RequestHead.decode(hex("1500000000"))
    }
  }

  @Test(arguments: ["80", "c328", "c080", "eda080", "f4908080", "e282", "41ff"])
  func `text that is not UTF-8 is refused`(_ text: String) {
    let bytes = hex(text)
    #expect(throws: EnvelopeError.invalidUTF8(field: 1)) {
      try RequestHead.decode([0x0A, UInt8(bytes.count)] + bytes)
    }
    #expect(throws: EnvelopeError.invalidUTF8(field: 2)) {
      try ResponseHead.decode([0x12, UInt8(bytes.count)] + bytes)
    }
  }

  @Test func `a NUL in text is refused wherever it is, and allowed in bytes`() throws {
    for count in 1...20 {
      for position in 0..<count {
        var text = [UInt8](repeating: 0x61, count: count)
        text[position] = 0
        #expect(throws: EnvelopeError.nulInText(field: 1)) {
          try RequestHead.decode([0x0A, UInt8(count)] + text)
        }
        #expect(try RequestHead.decode([0x1A, UInt8(count)] + text).trace == text)
      }
    }
    #expect(try RequestHead.decode(hex("0a08") + Array(repeating: 1, count: 8)).method.count == 8)
  }

  @Test func `errors inside a submessage are those of the whole`() {
    #expect(throws: EnvelopeError.nulInText(field: 1)) { try RequestHead.decode(hex("12030a0100")) }
    #expect(throws: EnvelopeError.truncated) { try RequestHead.decode(hex("12020a05")) }
    // The inner length reaches past its message into the next field.
    #expect(throws: EnvelopeError.truncated) {
      try RequestHead.decode(hex("12020a01 2001"))
    }
  }

  @Test func `of a key's characters each is taken, and any other is refused, wherever it is`()
    throws
  {
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-_.".utf8)
    for byte in UInt8(1)...127 {
      for key in [[byte], [0x61, byte], [byte, 0x61]] {
        let head = [0x12, UInt8(key.count + 2), 0x0A, UInt8(key.count)] + key
        let text = String(decoding: key, as: UTF8.self)
        guard allowed.contains(byte) else {
          #expect(throws: EnvelopeError.metadataKey) { try RequestHead.decode(head) }
          #expect(!Metadata.isKey(text))
          continue
        }
        #expect(try RequestHead.decode(head).metadata.map(\.key) == [text])
      }
    }
  }

  @Test(arguments: ["00", "02 0a00", "03 120161", "04 0a02c3bc", "06 0a0161 0a0141"])
  func `a pair of metadata needs a key, and of ASCII, in both heads`(_ pair: String) {
    #expect(throws: EnvelopeError.metadataKey) { try RequestHead.decode([0x12] + hex(pair)) }
    #expect(throws: EnvelopeError.metadataKey) { try ResponseHead.decode([0x0A] + hex(pair)) }
  }

  @Test func `numbers beyond their field are refused`() throws {
    #expect(throws: EnvelopeError.outOfRange(field: 1)) {
      try GoAway.decode(hex("08 8080808010"))
    }
    #expect(throws: EnvelopeError.malformedVarint) {
      try GoAway.decode(hex("08 ffffffffffffffffff02"))
    }
    #expect(throws: EnvelopeError.malformedVarint) {
      try GoAway.decode(hex("08 8080808080808080808000"))
    }
    // Longer than it need be, but the same number.
    #expect(try GoAway.decode(hex("08 8780808000")).lastStream == 7)
  }

  @Test(arguments: ["00", "0700", "0b", "0c", "0e", "0f", "13", "7b", "fcffffff0f", "808080801000"])
  func `tags that cannot be are refused`(_ text: String) {
    #expect(throws: EnvelopeError.self) { try RequestHead.decode(hex(text)) }
  }

  @Test func `fields of a later version are passed over, of every wire type`() throws {
    let later = hex("280f 3203616263 3d01020304 410102030405060708 faffffff0f 0161")
    let bytes = later + full.encoded() + later
    #expect(try RequestHead.decode(bytes) == full)
    #expect(throws: EnvelopeError.truncated) { try RequestHead.decode(hex("3d010203")) }
    #expect(throws: EnvelopeError.truncated) { try RequestHead.decode(hex("4101020304050607")) }
    #expect(throws: EnvelopeError.truncated) { try RequestHead.decode(hex("3205 61")) }
    #expect(throws: EnvelopeError.truncated) {
      try RequestHead.decode(hex("32 ffffffffffffffffff01 61"))
    }
  }

  @Test func `no bytes at all crash a decoder, and what it takes it can write`() throws {
    var random = SeededRandom(seed: 3)
    let seeds = [full.encoded(), Hello(Settings(codecs: ["a"], software: "b")).encoded()]
    for round in 0..<20_000 {
      var bytes = seeds[round % 2]
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let position = Int.random(in: 0..<bytes.count, using: &random)
        bytes[position] = UInt8.random(in: 0...255, using: &random)
      }
      bytes.removeLast(Int.random(in: 0...bytes.count, using: &random) / 4)
      try roundTrip(RequestHead.self, bytes)
      try roundTrip(ResponseHead.self, bytes)
      try roundTrip(Hello.self, bytes)
      try roundTrip(GoAway.self, bytes)
    }
  }

  private func roundTrip<Message: Envelope>(_ type: Message.Type, _ bytes: [UInt8]) throws {
    guard let message = try? Message.decode(bytes) else { return }
    let again = message.encoded()
    #expect(again.count == message.encodedSize)
    #expect(try Message.decode(again) == message)
  }
}
