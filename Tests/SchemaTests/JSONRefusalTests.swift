import Messages
import Schema
import Testing

/// Every refusal names the place and the rule.
struct JSONRefusalTests {
  @Test func `an unknown field is refused with its path and what it might be`() throws {
    #expect(
      try refusal(#"{"messageValues": [{}, {"leafs": []}]}"#)
        == "messageValues[1].leafs: cameo.rpc.v1.TestInner has no such field; did you mean leaves?")
    #expect(
      try refusal(#"{"zzz": 1}"#, "cameo.rpc.v1.TestInner")
        == "zzz: cameo.rpc.v1.TestInner has no such field; it has name, leaves")
    #expect(
      try refusal(#"{"zzz": 1}"#, "cameo.rpc.v1.Empty")
        == "zzz: cameo.rpc.v1.Empty has no such field; it has none")
  }

  @Test func `two members of a oneof are refused`() throws {
    #expect(
      try refusal(#"{"choiceBool": false, "choice_string": ""}"#)
        == "choice_string: choiceBool is set too, but only one field of choice may be")
    #expect(try value(#"{"choiceBool": null, "choiceString": ""}"#).choice == .choiceString(""))
  }

  @Test func `a field that is there twice is refused`() throws {
    #expect(
      try refusal(#"{"boolValue": true, "bool_value": true}"#)
        == "bool_value: the field is there twice, as boolValue too")
    #expect(
      try refusal(#"{"boolValue": true, "boolValue": true}"#)
        == #"not JSON: line 1, column 32: the key "boolValue" is there twice"#)
  }

  @Test func `a value of another kind is refused`() throws {
    #expect(
      try refusal(#"{"messageValue": 7}"#)
        == "messageValue: cameo.rpc.v1.TestInner is an object in JSON, not the number 7")
    #expect(
      try refusal(#"{"int32Values": 7}"#)
        == "int32Values: a repeated field is an array in JSON, not the number 7")
    #expect(
      try refusal(#"{"int32Values": [1, null]}"#) == "int32Values[1]: an element must not be null")
    #expect(try refusal("[]") == "cameo.rpc.v1.TestEveryKind is an object in JSON, not an array")
  }

  @Test func `an unknown type is refused with what it might be`() throws {
    #expect(
      try refusal("{}", "cameo.rpc.v1.HealthRequst")
        == "there is no message cameo.rpc.v1.HealthRequst; did you mean cameo.rpc.v1.HealthRequest?"
    )
  }

  @Test(arguments: [
    ("", 1, 1), ("{", 1, 2), ("{\"a\"", 1, 5), ("{\"boolValue\": true,}", 1, 20),
    ("{\"boolValue\": true} x", 1, 21), ("{\n  \"é\": tru}", 2, 8), ("{'a': 1}", 1, 2),
    ("{\"int32Value\": 01}", 1, 17), ("{\"int32Value\": +1}", 1, 16),
    ("{\"int32Value\": 1.}", 1, 18),
    ("{\"int32Value\": -}", 1, 17), ("{\"stringValue\": \"a", 1, 19),
    ("{\"int32Values\": [1,]}", 1, 20),
    ("{\"int32Values\": [1 2]}", 1, 20), ("// no\n{}", 1, 1), ("{\"a\" 1}", 1, 6),
  ]) func `text that is not JSON is refused by line and column`(
    text: String, line: Int, column: Int
  ) throws {
    #expect(try refusal(text).hasPrefix("not JSON: line \(line), column \(column): "), "\(text)")
  }

  @Test func `arrays and objects are refused beyond a depth`() throws {
    let bomb = String(repeating: "[", count: 100_000)
    #expect(try refusal(bomb).contains("more than 100 deep"))
    #expect(try refusal(String(repeating: "{\"a\":", count: 101)).contains("more than 100 deep"))
  }

  @Test func `messages are refused beyond a depth`() throws {
    // DescriptorProto is recursive, by nestedType.
    let type = "google.protobuf.DescriptorProto"
    let nested = { (depth: Int) in
      String(repeating: #"{"nestedType":["#, count: depth) + "{}"
        + String(repeating: "]}", count: depth)
    }
    #expect(try refusal(nested(31), type) == "")
    #expect(try refusal(nested(32), type).contains("more than 32 deep"))
  }
}
