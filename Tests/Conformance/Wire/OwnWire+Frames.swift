import Messages
import RPC
import TestKit
import Testing

/// Headers: lengths, envelopes, streams, types and flags, at the edge of what is allowed and beyond.
extension OwnWire {
  static let frames: [ConformanceCase] = lengths + streams + types + flags

  private static let maxFrame = Int(Settings.defaultMaxFrame)

  /// A header whose payload never comes: what is wrong with it has to be noticed before.
  static func header(
    _ length: UInt32, stream: UInt32 = 1, _ type: FrameType = .request, _ flags: FrameFlags = .end,
    head: UInt16 = 0
  ) -> [UInt8] {
    RawPeer.bytes(
      FrameHeader(
        length: length, stream: stream, type: type, flags: flags, head: head, aux: 0))
  }

  private static let lengths: [ConformanceCase] = [
    .server("wire/length/max", "a payload of exactly max_frame, 16 368 bytes, is taken") { peer in
      let head = RawPeer.head("UnaryCall")
      // Tag and length of the payload are 3 bytes.
      let payload = [UInt8](repeating: 7, count: maxFrame - head.count - 3)
      let body = RPCV1.SimpleRequest(payload: payload).encoded()
      try #require(head.count + body.count == maxFrame)
      try peer.send(.request, .end, stream: 1, head: head, body: body)
      let reply = try RPCV1.SimpleResponse(decoding: peer.collect(1))
      try #require(reply.payload.count == payload.count)
    },
    .server("wire/length/max_plus_one", "one byte more: GOAWAY at the header, before the payload") {
      peer in
      try peer.send(header(UInt32(maxFrame + 1)))
      try peer.expectGoAway()
    },
    .server("wire/length/largest", "a length of 2^24-1: GOAWAY at the header") { peer in
      try peer.send(header(Settings.largestFrame))
      try peer.expectGoAway()
    },
    .server("wire/length/top_byte", "a top byte that is not 0: this is not Cameo RPC") { peer in
      try peer.send(header(0x0100_0000))
      try #require(try peer.expectGoAway().reason.contains("not Cameo RPC"))
    },
    .server("wire/length/0xFFFFFFFF", "a length of 2^32-1: GOAWAY, and no room is made") { peer in
      try peer.send(header(0xFFFF_FFFF))
      try peer.expectGoAway()
    },
    ConformanceCase("wire/length/raised", "a server whose HELLO raises max_frame takes that much") {
      _ in
      try await Subject.with("--max-frame", "65536") { subject in
        try await RawPeer.connect(to: subject.address) { peer in
          try #require(try peer.hello().maxFrame == 65_536)
          let head = RawPeer.head("StreamingInputCall")
          let payload = [UInt8](repeating: 7, count: 65_536 - head.count - 4)
          let body = RPCV1.StreamingInputRequest(payload: payload).encoded()
          try peer.send(.request, .end, stream: 1, head: head, body: body)
          try peer.expectStatus(1)
          try peer.send(header(65_537, stream: 3))
          try peer.expectGoAway()
        }
      }
    },
    .server("wire/head/max", "an envelope of 8 192 bytes is taken") { peer in
      var head: [UInt8] = []
      var count = 8_000
      while head.count < 8_192 {
        count += 1
        let value = [UInt8](repeating: 1, count: count)
        head = RawPeer.head("EmptyCall", metadata: [.init(key: "k", value: value)])
      }
      try #require(head.count == 8_192)
      try peer.send(.request, .end, stream: 1, head: head)
      try peer.expectStatus(1)
    },
    .server("wire/head/max_plus_one", "an envelope of 8 193 bytes: GOAWAY") { peer in
      try peer.send(header(9_000, head: 8_193))
      try peer.expectGoAway()
    },
    .server("wire/head/beyond_length", "an envelope larger than its frame: GOAWAY") { peer in
      try peer.send(header(10, head: 11))
      try peer.expectGoAway()
    },
  ]

