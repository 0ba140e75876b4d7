import Messages
import Schema
import Testing

/// Vectors after protobuf's conformance suite: JSON in, values out.
struct JSONInputTests {
  @Test func `an array is one message an element, and its 64-bit numbers stay exact`() throws {
    let json = #"[{"int64Value": -9223372036854775807}, {}]"#
    let encoded = try loadSchema().encode(jsonArray: json, type: everyKind)
    let values = try encoded.map { try RPCV1.TestEveryKind(decoding: $0) }
    #expect(values == [RPCV1.TestEveryKind(int64Value: -9_223_372_036_854_775_807), .init()])
    #expect(try loadSchema().encode(jsonArray: "[]", type: everyKind) == [])
  }

  @Test(arguments: [
    ("[{}, 1]", "[1]: "), ("{}", "an array of messages should be here, not an object"),
    ("[{}", "not JSON: line 1, column 4: "), ("[{\"zzz\": 1}]", "[0].zzz: "),
  ])
  func `what is no array of messages is refused with the element`(
    json: String, message: String
  ) throws {
    let schema = try loadSchema()
    let error = #expect(throws: JSONError.self) {
      try schema.encode(jsonArray: json, type: everyKind)
    }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test func `fields go by lowerCamelCase and by their original names`() throws {
    #expect(
      try value(#"{"int32Value": 1, "string_value": "s"}"#)
        == .init(int32Value: 1, stringValue: "s"))
  }

