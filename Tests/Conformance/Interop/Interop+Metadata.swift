import Messages
import RPC
import TestKit
import Testing

extension Interop {
  private static let initial = Metadata.Entry(
    key: "x-grpc-test-echo-initial", text: "test_initial_metadata_value")
  private static let trailing = Metadata.Entry(
    key: "x-grpc-test-echo-trailing-bin", value: [0xAB, 0xAB, 0xAB])

  static let metadata: [ConformanceCase] = [
    .server(
      "interop/custom_metadata", "one key comes before the reply, a binary one with its status"
    ) { peer in
      try peer.send(
        .request, .end, stream: 1,
        head: RawPeer.head("UnaryCall", metadata: [initial, trailing]),
        body: RPCV1.SimpleRequest(responseSize: 10, payload: [1]).encoded())
      try peer.expectEcho(1, initial, trailing)
      try peer.send(
        .request, .noMessage, stream: 3,
        head: RawPeer.head("FullDuplexCall", metadata: [initial, trailing]))
      try peer.send(
        .data, .end, stream: 3,
        body: RPCV1.StreamingOutputRequest(responseParameters: [.init(size: 3)]).encoded())
      try peer.expectEcho(3, initial, trailing)
    }
  ]
}

extension RawPeer {
  fileprivate func expectEcho(
    _ stream: UInt32, _ initial: Metadata.Entry, _ trailing: Metadata.Entry
  ) throws {
    var first = try receive()
    while first.header.stream != stream { first = try receive() }
    try #require(first.header.type == .data, "\(first.text)")
    try #require(first.responseHead?.metadata == [initial])
    let end = try expectStatus(stream)
    try #require(end.responseHead?.metadata == [trailing])
  }
}
