import Messages
import Testing

struct EncodedTests {
  private let at = Google.Timestamp(seconds: 3)

  @Test func `spliced parts are what encoding the whole gives`() throws {
    let whole = RPCV1.Change(cursor: 1, customerId: "c", at: at)
    var spliced = Encoded(RPCV1.Change(cursor: 1, customerId: "c"))
    spliced.splice(Encoded(at), into: .at)
    #expect(spliced.bytes == whole.encoded())
    #expect(try spliced.decoded() == whole)
  }

  @Test func `repeated parts are spliced one by one, however long`() throws {
    let inner = RPCV1.TestInner(name: String(repeating: "x", count: 300))
    var spliced = Encoded(EveryKind())
    spliced.splice(Encoded(inner), into: .messageValues)
    spliced.splice(Encoded(RPCV1.TestInner()), into: .messageValues)
    #expect(try spliced.decoded().messageValues == [inner, RPCV1.TestInner()])
  }

  @Test func `bytes pass through unread`() throws {
    let garbage: [UInt8] = [0xFF, 0, 0xFF]
    let passed = try Encoded<RPCV1.Change>(decoding: garbage)
    #expect(passed.encoded() == garbage)
    #expect(throws: DecodingError.self) { try passed.decoded() }
    #expect(Encoded<RPCV1.Change>.fullName == "cameo.rpc.v1.Change")
  }

  @Test func `the length limit holds for bytes that pass through`() {
    let limits = DecodingLimits(messageBytes: 2)
    #expect(refusal(Encoded<RPCV1.Change>.self, [8, 1, 8], limits) == .messageBytes)
  }
}
