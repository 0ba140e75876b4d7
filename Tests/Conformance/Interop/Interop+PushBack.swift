import Messages
import RPC
import TestKit
import Testing

extension Interop {
  /// A server that says when to come again.
  static let pushBack: [ConformanceCase] = [
    .refusedOnce("interop/push_back", "a call is not made again before retry_after_ms") {
      peer, first in
      try peer.serveSecondAttempt(notBefore: 300) {
        try peer.refuse(first, retryAfter: $0)
      }
    },
    .refusedOnce(
      "interop/push_back_for_good", "from 2^31 on it is not made again at all",
      endsWith: .unavailable
    ) { peer, first in
      try peer.refuse(first, retryAfter: 1 << 31)
      try #require(try peer.settle().isEmpty)
    },
  ]
}

extension RawPeer {
  fileprivate func refuse(_ stream: UInt32, retryAfter milliseconds: UInt32) throws {
    try send(
      .response, [.end, .noMessage], stream: stream, aux: StatusCode.unavailable.rawValue,
      head: ResponseHead(message: "busy", retryAfterMilliseconds: milliseconds).encoded())
  }
}
