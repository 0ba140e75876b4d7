import Messages
import RPC
import TestKit
import Testing

/// A server that turns calls away with a RESET, and says in its text when to come back.
extension OwnWire {
  static let overload: [ConformanceCase] =
    [
      turnedAway("push_back", "a call is not made again before retry_after_ms of a RESET's text") {
        peer, first in
        let clock = ContinuousClock()
        let refused = clock.now
        try peer.turnAway(first, "busy retry_after_ms=300")
        let second = try peer.receive(.request)
        // A loop reads the time once a turn, which may be a little before the frame came.
        try #require(clock.now - refused >= .milliseconds(290))
        try peer.serve(second)
      },
      turnedAway("push_back_for_good", "from 2^31 on it is not made again at all", isServed: false)
      {
        peer, first in
        try peer.turnAway(first, "busy retry_after_ms=2147483648")
        try #require(try peer.settle().isEmpty)
      },
    ] + textCases

  /// Texts that are for the log alone. Whoever took one for a push-back would not come again.
  private static let texts: [(name: String, text: String)] = [
    ("none", "busy"),
    ("not_at_the_end", "busy retry_after_ms=2147483648, or later"),
    ("no_space", "busyretry_after_ms=2147483648"),
    ("no_number", "busy retry_after_ms="),
    ("too_large", "busy retry_after_ms=4294967296"),
    ("negative", "busy retry_after_ms=-1"),
  ]

  private static let textCases = texts.map { name, text in
    turnedAway("text_\(name)", "\"\(text)\" asks for nothing: the call is made again at once") {
      peer, first in
      try peer.turnAway(first, text)
      try peer.serve(peer.receive(.request))
    }
  }

  private static func turnedAway(
    _ name: String, _ checks: String, isServed: Bool = true,
    _ script: @escaping @Sendable (RawPeer, UInt32) throws -> Void
  ) -> ConformanceCase {
    ConformanceCase("wire/overload/\(name)", checks) { _ in
      try await ScriptedServer.with(retry: .standard) { server in
        try await server.play { peer in
          try peer.hello()
          try script(peer, peer.receive(.request).header.stream)
        } _: { channel in
          let client = TestServiceClient(channel)
          guard !isServed else {
            _ = try await client.emptyCall(RPCV1.Empty(), .patient)
            return
          }
          let error = try await failure(.resourceExhausted) {
            try await client.emptyCall(RPCV1.Empty(), .patient)
          }
          try #require(error.message == "busy")
        }
      }
    }
  }
}

extension RawPeer {
  fileprivate func turnAway(_ stream: UInt32, _ text: String) throws {
    try send(
      .reset, .unprocessed, stream: stream, aux: StatusCode.resourceExhausted.rawValue,
      body: Array(text.utf8))
  }

  /// Answers what has to be the second attempt.
  fileprivate func serve(_ second: Frame) throws {
    try #require(try unsafe RequestHead(decoding: second.head.span.bytes).attempt == 1)
    try send(.response, .end, stream: second.header.stream)
    try settle()
  }
}
