import Messages
import RPC
import TestKit
import Testing

/// Metadata keys that begin with `cameo-`, from a client that no policy lets speak for others.
extension OwnWire {
  static let reserved: [ConformanceCase] = [
    .server("wire/reserved/known", "the three keys, well-formed: PERMISSION_DENIED") { peer in
      try peer.expectRefused([
        [.init(key: "cameo-caller", text: "spiffe://cameo.local/client/anna")],
        [.init(key: "cameo-roles", text: "operator,auditor")],
        [.init(key: "cameo-purpose", text: "support")],
      ])
    },
    .server("wire/reserved/unknown", "any other key that begins so: PERMISSION_DENIED") { peer in
      try peer.expectRefused([
        [.init(key: "cameo-", text: "")], [.init(key: "cameo-x", text: "1")],
        [.init(key: "cameo-caller-bin", value: [0, 255])],
      ])
    },
    .server("wire/reserved/malformed", "a bad value, or one key twice, is refused no otherwise") {
      peer in
      let caller = Metadata.Entry(key: "cameo-caller", text: "spiffe://cameo.local/client/anna")
      try peer.expectRefused([
        [.init(key: "cameo-caller", text: "")], [.init(key: "cameo-caller", value: [0xFF])],
        [caller, caller],
      ])
    },
    .server("wire/reserved/among_others", "one such key among others is enough") { peer in
      let other = Metadata.Entry(key: "x-other", text: "1")
      let roles = Metadata.Entry(key: "cameo-roles", text: "operator")
      try peer.expectRefused([[other, roles], [roles, other], [other, roles, other]])
    },
    .server("wire/reserved/stream", "a stream is refused before it has sent a message") { peer in
      let metadata: Metadata = [.init(key: "cameo-caller", text: "anna")]
      try peer.send(
        .request, .noMessage, stream: 1, head: RawPeer.head("FullDuplexCall", metadata: metadata))
      try peer.expectStatus(1, .permissionDenied)
      try peer.echo(3, 10)
      try peer.expectStatus(3)
    },
    .server("wire/reserved/others", "keys that only look like it are the application's") { peer in
      let metadata: Metadata = [
        .init(key: "cameo", text: "1"), .init(key: "cameoa-caller", text: "2"),
        .init(key: "x-cameo-caller", text: "3"), .init(key: "cameo_caller", text: "4"),
      ]
      try peer.send(
        .request, .end, stream: 1, head: RawPeer.head("UnaryCall", metadata: metadata),
        body: RPCV1.SimpleRequest(echoMetadata: true).encoded())
      try #require(try peer.expectStatus(1).responseHead?.metadata == metadata)
    },
  ]
}

extension RawPeer {
  /// A call with each of these is refused and reaches no handler, which would end it otherwise; the
  /// connection goes on.
  fileprivate func expectRefused(_ all: [Metadata]) throws {
    let request = RPCV1.SimpleRequest(responseStatus: .init(code: 10)).encoded()
    for (index, metadata) in all.enumerated() {
      let stream = UInt32(2 * index + 1)
      try send(
        .request, .end, stream: stream, head: Self.head("UnaryCall", metadata: metadata),
        body: request)
      try expectStatus(stream, .permissionDenied)
    }
    try expectQuiet()
  }
}