  private static let streams: [ConformanceCase] = [
    refusedHeader("zero", "REQUEST on stream 0", header(0, stream: 0)),
    refusedHeader("even", "REQUEST on an even stream", header(0, stream: 2)),
    refusedHeader("beyond", "REQUEST on a stream above 2^31-1", header(0, stream: 0x8000_0001)),
    .server("wire/stream/last", "the highest id, 2^31-1, is served; a lower one is GOAWAY") {
      peer in
      try peer.request(0x7FFF_FFFF, "EmptyCall")
      try peer.expectStatus(0x7FFF_FFFF)
      try peer.request(0x7FFF_FFFD, "EmptyCall")
      try peer.expectGoAway()
    },
    .server("wire/stream/reused", "an id that was used before: GOAWAY") { peer in
      try peer.request(1, "EmptyCall")
      try peer.expectStatus(1)
      try peer.request(1, "EmptyCall")
      try peer.expectGoAway()
    },
    .server("wire/stream/falling", "an id below one that was used: GOAWAY") { peer in
      try peer.request(5, "EmptyCall")
      try peer.expectStatus(5)
      try peer.request(3, "EmptyCall")
      try peer.expectGoAway()
    },
    .server("wire/stream/skipped", "ids may leave some out, and those are never open") { peer in
      try peer.request(9, "EmptyCall")
      try peer.expectStatus(9)
      try peer.send(.data, stream: 7, body: [1])
      try peer.expectQuiet()
    },
    .server("wire/stream/open", "REQUEST on an open stream: RESET INTERNAL") { peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      try peer.request(1, "FullDuplexCall", .noMessage)
      try peer.expectReset(1)
    },
  ]

  private static func refusedHeader(
    _ name: String, _ what: String, _ bytes: [UInt8]
  ) -> ConformanceCase {
    .server("wire/stream/\(name)", "\(what): GOAWAY") { peer in
      try peer.send(bytes)
      try peer.expectGoAway()
    }
  }

