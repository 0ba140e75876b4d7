import RPC
import TestKit
import Testing

/// Whom keepalive asks and closes, and whom it must leave alone.
extension OwnWire {
  static let keepalive: [ConformanceCase] = [
    ConformanceCase(
      "wire/keepalive/spares_drains",
      "a draining connection is silent for longer than keepalive bears: neither asked nor closed"
    ) { _ in
      let flags = ["--keepalive", "0.1", "--drain", "3600", "--keepalive-timeout"]
      try await Subject.with(flags + ["1"]) { clock in
        // Till it drains it does close who is silent for so long, as a busy machine may make us.
        try await Subject.with(flags + ["5"]) { subject in
          let open = Signal()
          async let script: Void = RawPeer.connect(to: subject.address) { peer in
            try peer.hello()
            try peer.request(1, "FullDuplexCall", .noMessage)
            try peer.expectQuiet()
            open.send()
            try #require(try peer.followDrain() == 1)
            // Serving, it would have closed a silent connection after 51 of these.
            try RawPeer.countPings(56, at: clock)
            try peer.send(.data, [.end, .noMessage], stream: 1)
            let next = try peer.receive()
            try #require(next.header.type == .response && next.header.aux == 0, "\(next.text)")
            try peer.expectClosed()
          }
          await open.wait()
          subject.process.signal(15)
          try await script
          try #require(await subject.process.end() == 0 && !subject.process.wasKilled)
        }
      }
    }
  ]
}

extension RawPeer {
  /// Returns when a server has asked an idle client so many times: time, as that server counts it.
  fileprivate static func countPings(_ count: Int, at server: Subject) throws {
    var left = count
    while left > 0 {
      let peer = try connected(to: server.address)
      try peer.hello()
      do {
        while left > 0 {
          try peer.send(.ping, .ack, body: peer.receive(.ping).body)
          left -= 1
        }
      } catch is Closed {
        // We were slow to answer, and have been cut off: on with another.
      }
    }
  }
}
