import Messages
import RPC
import TestKit
import Testing

/// Which keys metadata may have, on the way in and on the way out.
extension OwnWire {
  static let metadataKeys: [ConformanceCase] = received + sent

  /// Keys that no side takes, with a name each.
  private static let illegal: [(name: String, key: String)] = [
    ("upper_case", "X-Order"), ("last_upper_case", "x-ordeR"),
    ("reserved_upper_case", "Cameo-Caller"),
    ("empty", ""), ("space", "x order"), ("colon", ":path"), ("slash", "x/order"),
    ("not_ascii", "x-über"), ("control", "x-order\n"),
  ]

  private static let received: [ConformanceCase] =
    illegal.map { name, key in
      .server("wire/metadata/\(name)", "\"\(key.escaped)\" of a REQUEST: RESET, unprocessed") {
        peer in
        let metadata: Metadata = [.init(key: "x-good", text: "1"), .init(key: key, text: "2")]
        try peer.send(
          .request, .end, stream: 1, head: RawPeer.head("EmptyCall", metadata: metadata))
        try peer.expectReset(1, isUnprocessed: true)
        try peer.echo(3)
        try peer.expectStatus(3)
      }
    } + [
      .server("wire/metadata/legal", "a key of every character that there is arrives") { peer in
        let metadata: Metadata = [
          .init(key: "abcdefghijklmnopqrstuvwxyz0123456789-_.", text: "1"),
          .init(key: "-", text: "2"), .init(key: "0", text: "3"),
          .init(key: String(repeating: "k", count: 4_000), value: [0, 255]),
        ]
        try peer.send(
          .request, .end, stream: 1, head: RawPeer.head("UnaryCall", metadata: metadata),
          body: RPCV1.SimpleRequest(echoMetadata: true).encoded())
        try #require(try peer.expectStatus(1).responseHead?.metadata == metadata)
      },
      refused("response", "a RESPONSE with such a key: RESET, and the call fails with INTERNAL") {
        peer, stream in
        try peer.send(.response, [.end, .noMessage], stream: stream, head: badHead)
      },
      refused("initial", "initial metadata with one: RESET, and the call fails with INTERNAL") {
        peer, stream in
        try peer.send(.data, .noMessage, stream: stream, head: badHead)
      },
    ]

  private static let badHead = ResponseHead(metadata: [.init(key: "X-Order", text: "1")]).encoded()

  private static func refused(
    _ name: String, _ checks: String, _ answer: @escaping @Sendable (RawPeer, UInt32) throws -> Void
  ) -> ConformanceCase {
    .client("wire/metadata/\(name)", checks) { channel in
      let client = TestServiceClient(channel)
      _ = try await failure(.internal) { try await client.emptyCall(RPCV1.Empty(), .patient) }
      _ = try await client.emptyCall(RPCV1.Empty(), .patient)
    } server: { peer in
      try peer.hello()
      let stream = try peer.receive(.request).header.stream
      try answer(peer, stream)
      let end = try peer.receiveEnd(of: stream).header
      try #require(end.type == .reset && end.aux == StatusCode.internal.rawValue)
      let next = try peer.receive(.request)
      try peer.send(.response, .end, stream: next.header.stream)
      try peer.settle()
    }
  }

  private static let sent: [ConformanceCase] = [
    .client("wire/metadata/not_sent", "a client's own are refused before they leave") { channel in
      let client = TestServiceClient(channel)
      for (_, key) in illegal {
        let options = CallOptions(timeout: .seconds(100), metadata: [.init(key: key, text: "1")])
        let error = try await failure(.internal) {
          try await client.emptyCall(RPCV1.Empty(), options)
        }
        try #require(error.message.contains("\"\(key)\""))
      }
      _ = try await client.emptyCall(RPCV1.Empty(), .patient)
    } server: { peer in
      try peer.hello()
      let request = try peer.receive()
      try #require(request.header.type == .request)
      let head = try unsafe RequestHead(decoding: request.head.span.bytes)
      try #require(head.metadata.isEmpty)
      try peer.send(.response, .end, stream: request.header.stream)
      try peer.settle()
    }
  ]
}

extension String {
  fileprivate var escaped: String { unicodeScalars.map { $0.escaped(asASCII: true) }.joined() }
}
