import Messages
import RPC
import TestKit
import Testing

/// Every state of a stream at the server against every frame that may come for it.
extension OwnWire {
  /// What a frame does, as its sender sees it.
  enum Reaction: String {
    /// The connection goes on, and says nothing against it.
    case quiet
    /// RESET INTERNAL; the connection goes on.
    case reset
    /// RESET UNAVAILABLE with UNPROCESSED: no new calls here.
    case refused
    /// GOAWAY INTERNAL, and the end of the connection.
    case goAway
    /// The end of the connection, in good order.
    case closed
  }

  /// A column: a frame for a stream.
  struct Column: Sendable {
    let name: String
    let bytes: @Sendable (UInt32) -> [UInt8]
  }

  static let columns: [Column] = [
    Column(name: "HELLO") { _ in RawPeer.bytes(.hello) },
    Column(name: "REQUEST") {
      RawPeer.bytes(.request, .end, stream: $0, head: RawPeer.head("EmptyCall"))
    },
    Column(name: "DATA") { RawPeer.bytes(.data, stream: $0) },
    Column(name: "DATA END") { RawPeer.bytes(.data, .end, stream: $0) },
    Column(name: "RESPONSE") { RawPeer.bytes(.response, .end, stream: $0) },
    Column(name: "RESPONSE error") { RawPeer.bytes(.response, .end, stream: $0, aux: 10) },
    Column(name: "RESET") { RawPeer.bytes(.reset, stream: $0, aux: 1) },
    Column(name: "WINDOW") { RawPeer.bytes(.window, stream: $0, aux: 9) },
    Column(name: "WINDOW 0") { _ in RawPeer.bytes(.window, aux: 9) },
    Column(name: "PING") { _ in RawPeer.bytes(.ping, body: [UInt8](1...8)) },
    Column(name: "GOAWAY") { _ in RawPeer.bytes(.goAway) },
    Column(name: "type 0x00") { RawPeer.bytes(FrameType(rawValue: 0), stream: $0) },
    Column(name: "type 0x42") { RawPeer.bytes(FrameType(rawValue: 0x42), stream: $0) },
    Column(name: "type 0x80") { RawPeer.bytes(FrameType(rawValue: 0x80), stream: $0, body: [1]) },
  ]

  /// A row: how a stream comes into the state, and what each column does there. G: goAway, R: reset,
  /// q: quiet, U: refused. The columns are HELLO, REQUEST, DATA, DATA END, RESPONSE, RESPONSE error,
  /// RESET, WINDOW, WINDOW 0, PING, GOAWAY, types 0x00, 0x42 and 0x80.
  static let serverStates: [ConformanceCase] = [
    state("before_hello", "qGGGGGGGGGGGGG", says: false) { _ in },
    state("idle", "GqGGGGGGqqqGGq") { _ in },
    state("open", "GRqqRRqqqqqGGq") { try $0.request(1, "FullDuplexCall", .noMessage) },
    state("mid_message", "GRqqRRqqqqqGGq") { peer in
      try peer.request(1, "FullDuplexCall", .more, [0x12])
      // So that DATA makes it whole.
      try peer.send(.data, .more, stream: 1, body: [0])
    },
    state("half_closed", "GRRRRRqqqqqGGq") { peer in
      try peer.request(
        1, "UnaryCall", .end, RPCV1.SimpleRequest(delayUs: 100_000_000).encoded())
    },
    state("answered", "GGqqqqqqqqqGGq") { peer in
      try peer.request(1, "EmptyCall")
      try peer.expectStatus(1)
    },
    state("reset_by_peer", "GGqqqqqqqqqGGq") { peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      try peer.send(.reset, stream: 1, aux: 1)
    },
    state("reset_here", "GGqqqqqqqqqGGq") { peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      try peer.send(.data, [.end, .more], stream: 1)
      try peer.expectReset(1)
    },
    state("refused", "GGqqqqqqqqqGGq") { peer in
      try peer.request(1, "FullDuplexCall", [.end, .more])
      try peer.expectReset(1)
    },
    ConformanceCase(
      "wire/state/server/draining", "14 frames, each at a connection that is draining"
    ) { _ in
      try await Subject.with { subject in
        let ready = Gate(count: columns.count)
        try await withThrowingTaskGroup(of: Void.self) { group in
          for (column, expected) in zip(columns, reactions("GUGGGGGGqqqGGq")) {
            group.addTask {
              try await RawPeer.connect(to: subject.address) { peer in
                try peer.hello()
                try peer.request(1, "FullDuplexCall", .noMessage)
                try peer.expectQuiet()
                ready.arrive()
                try peer.followDrain()
                try peer.expect(expected, of: column, stream: 3, in: "draining")
              }
            }
          }
          await ready.wait()
          subject.process.signal(15)
          try await group.waitForAll()
        }
      }
    },
  ]

  static func reactions(_ row: String) -> [Reaction] {
    let letters: [Character: Reaction] = [
      "q": .quiet, "R": .reset, "U": .refused, "G": .goAway, "C": .closed,
    ]
    return row.compactMap { letters[$0] }
  }

  private static func state(
    _ name: String, _ row: String, says hello: Bool = true,
    _ prepare: @escaping @Sendable (RawPeer) throws -> Void
  ) -> ConformanceCase {
    ConformanceCase("wire/state/server/\(name)", "14 frames, each at a stream in this state") {
      subject in
      let reactions = reactions(row)
      try #require(reactions.count == columns.count)
      for (column, expected) in zip(columns, reactions) {
        try await RawPeer.connect(to: subject.address) { peer in
          if hello { try peer.hello() }
          try prepare(peer)
          try peer.expect(expected, of: column, stream: 1, in: name)
        }
      }
    }
  }
}

extension RawPeer {
  /// Sends a frame and sees what it does.
  func expect(
    _ expected: OwnWire.Reaction, of column: OwnWire.Column, stream: UInt32, in state: String
  ) throws {
    try send(column.bytes(stream))
    let seen = try reaction(on: stream)
    try #require(seen == expected, "\(column.name) in \(state)")
  }

  private func reaction(on stream: UInt32) throws -> OwnWire.Reaction {
    let mark = Array("reaction".utf8)
    try send(.ping, body: mark)
    var reaction = OwnWire.Reaction.quiet
    while true {
      do {
        let frame = try receive()
        switch frame.header.type {
        case .ping where frame.body == mark: return reaction
        case .goAway where frame.header.aux != 0:
          try #require(frame.header.aux == StatusCode.internal.rawValue)
          try expectClosed()
          return .goAway
        case .reset:
          try #require(frame.header.stream == stream)
          reaction = frame.header.flags.contains(.unprocessed) ? .refused : .reset
          let code: StatusCode = reaction == .reset ? .internal : .unavailable
          try #require(frame.header.aux == code.rawValue)
        default: break
        }
      } catch is Closed {
        return .closed
      }
    }
  }

  /// A drain's first half, as a client goes along with it: GOAWAY, PING and its answer, GOAWAY. Returns
  /// the last stream that counts.
  @discardableResult func followDrain() throws -> UInt32 {
    let first = try receive(.goAway)
    let announced = try unsafe GoAway(decoding: first.head.span.bytes)
    try #require(announced.lastStream == GoAway.anyStream && first.header.aux == 0)
    try send(.ping, .ack, body: receive(.ping).body)
    let second = try receive(.goAway)
    try #require(second.header.aux == 0)
    return try unsafe GoAway(decoding: second.head.span.bytes).lastStream
  }
}
