import Messages
import RPC
import TestKit
import Testing

/// Compression that is agreed upon, and what goes wrong with it.
extension Connect {
  static let compression: [ConformanceCase] = [
    Interop.compression("connect/compression/unreadable", "bytes that are not zstd: INTERNAL") {
      peer in
      try peer.request(1, "UnaryCall", [.end, .compressed], [1, 2, 3, 4])
      try peer.expectStatus(1, .internal)
      try peer.echo(3)
      try peer.expectStatus(3)
    },
    Interop.compression("connect/compression/bomb", "what expands beyond 4 MiB: RESOURCE_EXHAUSTED")
    { peer in
      let size = 5 << 20
      let message = RPCV1.SimpleRequest(payload: [UInt8](repeating: 0, count: size)).encoded()
      try peer.request(
        1, "UnaryCall", [.end, .compressed], Zstandard.zeros(size, behind: message))
      try peer.expectStatus(1, .resourceExhausted)
      try peer.echo(3)
      try peer.expectStatus(3)
    },
    .greeting("connect/compression/not_offered", "a server that offers no codec agrees on none") {
      peer in
      try #require(try peer.hello(Settings(codecs: ["zstd"])).codecs.isEmpty)
      try peer.request(1, "UnaryCall", [.end, .compressed], [1])
      try peer.expectReset(1)
    },
  ]
}
