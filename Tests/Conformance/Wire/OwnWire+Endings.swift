import Messages
import RPC
import TestKit
import Testing

/// Draining, age and keepalive.
extension OwnWire {
  static let endings: [ConformanceCase] = drains + ages

  private static let drains: [ConformanceCase] = [
    drain(
      "two_phases", "GOAWAY, PING, GOAWAY; calls on their way are served, later refused",
      while: openCall
    ) { peer in
      try #require(try peer.receive(.goAway).header.aux == 0)
      let ping = try peer.receive(.ping)
      // On its way when the server began to go.
      try peer.request(3, "EmptyCall")
      try peer.expectStatus(3)
      try peer.send(.ping, .ack, body: ping.body)
      let last = try peer.receive(.goAway)
      try #require(try unsafe GoAway(decoding: last.head.span.bytes).lastStream == 3)
      try peer.request(5, "EmptyCall")
      try peer.expectReset(5, .unavailable, isUnprocessed: true)
      try peer.send(.data, [.end, .noMessage], stream: 1)
      try peer.expectStatus(1)
      try peer.expectClosed()
    },
    drain(
      "limit", "a call without an end holds up the end for --drain only",
      ["--drain", "0.3"], while: openCall
    ) { peer in
      try peer.followDrain()
      try peer.expectClosed()
    },
    ConformanceCase("wire/drain/idle", "a server without calls drains at once") { _ in
      try await Subject.with { subject in
        try await subject.answers()
        subject.process.signal(15)
        try #require(await subject.process.end() == 0 && !subject.process.wasKilled)
      }
    },
    // A case has a minute: an hour's limit is not what ends this one.
    drain(
      "endless", "a watch ends at once with UNAVAILABLE, not at --drain",
      ["--drain", "3600"],
      while: { peer in
        try peer.request(1, "cameo.rpc.v1.Health/Watch")
        let state = try RPCV1.HealthReply(decoding: peer.receive(.data).body)
        try #require(state.status == .serving)
      }
    ) { peer in
      try peer.expectWatchEnds(1)
    },
    ConformanceCase(
      "wire/drain/under_load",
      "64 callers, a server replaced by the next at its port: no call fails"
    ) { _ in
      try await Subject.with { first in
        let load = Load(first.channel, callers: 64)
        try await load.answers(1_000)
        first.process.signal(15)
        try #require(await first.process.end() == 0)
        let port = "\(first.address)"
        try await Subject.with(at: port) { _ in
          try await load.answers(1_000)
          try await load.stop()
        }
      }
    },
    ConformanceCase(
      "wire/goaway/unprocessed", "calls beyond last_stream are made again, those up to it are lost"
    ) { _ in
      try await ScriptedServer.with { server in
        let client = TestServiceClient(server.channel)
        async let lost = failure(.unavailable) { try await client.unaryCall(.init(), .patient) }
        let begun = Signal()
        async let first: Void = server.listener.accept { peer in
          try peer.hello()
          try #require(try peer.receive(.request).header.stream == 1)
          begun.send()
          try #require(try peer.receive(.request).header.stream == 3)
          let goAway = GoAway(lastStream: 1, reason: "broken").encoded()
          try peer.send(.goAway, aux: StatusCode.internal.rawValue, head: goAway)
        }
        await begun.wait()
        async let again = client.emptyCall(RPCV1.Empty(), .patient)
        try await first
        try await server.listener.accept { peer in
          try peer.hello()
          try peer.serveSecondAttempt()
        }
        _ = try await again
        try #require(try await !lost.isUnprocessed)
      }
    },
  ]

  /// A server that is told to end once `open` has run, and has to end well. `script` is what its
  /// client, who has said HELLO, goes on to say and to see.
  private static func drain(
    _ name: String, _ checks: String, _ flags: [String] = [],
    while open: @escaping @Sendable (RawPeer) throws -> Void,
    _ script: @escaping @Sendable (RawPeer) throws -> Void
  ) -> ConformanceCase {
    ConformanceCase("wire/drain/\(name)", checks) { _ in
      try await Subject.with(flags) { subject in
        let isOpen = Signal()
        async let conversation: Void = RawPeer.connect(to: subject.address) { peer in
          try peer.hello()
          try open(peer)
          isOpen.send()
          try script(peer)
        }
        await isOpen.wait()
        subject.process.signal(15)
        try await conversation
        try #require(await subject.process.end() == 0 && !subject.process.wasKilled)
      }
    }
  }

  /// A call on stream 1 that ends when its client has said all.
  private static func openCall(_ peer: RawPeer) throws {
    try peer.request(1, "FullDuplexCall", .noMessage)
    try peer.expectQuiet()
  }

  private static let ages: [ConformanceCase] = [
    ConformanceCase("wire/age/drains", "a connection of its maximum age is drained") { _ in
      try await Subject.with("--max-age", "0.5") { subject in
        try await RawPeer.connect(to: subject.address) { peer in
          try peer.hello()
          try peer.request(1, "FullDuplexCall", .noMessage)
          try #require(try peer.followDrain() == 1)
          try peer.send(.data, [.end, .noMessage], stream: 1)
          try peer.expectStatus(1)
          try peer.expectClosed()
        }
      }
    },
    ConformanceCase("wire/age/under_load", "connections that age under load fail no call") { _ in
      try await Subject.with("--max-age", "0.2") { subject in
        let load = Load(subject.channel, callers: 64)
        let clock = ContinuousClock()
        let end = clock.now + .seconds(1)
        while clock.now < end { try await load.answers(200) }
        try await load.stop()
      }
    },
    ConformanceCase("wire/keepalive/pings", "a silent client is asked, and stays while it answers")
    {
      _ in
      try await Subject.with("--keepalive", "0.1", "--keepalive-timeout", "20") { subject in
        try await RawPeer.connect(to: subject.address) { peer in
          try peer.hello()
          for _ in 0..<3 { try peer.send(.ping, .ack, body: peer.receive(.ping).body) }
          try peer.echo(1)
          try peer.expectStatus(1)
        }
      }
    },
    ConformanceCase("wire/keepalive/closes", "one that does not answer is cut off") { _ in
      try await Subject.with("--keepalive", "0.1", "--keepalive-timeout", "0.2") { subject in
        try await RawPeer.connect(to: subject.address) { peer in
          try peer.hello()
          _ = try peer.receive(.ping)
          try peer.expectClosed()
        }
        try await subject.answers()
      }
    },
  ]
}

extension RawPeer {
  /// Goes along with a drain until the connection closes; on the way the server ends a watch.
  fileprivate func expectWatchEnds(_ stream: UInt32) throws {
    var status: UInt32?
    do {
      while true {
        let frame = try receive()
        switch frame.header.type {
        case .ping where !frame.header.flags.contains(.ack):
          try send(.ping, .ack, body: frame.body)
        case .goAway: try #require(frame.header.aux == 0, "\(frame.text)")
        case .response where frame.header.stream == stream:
          try #require(status == nil && frame.header.flags.contains(.end), "\(frame.text)")
          status = frame.header.aux
        // The state may change before the end.
        case .data: try #require(frame.header.stream == stream && status == nil, "\(frame.text)")
        case .reset: throw Unexpected(frame)
        default: break
        }
      }
    } catch is Closed {
      finish()
    }
    try #require(status == StatusCode.unavailable.rawValue)
  }
}
