import Messages
import Randomness
import Testing

/// Bytes that cost protobuf-c alone seconds, gigabytes or the process.
struct HostileBytesTests {
  private let name = delimited(1, Array("n".utf8))

  @Test func `a singular submessage that is there again is refused, not merged`() {
    #expect(refusal(EveryKind.self, delimited(17, name) + delimited(17, name)) == .repeatedMessage)
    #expect(refusal(EveryKind.self, delimited(51, []) + delimited(51, [])) == .repeatedMessage)
    #expect(refusal(EveryKind.self, delimited(47, name) + delimited(47, name)) == .repeatedMessage)
  }

  @Test func `the quadratic merge is refused at its second submessage`() {
    let part = delimited(17, delimited(2, []))
    let bomb = Array(repeatElement(part, count: (256 << 10) / part.count).joined())
    #expect(refusal(EveryKind.self, bomb) == .repeatedMessage)
  }

  @Test func `a scalar that is there again counts as last written`() throws {
    #expect(try EveryKind(decoding: [0x18, 1, 0x18, 2]).int32Value == 2)
    let twice = delimited(14, Array("a".utf8)) + delimited(14, Array("b".utf8))
    #expect(try EveryKind(decoding: twice).stringValue == "b")
  }

  @Test func `the last of a oneof's members counts, in every order of types`() throws {
    let members: [([UInt8], EveryKind.Choice)] = [
      (delimited(41, Array("s".utf8)), .choiceString("s")),
      (delimited(42, [1, 2, 3]), .choiceBytes([1, 2, 3])),
      (varint(43 << 3) + [3], .choiceNumber(-2)),
      (varint(44 << 3) + [1], .choiceBool(true)),
      (varint(46 << 3) + [1], .choiceEnum(.one)),
      (delimited(47, name), .choiceMessage(.init(name: "n"))),
      (delimited(48, [8, 5]), .choiceAt(.init(seconds: 5))),
    ]
    for first in members {
      for second in members where second.1 != first.1 {
        #expect(try EveryKind(decoding: first.0 + second.0).choice == second.1)
        for third in members where ![first.1, second.1].contains(third.1) {
          #expect(try EveryKind(decoding: first.0 + second.0 + third.0).choice == third.1)
        }
      }
    }
  }

  @Test func `text that is no UTF-8 is refused`() {
    for broken in ["80", "c3", "c0af", "eda080", "f4908080", "61ff62", "6161616161616161c3"] {
      #expect(refusal(RPCV1.HealthRequest.self, delimited(1, bytes(broken))) == .utf8, "\(broken)")
    }
    #expect(refusal(EveryKind.self, delimited(34, [0xFF])) == .utf8)
    #expect(refusal(EveryKind.self, delimited(37, delimited(1, [0xFF]))) == .utf8)
  }

  @Test func `text with a NUL is refused wherever it stands`() {
    for length in 1...20 {
      for place in 0..<length {
        var text = [UInt8](repeating: UInt8(ascii: "x"), count: length)
        text[place] = 0
        #expect(refusal(RPCV1.HealthRequest.self, delimited(1, text)) == .nul)
      }
    }
    #expect(refusal(RPCV1.HealthRequest.self, delimited(1, Array("é\0".utf8))) == .nul)
  }

  @Test func `bytes may hold anything`() throws {
    #expect(try EveryKind(decoding: delimited(15, [0, 0xFF])).bytesValue == [0, 0xFF])
  }

  @Test func `a wire type that does not fit is refused by name`() {
    #expect(
      throws: DecodingError(
        message: "cameo.rpc.v1.TestEveryKind", field: "int32_value", rule: .wireType)
    ) { try EveryKind(decoding: [0x1D, 0, 0, 0, 0]) }
    #expect(refusal(EveryKind.self, [0x70, 1]) == .wireType)
    #expect(refusal(EveryKind.self, [0x0A, 8, 0, 0, 0, 0, 0, 0, 0, 0]) == .wireType)
    #expect(refusal(EveryKind.self, varint(17 << 3 | 3)) == .wireType)
    #expect(refusal(EveryKind.self, varint(99 << 3 | 3)) == .wireType)
    #expect(refusal(EveryKind.self, varint(99 << 3 | 6)) == .wireType)
  }

  @Test func `tags and lengths beyond their bounds are refused`() {
    #expect(refusal(EveryKind.self, [0]) == .tag)
    #expect(refusal(EveryKind.self, [7]) == .tag)
    #expect(refusal(EveryKind.self, bytes("808080808001")) == .tag)
    #expect(refusal(EveryKind.self, bytes("ffffffff7f")) == .tag)
    #expect(refusal(EveryKind.self, bytes("72 ffffffffff01")) == .length)
    #expect(refusal(EveryKind.self, bytes("72 ffffffff0f")) == .truncated)
    #expect(refusal(EveryKind.self, bytes("72 ffffffff07")) == .truncated)
    #expect(refusal(EveryKind.self, varint(3000 << 3 | 2) + bytes("808080808000")) == .length)
    #expect(refusal(EveryKind.self, varint(3000 << 3) + bytes("ffffffffffffffffffff01")) == .varint)
    #expect(refusal(EveryKind.self, varint(3000 << 3) + bytes("ff")) == .truncated)
    #expect(refusal(EveryKind.self, bytes("18 ffffffffffffffffffff01")) == .varint)
    #expect(refusal(EveryKind.self, bytes("ba01 0b ffffffffffffffffffff01")) == .varint)
  }

  @Test func `a repeated number may stand alone or packed, whatever the schema says`() throws {
    #expect(try EveryKind(decoding: bytes("b80105 b80106")).int32Values == [5, 6])
    #expect(try EveryKind(decoding: bytes("ba01020506 b80107")).int32Values == [5, 6, 7])
    #expect(try EveryKind(decoding: varint(201 << 3 | 2) + [2, 5, 6]).unpacked == [5, 6])
    #expect(
      refusal(EveryKind.self, bytes("ca0203 010203") + varint(29 << 3 | 2) + [3, 1, 2, 3])
        == .truncated)
  }

  @Test func `unknown fields are left out`() throws {
    let unknown = varint(3000 << 3) + [1] + delimited(3001, [9, 9]) + varint(3002 << 3 | 5)
    let value = try EveryKind(decoding: [0x18, 7] + unknown + [0, 0, 0, 0])
    #expect(value == EveryKind(int32Value: 7))
  }

  @Test(arguments: 0..<30) func `a message cut off anywhere is refused or shorter`(seed: Int) {
    var generator = SeededRandom(seed: UInt64(seed))
    let encoded = EveryKind.random(&generator).encoded()
    for length in 0..<encoded.count {
      let arena = Arena()
      unsafe encoded[..<length].withUnsafeBytes { bytes in
        _ = unsafe try? EveryKind(decoding: bytes, arena: arena)
      }
      #expect(arena.peakBytes <= DecodingLimits().allocatedBytes)
    }
  }

  @Test(arguments: 0..<200) func `bytes changed at random never crash`(seed: Int) {
    var generator = SeededRandom(seed: UInt64(seed) + 1000)
    var encoded = EveryKind.random(&generator).encoded()
    guard !encoded.isEmpty else { return }
    for _ in 0..<50 {
      let place = Int.random(in: 0..<encoded.count, using: &generator)
      encoded[place] = UInt8.random(in: 0...255, using: &generator)
      if let value = try? EveryKind(decoding: encoded) {
        #expect(value.encoded().count <= encoded.count * 4)
      }
    }
  }
}
