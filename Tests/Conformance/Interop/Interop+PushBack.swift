import Messages
import RPC
import TestKit
import Testing

extension Interop {
  /// A server that says when to come again.
  static let pushBack = [
    retried("push_back", "a call is not made again before retry_after_ms", isAnswered: true) {
      peer, first in
      let clock = ContinuousClock()
      let refused = clock.now
      try peer.refuse(first, retryAfter: 300)
      let second = try peer.receive(.request)
      try #require(clock.now - refused >= .milliseconds(290))
      try #require(try unsafe RequestHead(decoding: second.head.span.bytes).attempt == 1)
      try peer.send(.response, .end, stream: second.header.stream)
      try peer.settle()
    },
    retried("push_back_for_good", "from 2^31 on it is not made again at all", isAnswered: false) {
      peer, first in
      try peer.refuse(first, retryAfter: 1 << 31)
      try #require(try peer.settle().isEmpty)
    },
  ]

  private static func retried(
    _ name: String, _ checks: String, isAnswered: Bool,
    _ script: @escaping @Sendable (RawPeer, UInt32) throws -> Void
  ) -> ConformanceCase {
    ConformanceCase("interop/\(name)", checks) { _ in
      try await ScriptedServer.with(retry: .standard) { server in
        try await server.play { peer in
          try peer.hello()
          try script(peer, peer.receive(.request).header.stream)
        } _: { channel in
          let client = TestServiceClient(channel)
          if !isAnswered {
            _ = try await failure(.unavailable) {
              try await client.emptyCall(RPCV1.Empty(), .patient)
            }
          } else {
            _ = try await client.emptyCall(RPCV1.Empty(), .patient)
          }
        }
      }
    }
  }
}

extension RawPeer {
  fileprivate func refuse(_ stream: UInt32, retryAfter milliseconds: UInt32) throws {
    try send(
      .response, [.end, .noMessage], stream: stream, aux: StatusCode.unavailable.rawValue,
      head: ResponseHead(message: "busy", retryAfterMilliseconds: milliseconds).encoded())
  }
}
