import Testing

@testable import TLS

@Suite struct TransferTests {
  private func pair() throws -> TLSPair {
    let authority = try TestAuthority()
    let pair = try TLSPair(authority.context(.client), authority.context(.server))
    let (client, server) = pair.shakeHands()
    try #require(client.identity != nil && server.identity != nil)
    return pair
  }

  @Test func `large transfers both ways through small sockets arrive whole`() throws {
    let pair = try pair()
    pair.squeeze()
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 7) }
    var upstream = Transfer(bytes)
    var downstream = Transfer(bytes.reversed())
    var idleSteps = 0
    while !upstream.isDone || !downstream.isDone {
      let before = upstream.progress + downstream.progress
      upstream.step(from: pair.client, to: pair.server)
      downstream.step(from: pair.server, to: pair.client)
      // A record takes several steps through so small a socket, but not many.
      idleSteps = upstream.progress + downstream.progress > before ? 0 : idleSteps + 1
      try #require(idleSteps < 100)
    }
    #expect(upstream.received == bytes)
    #expect(downstream.received == bytes.reversed())
    #expect(upstream.blocked > 0 && downstream.blocked > 0)
  }

  @Test func `an empty write is nothing`() throws {
    let pair = try pair()
    #expect(pair.client.write([]) == .bytes(0))
    #expect(pair.server.read().result == .wantRead)
  }

  @Test func `a record may be read in pieces, and what is left is pending`() throws {
    let pair = try pair()
    _ = pair.client.write([1, 2, 3, 4, 5])
    #expect(pair.server.read(2).bytes == [1, 2])
    #expect(pair.server.hasPending)
    #expect(pair.server.read().bytes == [3, 4, 5])
    #expect(!pair.server.hasPending)
    #expect(pair.server.read().result == .wantRead)
  }

  @Test func `close_notify is an orderly end, after all the bytes`() throws {
    let pair = try pair()
    _ = pair.client.write([1, 2, 3])
    pair.client.closeNotify()
    pair.cutClient()
    #expect(pair.server.read().bytes == [1, 2, 3])
    #expect(pair.server.read().result == .closed)
    #expect(pair.server.read().result == .closed)
  }

  @Test func `an end without close_notify is a failure`() throws {
    let pair = try pair()
    // The server's ticket: a socket closed over unread bytes would reset the connection.
    #expect(pair.client.read().result == .wantRead)
    _ = pair.client.write([1, 2, 3])
    pair.cutClient()
    #expect(pair.server.read().bytes == [1, 2, 3])
    // The socket was empty a moment ago; the loop would now report it ready.
    #expect(pair.server.read().result == .wantRead)
    #expect(pair.server.read().result.error == .truncated)
    #expect(pair.server.read().result.error == .truncated)
    #expect(pair.server.write([1]).error == .truncated)
  }

  @Test func `a write to a peer that has gone is a failure`() throws {
    let pair = try pair()
    pair.cutClient()
    #expect(pair.server.write([1]).error?.code == .socket)
  }

  @Test func `a write after our own close is closed`() throws {
    let pair = try pair()
    pair.client.closeNotify()
    #expect(pair.client.write([1]) == .closed)
    #expect(pair.server.read().result == .closed)
    // Each direction closes by itself: what the server still has to say arrives.
    #expect(pair.server.write([7]) == .bytes(1))
    #expect(pair.client.read().bytes == [7])
  }

  @Test func `bytes that were tampered with are refused`() throws {
    let pair = try pair()
    // A record header for application data, then nonsense.
    pair.sendPlain([0x17, 3, 3, 0, 32] + Array(repeating: 9, count: 32))
    #expect(pair.server.read().result.error?.code == .broken)
    #expect(pair.client.read().result.error?.code == .refused)
  }
}

/// One direction of a transfer, a step at a time.
private struct Transfer {
  private let bytes: [UInt8]
  private var sent = 0
  private(set) var received: [UInt8] = []
  private(set) var blocked = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isDone: Bool { received.count == bytes.count }
  var progress: Int { sent + received.count }

  mutating func step(from sender: TLSConnection, to receiver: TLSConnection) {
    if sent < bytes.count {
      switch sender.write(bytes[sent..<min(sent + 100_000, bytes.count)]) {
      case .bytes(let count): sent += count
      case .wantWrite: blocked += 1
      case let other: Issue.record("write came to \(other)")
      }
    }
    while true {
      switch receiver.read() {
      case (.bytes, let more): received += more
      case (.wantRead, _): return
      case (let other, _):
        Issue.record("read came to \(other)")
        return
      }
    }
  }
}
