@testable import Wire

extension FuzzTarget {
  /// The bytes are a header; the first says nothing but how ready the connection is.
  func checkFrame(_ input: inout ByteSource) throws(Finding) {
    let setup = input.byte()
    guard input.count >= FrameHeader.byteCount else { return }
    let bytes = input.take(FrameHeader.byteCount)
    let header = unsafe FrameHeader(parsing: bytes.span.bytes)
    try expect(header.written == bytes, "a header is written as it was read")
    try expect(
      header.bodyLength >= 0 && header.bodyLength <= Int(header.length), "a body fits its frame")

    var local = Settings()
    if setup & 4 != 0 { local.maxFrame = Settings.largestFrame }
    var machine = ConnectionMachine(role: setup & 1 == 0 ? .client : .server, local: local)
    let isReady = setup & 2 != 0
    if isReady { _ = machine.receiveEmptyHello() }
    let failure = machine.check(header)
    let mayCome = header.mayCome(upTo: machine.local.maxFrame, isReady: isReady)
    try expect(
      (failure == nil) == mayCome,
      "\(header) is judged \(failure?.text ?? "well"), the protocol says otherwise")
  }
}

extension ConnectionMachine {
  /// The peer's HELLO, with every limit at its default.
  mutating func receiveEmptyHello() -> Event {
    let nothing: [UInt8] = []
    return unsafe receive(
      FrameHeader(length: 0, stream: 0, type: .hello), head: nothing.span.bytes,
      body: nothing.span.bytes, now: 0)
  }
}

extension FrameHeader {
  var written: [UInt8] {
    var bytes = [UInt8](repeating: 0xAA, count: Self.byteCount)
    var span = bytes.mutableSpan
    var raw = unsafe span.mutableBytes
    write(into: &raw)
    return bytes
  }

  /// What sections 2 to 4 of PROTOCOL.md let a header say, put down a second time as one table.
  func mayCome(upTo maxFrame: UInt32, isReady: Bool) -> Bool {
    guard length <= maxFrame, head <= 8192, head <= length else { return false }
    guard isReady || type.rawValue == 1 else { return false }
    let isOfCall = stream % 2 == 1 && stream < 1 << 31
    let hasNoFlags = flags.rawValue & 0x0F == 0
    switch type.rawValue {
    case 1, 8: return stream == 0 && hasNoFlags && length == head
    case 2, 3, 4, 5: return isOfCall
    case 6: return (stream == 0 || isOfCall) && hasNoFlags && length == 0
    case 7: return stream == 0 && hasNoFlags && length == 8 && head == 0
    case 0, 9..<0x80: return false
    default: return true
    }
  }
}
