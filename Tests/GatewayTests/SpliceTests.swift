import Gateway
import Testing

@Suite struct SpliceTests {
  @Test func `a field is its tag, its length and its bytes`() {
    #expect(Splice.appending([(3, [1, 2])], to: [0x0A, 0x00]) == [0x0A, 0, 0x1A, 2, 1, 2])
  }

  @Test func `an empty message is a field too`() {
    #expect(Splice.appending([(5, [])], to: []) == [0x2A, 0])
  }

  @Test func `lengths and numbers beyond a byte are varints`() {
    let long = [UInt8](repeating: 9, count: 300)
    #expect(Splice.appending([(16, long)], to: []) == [0x82, 0x01, 0xAC, 0x02] + long)
  }

  @Test func `nothing to splice leaves the message as it is`() {
    #expect(Splice.appending([], to: [1, 2, 3]) == [1, 2, 3])
  }
}
