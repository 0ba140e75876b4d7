import Messages
import RPC
import TLS
import TestKit
import Testing

/// Metadata: of a request, duplicates, binary values, and with a status alone or after replies.
extension Connect {
  static let pairs: Metadata = [
    .init(key: "x-order", text: "first"), .init(key: "x-order", text: "second"),
    .init(key: "x-bytes-bin", value: [0, 255, 10, 0]), .init(key: "x-empty", text: ""),
    .init(key: "x-order", text: "first"),
  ]

  static let metadata: [ConformanceCase] = [
    ConformanceCase("connect/metadata/duplicates", "keys that repeat keep their values, in order") {
      subject in
      let error = try await failure(.aborted) {
        try await subject.client.unaryCall(
          RPCV1.SimpleRequest(responseStatus: .init(code: 10), echoMetadata: true),
          CallOptions(timeout: .seconds(100), metadata: pairs))
      }
      try #require(error.metadata == pairs)
    },
    .server("connect/trailers/only", "a status alone carries its metadata") { peer in
      try peer.send(
        .request, .end, stream: 1, head: RawPeer.head("UnaryCall", metadata: pairs),
        body: RPCV1.SimpleRequest(responseStatus: .init(code: 10), echoMetadata: true).encoded())
      let response = try peer.expectStatus(1, .aborted)
      try #require(response.header.flags == [.end, .noMessage])
      try #require(response.responseHead?.metadata == pairs)
    },
    .client("connect/trailers/at_end", "metadata of a status after replies arrives") { channel in
      let request = RPCV1.StreamingOutputRequest()
      var count = 0
      let error = try await failure(.aborted) {
        for try await _ in TestServiceClient(channel).streamingOutputCall(request, .patient) {
          count += 1
        }
      }
      try #require(count == 2 && error.metadata == pairs)
    } server: { peer in
      try peer.hello()
      let stream = try peer.receive(.request).header.stream
      for _ in 0..<2 { try peer.send(.data, stream: stream) }
      try peer.send(
        .response, [.end, .noMessage], stream: stream, aux: StatusCode.aborted.rawValue,
        head: ResponseHead(metadata: pairs).encoded())
      try peer.settle()
    },
    .client("connect/metadata/sent", "a client sends its metadata as they are") { channel in
      let options = CallOptions(timeout: .seconds(100), metadata: pairs)
      _ = try await TestServiceClient(channel).emptyCall(RPCV1.Empty(), options)
    } server: { peer in
      try peer.hello()
      let request = try peer.receive(.request)
      let head = try unsafe RequestHead(decoding: request.head.span.bytes)
      try #require(head.metadata == pairs && head.method == "\(RawPeer.service)/EmptyCall")
      try peer.send(.response, .end, stream: request.header.stream)
      try peer.settle()
    },
  ]

  static let identity: [ConformanceCase] = [
    ConformanceCase(
      "connect/tls/client_certificate", "the server knows the client by its SPIFFE URI"
    ) { subject in
      let reply = try await subject.client.unaryCall(RPCV1.SimpleRequest(), .patient)
      try #require(reply.peer == "spiffe://cameo.local/client/client")
    },
    ConformanceCase("connect/tls/service_certificate", "and a service by its own") { subject in
      let context = try TestCertificates.context(.client, "gateway")
      let peer = try await RawPeer.connect(to: subject.address, as: context) { peer in
        try peer.hello()
        try peer.echo(1)
        return try RPCV1.SimpleResponse(decoding: peer.expectStatus(1).body).peer
      }
      try #require(peer == "spiffe://cameo.local/service/gateway")
    },
  ]
}
