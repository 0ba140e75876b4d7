import Messages
import RPC
import TestKit
import Testing

/// Frames that cost their sender nothing: too many end the connection, those that have their reason do
/// not count.
extension OwnWire {
  static let floods: [ConformanceCase] = tooMany + uncounted

  /// Beyond the 1 000 at once and what 200 a second add while they are on their way.
  private static let flood = 4_000

  private static let tooMany: [ConformanceCase] = [
    flood("ping", RawPeer.bytes(.ping, body: [UInt8](1...8))),
    flood("ping_ack", RawPeer.bytes(.ping, .ack, body: [UInt8](1...8))),
    flood("window", RawPeer.bytes(.window, aux: 1)),
    flood("window_of_zero", RawPeer.bytes(.window, stream: 1)),
    flood("empty_data", RawPeer.bytes(.data, .noMessage, stream: 1)),
    flood("empty_pieces", RawPeer.bytes(.data, .more, stream: 1)),
    flood("empty_extension", RawPeer.bytes(FrameType(rawValue: 0x80))),
    flood("goaway", RawPeer.bytes(.goAway)),
    .server("wire/flood/rapid_reset", "REQUEST and RESET, again and again: GOAWAY") { peer in
      let head = RawPeer.head("FullDuplexCall")
      let bytes = (0..<UInt32(flood)).flatMap { index in
        RawPeer.bytes(.request, .noMessage, stream: 2 * index + 1, head: head)
          + RawPeer.bytes(.reset, stream: 2 * index + 1, aux: 1)
      }
      try peer.send(bytes)
      try peer.expectGoAway(.resourceExhausted)
    },
    .server("wire/flood/late_reset", "RESETs of calls long over, beyond one each: GOAWAY") { peer in
      try peer.request(1, "EmptyCall")
      try peer.expectStatus(1)
      try peer.send(repeated(RawPeer.bytes(.reset, stream: 1)))
      try peer.expectGoAway(.resourceExhausted)
    },
    .server("wire/flood/late_data", "empty DATA for a call long over: GOAWAY") { peer in
      try peer.request(1, "EmptyCall")
      try peer.expectStatus(1)
      try peer.send(repeated(RawPeer.bytes(.data, stream: 1)))
      try peer.expectGoAway(.resourceExhausted)
    },
  ]

  private static func repeated(_ frame: [UInt8]) -> [UInt8] {
    (0..<flood).flatMap { _ in frame }
  }

  private static func flood(_ name: String, _ frame: [UInt8]) -> ConformanceCase {
    .server("wire/flood/\(name)", "\(flood) at once: GOAWAY RESOURCE_EXHAUSTED") { peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      try peer.send(repeated(frame))
      try peer.expectGoAway(.resourceExhausted)
    }
  }

  private static let uncounted: [ConformanceCase] = [
    .server("wire/flood/free/answered_resets", "a RESET of each of 3 000 answered calls is free") {
      peer in
      for batch in 0..<UInt32(10) {
        let streams = (0..<UInt32(300)).map { 2 * (300 * batch + $0) + 1 }
        for stream in streams { try peer.request(stream, "EmptyCall") }
        for stream in streams { try peer.expectStatus(stream) }
        for stream in streams { try peer.send(.reset, stream: stream, aux: 1) }
        try peer.expectQuiet()
      }
    },
    .server("wire/flood/free/earned_windows", "two WINDOWs for each of 3 000 DATA are free") {
      peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      let replies = [RPCV1.ResponseParameters](repeating: .init(size: 1), count: 100)
      let request = RPCV1.StreamingOutputRequest(responseParameters: replies).encoded()
      for _ in 0..<30 {
        try peer.send(.data, stream: 1, body: request)
        for _ in 0..<100 {
          let size = UInt32(try peer.receive(.data).body.count)
          try peer.send(.window, stream: 1, aux: size)
          try peer.send(.window, aux: size)
        }
      }
      try peer.expectQuiet()
    },
    .server("wire/flood/free/empty_messages", "3 000 messages of no bytes that are read are free") {
      peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      let last = RPCV1.StreamingOutputRequest(responseParameters: [.init(size: 1)]).encoded()
      for _ in 0..<10 {
        for _ in 0..<300 { try peer.send(.data, stream: 1) }
        try peer.send(.data, stream: 1, body: last)
        _ = try peer.receive(.data)
      }
      try peer.expectQuiet()
    },
    .server("wire/flood/free/ends", "an empty END of each of 3 000 calls is free") { peer in
      for batch in 0..<UInt32(10) {
        let streams = (0..<UInt32(300)).map { 2 * (300 * batch + $0) + 1 }
        for stream in streams {
          try peer.request(stream, "FullDuplexCall", .noMessage)
          try peer.send(.data, [.end, .noMessage], stream: stream)
        }
        for stream in streams { try peer.expectStatus(stream) }
      }
      try peer.expectQuiet()
    },
    .server("wire/flood/free/burst", "990 PINGs at once are within the budget") { peer in
      for _ in 0..<990 { try peer.send(.ping, body: [UInt8](1...8)) }
      for _ in 0..<990 { _ = try peer.receive(.ping) }
      try peer.expectQuiet()
    },
  ]
}
