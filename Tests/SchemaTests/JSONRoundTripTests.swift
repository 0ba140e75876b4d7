import Foundation
import Messages
import Schema
import Testing

struct JSONRoundTripTests {
  private let value = RPCV1.TestEveryKind(
    doubleValue: -1.5e-9, floatValue: 0.1, int32Value: .min, int64Value: .max, uint32Value: .max,
    uint64Value: .max, sint32Value: .min, sint64Value: .min, fixed32Value: .max,
    fixed64Value: .max, sfixed32Value: .min, sfixed64Value: .min, boolValue: true,
    stringValue: "ü€😀\u{1}\u{7F}\\\"/", bytesValue: Array(0...255), enumValue: .large,
    messageValue: .init(name: "n", leaves: [.init(size: 1, colour: .redAndGold, empty: .init())]),
    doubleValues: [0, 1], floatValues: [3.5], int32Values: [0, -1], int64Values: [0, .min],
    uint32Values: [0, .max], uint64Values: [0, .max], sint32Values: [0, .min],
    sint64Values: [0, .max], fixed32Values: [0, 1], fixed64Values: [0, 1], sfixed32Values: [0, -1],
    sfixed64Values: [0, -1], boolValues: [false, true], stringValues: ["", "x"],
    bytesValues: [[], [1]], enumValues: [.unspecified, .negative],
    messageValues: [.init(), .init(name: "m")], choice: .choiceAt(.init(seconds: -1, nanos: 1)),
    at: .init(microseconds: 1_795_293_310_123_456), span: .init(seconds: -3, nanos: -5),
    mask: .init(paths: ["a_b", "c"]), wrappedNumber: .init(value: -1),
    wrappedText: .init(value: "w"), class: "c", unpacked: [0, 300], in: "i")

  @Test func `bytes to JSON and back are the same bytes`() throws {
    let schema = try loadSchema()
    for options in [
      JSONOptions(), JSONOptions(printsDefaults: true),
      JSONOptions(keepsProtoNames: true, isPretty: true),
    ] {
      let text = try schema.json(from: value.encoded(), type: everyKind, options: options)
      #expect(try schema.encode(json: text, type: everyKind) == value.encoded())
    }
  }

  @Test func `other JSON parsers read what is printed`() throws {
    let text = try loadSchema().json(
      from: value.encoded(), type: everyKind, options: JSONOptions(isPretty: true))
    let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(parsed?["stringValue"] as? String == value.stringValue)
    #expect(parsed?.count == 43)
  }

  @Test func `truncated bytes are refused or print less, never crash`() throws {
    let schema = try loadSchema()
    let bytes = value.encoded()
    for length in bytes.indices {
      _ = try? schema.json(from: Array(bytes[..<length]), type: everyKind)
    }
  }
}
