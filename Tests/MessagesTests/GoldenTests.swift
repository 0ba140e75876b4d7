import Messages
import Testing

/// The bytes are what `protoc --encode` (libprotoc 3.21.12) makes of the text in the comments.
struct GoldenTests {
  @Test func `every scalar has protoc's bytes`() throws {
    // double_value: 1.5 float_value: -0.25 int32_value: -1 int64_value: -9223372036854775808
    // uint32_value: 4294967295 uint64_value: 18446744073709551615 sint32_value: -2147483648
    // sint64_value: -3 fixed32_value: 7 fixed64_value: 8 sfixed32_value: -9 sfixed64_value: -10
    // bool_value: true string_value: "h\303\251" bytes_value: "\000\377"
    // enum_value: TEST_ENUM_NEGATIVE message_value { name: "n" leaves { size: 300
    // colour: COLOUR_RED_AND_GOLD empty {} } }
    let value = EveryKind(
      doubleValue: 1.5, floatValue: -0.25, int32Value: -1, int64Value: .min, uint32Value: .max,
      uint64Value: .max, sint32Value: .min, sint64Value: -3, fixed32Value: 7, fixed64Value: 8,
      sfixed32Value: -9, sfixed64Value: -10, boolValue: true, stringValue: "hé",
      bytesValue: [0, 255], enumValue: .negative,
      messageValue: RPCV1.TestInner(
        name: "n", leaves: [.init(size: 300, colour: .redAndGold, empty: .init())]))
    try expect(
      value,
      """
      09000000000000f83f15000080be18ffffffffffffffffff0120808080808080808080 0128ffffffff0f
      30ffffffffffffffffff0138ffffffff0f40054d070000005108000000000000005df7ffffff61f6ffffffffff
      ffff6801720368c3a97a0200ff8001fbffffffffffffffff018a010c0a016e120708ac0210021a00
      """)
  }

  @Test func `lists have protoc's bytes`() throws {
    // double_values: [1, -2] int32_values: [0, -1, 150] sint64_values: [-1, 1]
    // fixed32_values: [1, 2] bool_values: [true, false] string_values: ["", "b"]
    // bytes_values: ["", "\001"] enum_values: [TEST_ENUM_LARGE, TEST_ENUM_UNSPECIFIED]
    // message_values {} message_values { name: "x" } unpacked: [1, 300] class: "c" in: "i"
    let value = EveryKind(
      doubleValues: [1, -2], int32Values: [0, -1, 150], sint64Values: [-1, 1],
      fixed32Values: [1, 2], boolValues: [true, false], stringValues: ["", "b"],
      bytesValues: [[], [1]], enumValues: [.large, .unspecified],
      messageValues: [.init(), .init(name: "x")], class: "c", unpacked: [1, 300], in: "i")
    try expect(
      value,
      """
      aa0110000000000000f03f00000000000000c0ba010d00ffffffffffffffffff019601e201020102ea010801
      000000020000008a02020100920200920201629a02009a020101a20206ffffffff0700aa0200aa02030a0178
      c20c0163c80c01c80cac02d20c0169
      """)
  }

  @Test func `a oneof's member is there even when it has its default value`() throws {
    try expect(EveryKind(choice: .choiceString("")), "ca0200")
    try expect(EveryKind(choice: .choiceBool(false)), "e00200")
    try expect(EveryKind(choice: .choiceBytes([])), "d20200")
    // choice_at { seconds: 1 nanos: 500000000 }
    try expect(
      EveryKind(choice: .choiceAt(Google.Timestamp(seconds: 1, nanos: 500_000_000))),
      "82030808011080cab5ee01")
  }

  @Test func `Google's types have protoc's bytes`() throws {
    // at { seconds: -1 nanos: 1 } span { seconds: 3 } mask { paths: "a_b" paths: "c" }
    // wrapped_number {} wrapped_text { value: "t" }
    try expect(
      EveryKind(
        at: .init(seconds: -1, nanos: 1), span: .init(seconds: 3),
        mask: .init(paths: ["a_b", "c"]),
        wrappedNumber: .init(), wrappedText: .init(value: "t")),
      "9a030d08ffffffffffffffffff011001a203020803aa03080a03615f620a0163b20300ba03030a0174")
  }

  @Test func `a change has protoc's bytes`() throws {
    // cursor: 7 customer_id: "01J" kind: "profile.changed"
    // at { seconds: 1763757310 nanos: 250000000 } detail: "\010\001"
    try expect(
      RPCV1.Change(
        cursor: 7, customerId: "01J", kind: "profile.changed",
        at: Google.Timestamp(microseconds: 1_763_757_310_250_000), detail: [8, 1]),
      """
      0807120330314a1a0f70726f66696c652e6368616e676564220b08fe9983c9061080e59a772a020801
      """)
  }

  @Test func `a message with nothing set has no bytes`() throws {
    try expect(EveryKind(), "")
    try expect(RPCV1.Empty(), "")
  }

  private func expect<M: Message>(
    _ value: M, _ golden: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(hex(value.encoded()) == hex(bytes(golden)), sourceLocation: location)
    #expect(try M(decoding: bytes(golden)) == value, sourceLocation: location)
  }
}
