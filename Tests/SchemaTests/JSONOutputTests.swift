import Messages
import Schema
import Testing

struct JSONOutputTests {
  @Test func `fields are in the order of their numbers, defaults left out`() throws {
    let value = RPCV1.TestEveryKind(
      doubleValue: 1.5, int64Value: .min, uint64Value: .max, boolValue: true, stringValue: "a\"b\n",
      bytesValue: [0xFB, 0xFF], enumValue: .negative, int32Values: [1, -1], class: "c")
    #expect(
      try json(value)
        == #"{"doubleValue":1.5,"int64Value":"-9223372036854775808","#
        + #""uint64Value":"18446744073709551615","boolValue":true,"stringValue":"a\"b\n","#
        + #""bytesValue":"+/8=","enumValue":"TEST_ENUM_NEGATIVE","int32Values":[1,-1],"class":"c"}"#
    )
    #expect(try json(.init()) == "{}")
  }

  @Test func `floating point prints what reads back the same`() throws {
    let values: [Double] = [
      0, -0.0, 1, 0.1, 1e21, 1e-7, .nan, .infinity, -.infinity, .leastNonzeroMagnitude,
    ]
    #expect(
      try json(.init(doubleValues: values))
        == #"{"doubleValues":[0,-0,1,0.1,1e+21,1e-07,"NaN","Infinity","-Infinity",5e-324]}"#)
    #expect(try json(.init(floatValues: [0.1, 16_777_216])) == #"{"floatValues":[0.1,16777216]}"#)
  }

  @Test func `Google's types have their own forms`() throws {
    let value = RPCV1.TestEveryKind(
      at: .init(seconds: 951_818_400, nanos: 250_000_000), span: .init(seconds: 0, nanos: -1000),
      mask: .init(paths: ["a_b.c", "d"]), wrappedNumber: .init(value: 7), wrappedText: .init())
    #expect(
      try json(value)
        == #"{"at":"2000-02-29T10:00:00.250Z","span":"-0.000001s","mask":"aB.c,d","#
        + #""wrappedNumber":"7","wrappedText":""}"#)
    #expect(throws: JSONError.self) { try json(.init(at: .init(seconds: 253_402_300_800))) }
    #expect(throws: JSONError.self) { try json(.init(at: .init(seconds: 0, nanos: -1))) }
    #expect(throws: JSONError.self) { try json(.init(span: .init(seconds: 1, nanos: -1))) }
    #expect(throws: JSONError.self) { try json(.init(mask: .init(paths: ["aB"]))) }
  }

  @Test func `a oneof's member prints even with its default value`() throws {
    #expect(try json(.init(choice: .choiceString(""))) == #"{"choiceString":""}"#)
    #expect(try json(.init(choice: .choiceMessage(.init()))) == #"{"choiceMessage":{}}"#)
  }

  @Test func `an enum's number without a name prints as a number`() throws {
    #expect(try json(.init(enumValue: .init(rawValue: 77))) == #"{"enumValue":77}"#)
  }

  @Test func `defaults, original names and line breaks print when asked for`() throws {
    let schema = try loadSchema()
    let inner = RPCV1.TestInner(leaves: [.init(colour: .green)]).encoded()
    let options = JSONOptions(printsDefaults: true, keepsProtoNames: true, isPretty: true)
    #expect(
      try schema.json(from: inner, type: "cameo.rpc.v1.TestInner", options: options) == """
        {
          "name": "",
          "leaves": [
            {
              "size": "0",
              "colour": "COLOUR_GREEN"
            }
          ]
        }
        """)
    #expect(
      try schema.json(
        from: RPCV1.SimpleRequest().encoded(), type: "cameo.rpc.v1.SimpleRequest",
        options: JSONOptions(printsDefaults: true))
        == #"{"responseSize":0,"payload":"","delayUs":0,"echoMetadata":false}"#)
  }

  @Test func `JSON longer than the limit is refused`() throws {
    let bytes = [UInt8](repeating: 0, count: 20_000).enumerated().flatMap { _ in
      [0xAA, 0x02, 0] as [UInt8]
    }
    #expect(throws: JSONError.self) {
      try loadSchema().json(
        from: bytes, type: everyKind,
        options: JSONOptions(printsDefaults: true, maximumBytes: 100_000))
    }
  }

  @Test func `bytes that are no such message are refused`() throws {
    let schema = try loadSchema()
    for bytes in [[0xFF], [0x1D, 0, 0, 0, 0], [0x72, 1, 0xFF], [0x8A, 1, 9]] as [[UInt8]] {
      #expect(throws: JSONError.self) { try schema.json(from: bytes, type: everyKind) }
    }
  }

  @Test func `parts of a message on the wire print as one, and the last of a oneof counts`() throws
  {
    let schema = try loadSchema()
    let bytes: [UInt8] = [0x8A, 1, 3, 0x0A, 1, 0x61, 0x8A, 1, 2, 0x12, 0]
    #expect(
      try schema.json(from: bytes, type: everyKind)
        == #"{"messageValue":{"name":"a","leaves":[{}]}}"#)
    #expect(
      try schema.json(from: [0xCA, 2, 1, 0x61, 0xE0, 2, 1], type: everyKind)
        == #"{"choiceBool":true}"#)
  }
}