  private static let types: [ConformanceCase] = [
    .server("wire/type/extension", "types from 0x80 up are skipped, on any stream") { peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      for (type, stream) in zip([0x80, 0x9A, 0xFF], [UInt32(0), 1, 4_000_000_000]) {
        let type = FrameType(rawValue: UInt8(type))
        try peer.send(type, [.end, .more], stream: stream, head: [1, 2], body: [3])
      }
      try peer.send(.data, [.end, .noMessage], stream: 1)
      try peer.expectStatus(1)
    },
    .server("wire/type/extension_between_pieces", "also within a message") { peer in
      let message = RPCV1.StreamingInputRequest(payload: [1, 2, 3, 4]).encoded()
      try peer.request(1, "StreamingInputCall", .more, Array(message.prefix(2)))
      try peer.send(FrameType(rawValue: 0x80), stream: 1, body: [9, 9])
      try peer.send(.data, .end, stream: 1, body: Array(message.dropFirst(2)))
      let reply = try RPCV1.StreamingInputResponse(decoding: peer.expectStatus(1).body)
      try #require(reply.aggregatedPayloadSize == 4)
    },
    .server("wire/type/unknown", "type 0x00 and types from 0x09 to 0x7F: GOAWAY") { peer in
      try peer.send(FrameType(rawValue: 9))
      try peer.expectGoAway()
    },
    .server("wire/type/zero", "type 0x00: GOAWAY") { peer in
      try peer.send(FrameType(rawValue: 0))
      try peer.expectGoAway()
    },
    .server("wire/type/below_extension", "type 0x7F: GOAWAY") { peer in
      try peer.send(FrameType(rawValue: 0x7F))
      try peer.expectGoAway()
    },
    refusedPayload("hello_with_body", "HELLO with a body", .hello, body: [1]),
    refusedPayload("window_with_payload", "WINDOW with a payload", .window, body: [1]),
    refusedPayload("ping_of_seven", "PING of 7 bytes", .ping, body: [1, 2, 3, 4, 5, 6, 7]),
    refusedPayload("ping_of_nine", "PING of 9", .ping, body: [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    refusedPayload(
      "ping_with_head", "PING with an envelope", .ping, head: [1, 2, 3, 4, 5, 6, 7, 8]),
    refusedPayload("goaway_with_body", "GOAWAY with a body", .goAway, body: [1]),
    refusedPayload("hello_on_stream", "HELLO on a stream", .hello, stream: 1),
    refusedPayload("ping_on_stream", "PING on a stream", .ping, stream: 1, body: [UInt8](1...8)),
    refusedPayload("goaway_on_stream", "GOAWAY on a stream", .goAway, stream: 1),
    .server("wire/payload/reset_lenient", "of a RESET only stream, aux, body and a flag count") {
      peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      try peer.send(
        .reset, [.end, .more, .compressed, .noMessage], stream: 1, aux: 77, head: [0xFF, 0xFF],
        body: [0xC0])
      try peer.expectQuiet()
      try peer.send(.data, stream: 1)
      try peer.expectQuiet()
    },
  ]

  private static func refusedPayload(
    _ name: String, _ what: String, _ type: FrameType, stream: UInt32 = 0, head: [UInt8] = [],
    body: [UInt8] = []
  ) -> ConformanceCase {
    .server("wire/payload/\(name)", "\(what): GOAWAY") { peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      try peer.send(type, stream: stream, head: head, body: body)
      try peer.expectGoAway()
    }
  }

  private static let flags: [ConformanceCase] = [
    .server("wire/flags/high_nibble", "bits of the high nibble that mean nothing are ignored") {
      peer in
      let high = FrameFlags(rawValue: 0xF0)
      try peer.request(1, "UnaryCall", high.union(.end))
      try peer.expectStatus(1)
      try peer.request(3, "FullDuplexCall", high.union(.noMessage))
      try peer.send(.data, high, stream: 3)
      try peer.send(.window, high, stream: 3, aux: 1)
      try peer.send(.ping, FrameFlags(rawValue: 0xE0), body: [UInt8](1...8))
      let answer = try peer.receive(.ping)
      try #require(answer.header.flags == .ack && answer.body == [UInt8](1...8))
      try peer.send(.data, high.union([.end, .noMessage]), stream: 3)
      try peer.expectStatus(3)
    },
    controlFlag("hello", .hello), controlFlag("window", .window),
    controlFlag("ping", .ping, body: [UInt8](1...8)), controlFlag("goaway", .goAway),
    misflagged("end_with_more", "END with MORE", [.end, .more], body: [1]),
    misflagged("no_message_with_body", "NO_MESSAGE with a body", .noMessage, body: [1]),
    misflagged("no_message_with_more", "NO_MESSAGE with MORE", [.noMessage, .more]),
    misflagged("no_message_compressed", "NO_MESSAGE with COMPRESSED", [.noMessage, .compressed]),
    misflagged("compressed", "COMPRESSED without a codec", .compressed, body: [1]),
    .server("wire/flags/no_message_within_message", "NO_MESSAGE in mid-message: RESET") { peer in
      try peer.request(1, "StreamingInputCall", .more, [0x0A])
      try peer.send(.data, .noMessage, stream: 1)
      try peer.expectReset(1)
    },
    .server("wire/flags/no_message_cuts_message", "so is NO_MESSAGE with END") { peer in
      try peer.request(1, "StreamingInputCall", .more, [0x0A])
      try peer.send(.data, [.end, .noMessage], stream: 1)
      try peer.expectReset(1)
    },
  ]

  /// Each bit of the low nibble on a frame of the connection's own.
  private static func controlFlag(
    _ name: String, _ type: FrameType, body: [UInt8] = []
  ) -> ConformanceCase {
    ConformanceCase("wire/flags/low_nibble_on_\(name)", "each bit of the low nibble: GOAWAY") {
      subject in
      for bit in [FrameFlags.end, .more, .compressed, .noMessage] {
        try await RawPeer.connect(to: subject.address) { peer in
          if type != .hello { try peer.hello() }
          try peer.send(type, bit, body: body)
          try peer.expectGoAway()
        }
      }
    }
  }

  /// A contradiction on REQUEST and on DATA.
  private static func misflagged(
    _ name: String, _ what: String, _ flags: FrameFlags, body: [UInt8] = []
  ) -> ConformanceCase {
    .server("wire/flags/\(name)", "\(what), on REQUEST and on DATA: RESET INTERNAL") { peer in
      try peer.request(1, "FullDuplexCall", flags, body)
      try peer.expectReset(1)
      try peer.request(3, "FullDuplexCall", .noMessage)
      try peer.send(.data, flags, stream: 3, body: body)
      try peer.expectReset(3)
    }
  }
}
