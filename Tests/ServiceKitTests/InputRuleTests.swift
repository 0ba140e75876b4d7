import RPC
import ServiceKit
import Storage
import Testing

@Suite struct CustomerIDTests {
  @Test func `an id sorts by time and passes its own rule`() {
    var random = SystemRandomNumberGenerator()
    let ids = (0..<100).map {
      CustomerID.make(milliseconds: 1_700_000_000_000 + $0, random: &random)
    }
    #expect(ids == ids.sorted())
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { CustomerID.fault(in: $0) == nil })
    #expect(ids[0].hasPrefix("01HF7YAT00"))
  }

  @Test(arguments: ["00000000000000000000000000", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"])
  func `the least and the greatest are ids`(text: String) {
    #expect(CustomerID.fault(in: text) == nil)
  }

  @Test(arguments: [
    "banana", "01ARZ3NDEKTSV4RRFFQ69G5FA", "01arz3ndektsv4rrffq69g5fav",
    "01ARZ3NDEKTSV4RRFFQ69G5FAv", "81ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAI",
    "01ARZ3NDEKTSV4RRFFQ69G5FAU", " 01ARZ3NDEKTSV4RRFFQ69G5FA", "01ARZ3NDEKTSV4RRFFQ69G5FA\0",
    "01ARZ3NDEKTSV4RRFFQ69G5FAVX", "anna@example.com",
  ])
  func `any other spelling is refused`(text: String) {
    #expect(CustomerID.fault(in: text)?.rule == "customer_id")
  }

  @Test func `a missing one is told apart, and the message shows what one looks like`() {
    let fault = CustomerID.fault(in: "")
    #expect(fault?.rule == "required")
    let status = fault.map { RPCError.invalid([$0.within("customer_id")]) }
    #expect(status?.code == .invalidArgument)
    #expect(status?.fieldViolation?.field == "customer_id")
    #expect(status?.message.contains("26 characters") == true)
  }
}

@Suite struct ClientIDTests {
  @Test(arguments: ["1", "web-2024:17", "a/b?c=d", "~!", String(repeating: "x", count: 128)])
  func `graphic characters are taken, up to 128`(text: String) {
    #expect(ClientID.fault(in: text) == nil)
  }

  @Test(arguments: [
    ("", "required"), (String(repeating: "x", count: 129), "length"), ("a b", "id"), ("a\n", "id"),
    ("\u{7F}", "id"), ("caf\u{E9}", "id"), ("cafe\u{301}", "id"), ("\u{202E}a", "id"),
  ])
  func `anything else is refused by its rule`(text: String, rule: String) {
    #expect(ClientID.fault(in: text)?.rule == rule)
  }
}

@Suite struct RefusalTests {
  @Test func `five violations are told, twenty detailed, the rest counted`() {
    let violations = (0..<30).map { Violation("a[\($0)]", rule: "range", "is too much") }
    let status = RPCError.invalid(violations)
    #expect(status.code == .invalidArgument && status.details.count == 20)
    #expect(status.message.hasPrefix("a[0]: is too much (range) a[1]: "))
    #expect(status.message.hasSuffix("a[4]: is too much (range) And 25 more."))
  }

  @Test func `one violation is told as RPC itself tells one, and a field by its path`() {
    let violation = Violation(rule: "count", "is one too many").within("c").within("b[1]")
    #expect(
      RPCError.invalid([violation])
        == RPCError.invalid("b[1].c", rule: "count", "is one too many"))
    #expect(
      RPCError.invalid([Violation(rule: "x", "is wrong")]).fieldViolation?.field == "request")
  }

  @Test(arguments: [
    (StorageError.Code.busy, StatusCode.unavailable), (.closed, .unavailable),
    (.unreachable, .unavailable), (.unknownOutcome, .unavailable), (.timeout, .deadlineExceeded),
    (.full, .resourceExhausted), (.corrupt, .dataLoss), (.constraint, .internal),
    (.io, .internal), (.schemaTooNew, .internal), (.sql, .internal),
    (.unsupported, .unimplemented),
  ])
  func `what failed in the store is told without its text`(
    code: StorageError.Code, status: StatusCode
  ) {
    let told = StorageError(code, "secret").status(of: "survey")
    #expect(told.code == status && told.message.contains("survey"))
    #expect(!told.message.contains("secret"))
    #expect((told.retryAfterMilliseconds > 0) == (status == .unavailable))
    // Who is told to come back is told so by a status that says it.
    #expect((StorageError(code, "").remedy == .retry) == (status == .unavailable))
  }
}
