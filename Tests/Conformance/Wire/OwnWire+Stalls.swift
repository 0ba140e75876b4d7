import Foundation
import Messages
import RPC
import TestKit
import Testing

/// Peers that begin and do not go on: each is cut off in time, and delays nobody.
extension OwnWire {
  static let stalls: [ConformanceCase] = [
    stall("connected", "a connection that says nothing is closed in time") { subject in
      _ = try RawSocket(to: subject.address).receiveAll()
    },
    stall("client_hello", "half a ClientHello") { subject in
      let socket = try RawSocket(to: subject.address)
      try socket.send([0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3])
      _ = try socket.receiveAll()
    },
    stall("no_hello", "TLS, and then no HELLO") { subject in
      try RawPeer.connected(to: subject.address).expectCutOff()
    },
    stall("half_hello", "TLS, and half a HELLO") { subject in
      let peer = try RawPeer.connected(to: subject.address)
      try peer.send(Array(RawPeer.bytes(.hello, head: Hello(Settings()).encoded()).dropLast()))
      try peer.expectCutOff()
    },
    stall("slow_hello", "a HELLO that comes a byte at a time is not waited for") { subject in
      let peer = try RawPeer.connected(to: subject.address)
      // A head of 8 KiB: more than a byte each 50 ms gets through.
      let bytes = RawPeer.bytes(.hello, head: [UInt8](repeating: 0, count: 8192))
      for byte in bytes {
        do {
          try peer.send([byte])
        } catch {
          return
        }
        if peer.isReadable(within: 50), (try? peer.receive()) == nil { return }
      }
      throw HarnessError("the whole HELLO was waited for")
    },
    ConformanceCase("wire/stall/half_frame", "half a REQUEST holds up nobody else") { subject in
      try await RawPeer.connect(to: subject.address) { peer in
        try peer.hello()
        let frame = RawPeer.bytes(.request, .end, stream: 1, head: RawPeer.head("EmptyCall"))
        try peer.send(Array(frame.dropLast()))
        try peer.waitUntilRead()
        let other = try RawPeer.connected(to: subject.address)
        try other.hello()
        for stream in stride(from: UInt32(1), to: 201, by: 2) {
          try other.echo(stream, 10)
          try other.expectStatus(stream)
        }
        try peer.send([frame[frame.count - 1]])
        try peer.expectStatus(1)
      }
    },
    ConformanceCase("wire/stall/reads_nothing", "a client that reads nothing holds up nobody else")
    {
      subject in
      try await RawPeer.connect(to: subject.address) { peer in
        try peer.hello(Settings(streamWindow: 64 << 20, connectionWindow: 64 << 20))
        let replies = [RPCV1.ResponseParameters](repeating: .init(size: 1 << 20), count: 50)
        let request = RPCV1.StreamingOutputRequest(responseParameters: replies).encoded()
        try peer.request(1, "StreamingOutputCall", .end, request)
        let other = try RawPeer.connected(to: subject.address)
        try other.hello()
        for stream in stride(from: UInt32(1), to: 201, by: 2) {
          try other.echo(stream, 10)
          try other.expectStatus(stream)
        }
        try peer.expectStatus(1)
      }
    },
  ]

  /// Against a server that waits a second for HELLO.
  private static func stall(
    _ name: String, _ checks: String, _ script: @escaping @Sendable (Subject) throws -> Void
  ) -> ConformanceCase {
    ConformanceCase("wire/stall/\(name)", checks) { _ in
      try await Subject.with("--handshake-timeout", "1") { subject in
        async let ended: Void = RawPeer.onThread { try script(subject) }
        try await subject.answers()
        try await ended
        try await subject.answers()
      }
    }
  }
}

extension RawPeer {
  /// The other side ends it without a word, but for the HELLO it began with.
  fileprivate func expectCutOff() throws {
    try #require(try receive().header.type == .hello)
    try expectClosed()
  }
}