  @Test func `white space, order and null do not matter`() throws {
    #expect(
      try value(" {\n\t\"at\" : null ,\r\"boolValue\":true, \"int32Value\":null } ")
        == .init(boolValue: true))
  }

  @Test func `64-bit numbers are exact as numbers and as strings`() throws {
    #expect(try value(#"{"int64Value": -9223372036854775808}"#).int64Value == .min)
    #expect(try value(#"{"int64Value": "9223372036854775807"}"#).int64Value == .max)
    #expect(try value(#"{"uint64Value": 18446744073709551615}"#).uint64Value == .max)
    #expect(try value(#"{"uint64Value": "9007199254740993"}"#).uint64Value == 9_007_199_254_740_993)
    #expect(try value(#"{"sint64Value": -9223372036854775808}"#).sint64Value == .min)
    #expect(try value(#"{"fixed64Value": 18446744073709551615}"#).fixed64Value == .max)
    #expect(try value(#"{"sfixed64Value": "-1"}"#).sfixed64Value == -1)
  }

  @Test func `whole numbers may be written as decimals and with exponents`() throws {
    #expect(
      try value(#"{"int32Value": 1.0, "uint32Value": 1e5, "int64Value": "1.5e1"}"#)
        == .init(int32Value: 1, int64Value: 15, uint32Value: 100_000))
    #expect(try value(#"{"int32Value": -2147483648}"#).int32Value == .min)
    #expect(try value(#"{"uint32Value": 4294967295}"#).uint32Value == .max)
  }

  @Test(arguments: [
    ("int32Value", "2147483648"), ("int32Value", "-2147483649"), ("uint32Value", "-1"),
    ("uint32Value", "4294967296"), ("int64Value", "9223372036854775808"),
    ("uint64Value", "18446744073709551616"), ("uint64Value", "\"-1\""), ("sint32Value", "1e10"),
    ("floatValue", "3.5e38"), ("doubleValue", "1.8e308"), ("doubleValue", "\"-1.8e308\""),
  ]) func `a number out of range is refused`(field: String, number: String) throws {
    let error = try refusal("{\"\(field)\": \(number)}")
    #expect(error.hasPrefix("\(field): "))
    #expect(error.contains("out of range"))
  }

  @Test(arguments: ["1.5", "\"1.5\"", "1e-1"]) func `a fraction is no whole number`(
    number: String
  ) throws {
    #expect(try refusal("{\"int32Value\": \(number)}").contains("is not a whole number"))
  }

  @Test(arguments: [
    "\"\"", "\" 1\"", "\"1 \"", "\"+1\"", "\"0x1\"", "\"01\"", "\"1,\"", "true", "{}", "[]",
    "\"NaN\"",
  ]) func `what is no number is refused`(text: String) throws {
    #expect(try refusal("{\"int64Value\": \(text)}").hasPrefix("int64Value: "))
  }

  @Test func `floating point takes NaN and the infinities by name`() throws {
    #expect(try value(#"{"doubleValue": "NaN"}"#).doubleValue.isNaN)
    #expect(try value(#"{"floatValue": "-Infinity"}"#).floatValue == -.infinity)
    #expect(
      try value(#"{"doubleValues": ["Infinity", -0.0, 5e-324, "2.5"]}"#).doubleValues
        == [.infinity, -0.0, .leastNonzeroMagnitude, 2.5])
    #expect(try refusal(#"{"doubleValue": NaN}"#).hasPrefix("not JSON: line 1, column 17"))
  }

  @Test func `bytes are base64, standard or for URLs, padded or not`() throws {
    for text in ["+/8=", "-_8=", "+/8", "-_8", "+_8"] {
      #expect(try value("{\"bytesValue\": \"\(text)\"}").bytesValue == [0xFB, 0xFF], "\(text)")
    }
    #expect(try value(#"{"bytesValue": ""}"#).bytesValue == [])
    for text in ["a", "+/8==", "+/ 8", "=", "a*bc", "ab=c"] {
      #expect(
        try refusal("{\"bytesValue\": \"\(text)\"}") == "bytesValue: the string is not base64")
    }
  }

  @Test func `enums go by name or number`() throws {
    #expect(try value(#"{"enumValue": "TEST_ENUM_ONE"}"#).enumValue == .one)
    #expect(try value(#"{"enumValue": -5}"#).enumValue == .negative)
    #expect(try value(#"{"enumValue": 77}"#).enumValue.rawValue == 77)
    #expect(
      try value(#"{"enumValues": ["TEST_ENUM_LARGE", 0]}"#).enumValues == [.large, .unspecified])
    #expect(
      try refusal(#"{"enumValue": "TEST_ENUM_ON"}"#)
        == "enumValue: cameo.rpc.v1.TestEnum has no value TEST_ENUM_ON; did you mean TEST_ENUM_ONE?"
    )
    #expect(try refusal(#"{"enumValue": "X"}"#).contains("it is one of TEST_ENUM_UNSPECIFIED,"))
    #expect(try refusal(#"{"enumValue": 1.5}"#).contains("not a whole number"))
  }

  @Test func `strings take every escape`() throws {
    #expect(
      try value(#"{"stringValue": "\"\\\/\b\f\n\r\té\u00e9\uD83D\uDE00"}"#).stringValue
        == "\"\\/\u{8}\u{C}\n\r\té\u{E9}\u{1F600}")
    for text in [#"\ud83d"#, #"\ude00"#, #"\ud83dx"#, #"\ud83d\u0041"#, #"\u12g4"#, #"\x"#, "\n"] {
      #expect(try refusal("{\"stringValue\": \"\(text)\"}").hasPrefix("not JSON: line "), "\(text)")
    }
    #expect(try refusal(#"{"stringValue": "a\u0000b"}"#).contains("NUL"))
    #expect(
      try refusal(#"{"stringValue": 1}"#)
        == "stringValue: a string should be here, not the number 1")
  }

  @Test func `booleans are true and false only`() throws {
    #expect(try value(#"{"boolValues": [true, false]}"#).boolValues == [true, false])
    for text in ["1", "0", "\"true\"", "TRUE"] {
      #expect(try !refusal("{\"boolValue\": \(text)}").isEmpty)
    }
  }

  @Test func `instants are RFC 3339, in any offset`() throws {
    let vectors: [(String, Int64, Int32)] = [
      ("1970-01-01T00:00:00Z", 0, 0), ("1970-01-01T00:00:00.5Z", 0, 500_000_000),
      ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
      ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
      ("2000-02-29T12:00:00+02:00", 951_818_400, 0),
      ("1969-12-31T23:59:59.000000001Z", -1, 1), ("2026-11-21T20:35:10-00:30", 1_795_295_110, 0),
    ]
    for (text, seconds, nanos) in vectors {
      #expect(
        try value("{\"at\": \"\(text)\"}").at == .init(seconds: seconds, nanos: nanos), "\(text)")
    }
    for text in [
      "2026-11-21", "2026-11-21T20:35:10", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
      "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z",
      "2026-01-01T00:00:00.1234567890Z", "0000-12-31T00:00:00Z", "0001-01-01T00:00:00+01:00",
      "2026-01-01 00:00:00Z", "2026-01-01T00:00:00+24:00", "",
    ] {
      #expect(
        try refusal("{\"at\": \"\(text)\"}").hasPrefix("at: an instant is RFC 3339"), "\(text)")
    }
  }

  @Test func `spans are seconds`() throws {
    let vectors: [(String, Int64, Int32)] = [
      ("0s", 0, 0), ("1.5s", 1, 500_000_000), ("-0.5s", 0, -500_000_000),
      ("-1.000000001s", -1, -1), ("315576000000s", 315_576_000_000, 0),
    ]
    for (text, seconds, nanos) in vectors {
      #expect(
        try value("{\"span\": \"\(text)\"}").span == .init(seconds: seconds, nanos: nanos),
        "\(text)")
    }
    for text in ["1", "s", "1.s", ".5s", "1.0000000001s", "315576000001s", "1m", "+1s", "1 s"] {
      #expect(
        try refusal("{\"span\": \"\(text)\"}").hasPrefix("span: a span is seconds"), "\(text)")
    }
  }

  @Test func `field masks and wrappers have their own forms`() throws {
    #expect(try value(#"{"mask": "aB,c.dE"}"#).mask == .init(paths: ["a_b", "c.d_e"]))
    #expect(try value(#"{"mask": ""}"#).mask == .init())
    #expect(try refusal(#"{"mask": "a_b"}"#).hasPrefix("mask: "))
    #expect(try refusal(#"{"mask": "a,,b"}"#).hasPrefix("mask: "))
    #expect(
      try value(#"{"wrappedNumber": "7", "wrappedText": ""}"#)
        == .init(wrappedNumber: .init(value: 7), wrappedText: .init()))
    #expect(try value(#"{"wrappedNumber": null}"#) == .init())
  }

  @Test func `messages nest, and lists of them`() throws {
    #expect(
      try value(#"{"messageValues": [{"leaves": [{"size": 3, "empty": {}}]}, {}]}"#).messageValues
        == [.init(leaves: [.init(size: 3, empty: .init())]), .init()])
  }
}
