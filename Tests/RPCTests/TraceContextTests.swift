import RPC
import Testing

@Suite struct TraceContextTests {
  private static let text = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
  private static let bytes: [UInt8] = [
    0x0a, 0xf7, 0x65, 0x19, 0x16, 0xcd, 0x43, 0xdd, 0x84, 0x48, 0xeb, 0x21, 0x1c, 0x80, 0x31, 0x9c,
    0xb7, 0xad, 0x6b, 0x71, 0x69, 0x20, 0x33, 0x31, 0x01,
  ]

  @Test func `bytes and text say the same`() throws {
    let context = try #require(TraceContext(bytes: Self.bytes))
    #expect(context == TraceContext(traceparent: Self.text))
    #expect(context.bytes == Self.bytes)
    #expect(context.traceparent == Self.text)
    #expect(context.traceID == "0af7651916cd43dd8448eb211c80319c")
    #expect(context.spanID == "b7ad6b7169203331")
    #expect(context.isSampled)
  }

  @Test func `any context survives both forms`() throws {
    for _ in 0..<1000 {
      let ids = (UInt64.random(in: 0 ... .max), UInt64.random(in: 0...3), UInt64.random(in: 0...3))
      let context = TraceContext(trace: (ids.0, ids.1), span: ids.2, isSampled: Bool.random())
      guard let context else {
        #expect(ids.2 == 0 || ids.0 | ids.1 == 0)
        continue
      }
      #expect(TraceContext(bytes: context.bytes) == context)
      #expect(TraceContext(traceparent: context.traceparent) == context)
    }
  }

  @Test func `a child has the trace and the flag, and a span of its own`() throws {
    let context = try #require(TraceContext(bytes: Self.bytes))
    let child = try #require(context.child(span: 0xff))
    #expect(child.traceparent == "00-0af7651916cd43dd8448eb211c80319c-00000000000000ff-01")
    #expect(context.child(span: 0) == nil)
  }

  @Test func `flags without a meaning are not passed on`() {
    var bytes = Self.bytes
    bytes[24] = 0xff
    #expect(TraceContext(bytes: bytes)?.bytes == Self.bytes)
    bytes[24] = 0xfe
    #expect(TraceContext(bytes: bytes)?.traceparent.hasSuffix("-00") == true)
  }

  @Test(arguments: [0, 1, 24, 26, 8000])
  func `bytes of another length are no context`(count: Int) {
    #expect(TraceContext(bytes: [UInt8](repeating: 1, count: count)) == nil)
  }

  @Test func `an id of zeros is no context`() {
    let zeros = [UInt8](repeating: 0, count: 16)
    #expect(TraceContext(bytes: zeros + Self.bytes[16...]) == nil)
    #expect(TraceContext(bytes: Self.bytes[..<16] + zeros[..<8] + [1]) == nil)
  }

  @Test(arguments: [
    "", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
    "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more",
    "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333é-01",
    "00-00000000000000000000000000000000-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
  ])
  func `text that breaks the grammar is no context`(text: String) {
    #expect(TraceContext(traceparent: text) == nil)
  }

  @Test func `of a later version, what is known is read`() {
    let known = TraceContext(traceparent: Self.text)
    #expect(TraceContext(traceparent: "cc" + Self.text.dropFirst(2)) == known)
    #expect(TraceContext(traceparent: "cc" + Self.text.dropFirst(2) + "-what-is-to-come") == known)
  }
}
