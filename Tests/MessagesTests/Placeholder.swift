import Messages
import Testing

@Test func `a value survives encoding and decoding`() throws {
  let change = RPCV1.Change(
    cursor: 7, customerId: "01J", kind: "é", at: Google.Timestamp(seconds: 1, nanos: 2),
    detail: [0, 1, 2])
  #expect(try RPCV1.Change(decoding: change.encoded()) == change)
}
