import Messages
import Testing

/// What the generator makes of declarations, seen from outside.
struct ValuesTests {
  @Test func `an enum's values lose their common prefix`() {
    #expect(RPCV1.TestEnum.negative.rawValue == -5)
    #expect(RPCV1.TestInner.TestLeaf.Colour.redAndGold.rawValue == 2)
    #expect(RPCV1.HealthStatus.notServing.rawValue == 2)
    #expect(RPCV1.TestEnum.allCases == [.unspecified, .one, .large, .negative])
  }

  @Test func `an enum's value describes itself by name, or by number`() {
    #expect(RPCV1.TestEnum.large.description == "TEST_ENUM_LARGE")
    #expect("\(RPCV1.TestEnum(rawValue: 9))" == "9")
  }

  @Test func `a value of an enum that nobody knows is kept`() throws {
    let value = EveryKind(enumValue: .init(rawValue: 77))
    #expect(try EveryKind(decoding: value.encoded()).enumValue.rawValue == 77)
  }

  @Test func `messages know their names`() {
    #expect(RPCV1.HealthRequest.fullName == "cameo.rpc.v1.HealthRequest")
    #expect(Google.Timestamp.fullName == "google.protobuf.Timestamp")
    #expect(RPCV1.TestInner.TestLeaf.fullName == "cameo.rpc.v1.TestInner.TestLeaf")
  }

  @Test func `an error says which message, field and rule`() {
    let error = DecodingError(message: "a.B", field: "c", rule: .utf8)
    #expect("\(error)" == "a.B.c: text is not valid UTF-8")
    #expect("\(DecodingError(message: "a.B", rule: .depth))" == "a.B: messages are nested too deep")
  }
}
