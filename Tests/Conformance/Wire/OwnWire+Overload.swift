import Messages
import RPC
import TestKit
import Testing

/// A server that turns calls away with a RESET, and says in its text when to come back.
extension OwnWire {
  static let overload: [ConformanceCase] =
    [
      .refusedOnce(
        "wire/overload/push_back",
        "a call is not made again before retry_after_ms of a RESET's text"
      ) { peer, first in
        try peer.serveSecondAttempt(notBefore: 300) {
          try peer.turnAway(first, "busy retry_after_ms=\($0)")
        }
      },
      .refusedOnce(
        "wire/overload/push_back_for_good", "from 2^31 on it is not made again at all",
        endsWith: .resourceExhausted
      ) { peer, first in
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

  private static let textCases: [ConformanceCase] = texts.map { name, text in
    .refusedOnce(
      "wire/overload/text_\(name)", "\"\(text)\" asks for nothing: the call is made again at once"
    ) { peer, first in
      try peer.turnAway(first, text)
      try peer.serveSecondAttempt()
    }
  }
}

extension RawPeer {
  fileprivate func turnAway(_ stream: UInt32, _ text: String) throws {
    try send(
      .reset, .unprocessed, stream: stream, aux: StatusCode.resourceExhausted.rawValue,
      body: Array(text.utf8))
  }
}
