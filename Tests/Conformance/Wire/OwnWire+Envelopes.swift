import Messages
import RPC
import TestKit
import Testing

/// HELLO, the heads and GOAWAY: what is skipped in an envelope, and what makes it unreadable.
extension OwnWire {
  static let envelopes: [ConformanceCase] = hellos + heads

  private static let hellos: [ConformanceCase] = [
    .greeting(
      "wire/hello/first", "the first frame is HELLO, on both sides; calls may follow at once"
    ) { peer in
      try peer.send(
        RawPeer.bytes(.hello, head: Hello(Settings()).encoded())
          + RawPeer.bytes(.request, .end, stream: 1, head: RawPeer.head("EmptyCall")))
      let hello = try peer.receive()
      try #require(hello.header.type == .hello)
      try peer.expectStatus(1)
    },
    .greeting("wire/hello/not_first", "another first frame: GOAWAY") { peer in
      try peer.request(1, "EmptyCall")
      try peer.expectGoAway()
    },
    .greeting("wire/hello/empty", "HELLO with no field at all means every default") { peer in
      try peer.send(.hello)
      try peer.echo(1, 100)
      try peer.expectStatus(1)
    },
    .server("wire/hello/second", "a second HELLO: GOAWAY") { peer in
      try peer.send(.hello)
      try peer.expectGoAway()
    },
    refusedHello("lowers_frame", "a max_frame below the default", { $0.maxFrame = 16_367 }),
    refusedHello("lowers_message", "a max_message below the default", { $0.maxMessage = 1 }),
    refusedHello("lowers_streams", "max_streams below the default", { $0.maxStreams = 999 }),
    refusedHello("lowers_window", "a stream_window below the default", { $0.streamWindow = 1 }),
    refusedHello(
      "lowers_connection_window", "a connection_window below the default",
      { $0.connectionWindow = (4 << 20) - 1 }),
    refusedHello("window_beyond", "a window of 2^31", { $0.streamWindow = 1 << 31 }),
    refusedHello(
      "connection_window_beyond", "a connection window of 2^31", { $0.connectionWindow = 1 << 31 }),
    .greeting("wire/hello/raises", "limits may be raised to the largest numbers") { peer in
      try peer.hello(
        Settings(
          maxFrame: 1 << 24, maxMessage: .max, maxStreams: .max, streamWindow: 0x7FFF_FFFF,
          connectionWindow: 0x7FFF_FFFF))
      try peer.echo(1, 100)
      try peer.expectStatus(1)
    },
    .greeting("wire/hello/unknown_field", "fields that nobody knows are skipped") { peer in
      // Field 100: a varint, 8 bytes, text and 4 bytes.
      try peer.send(
        .hello,
        head: [0xA0, 6, 1] + [0xA1, 6, 1, 2, 3, 4, 5, 6, 7, 8] + [0xA2, 6, 1, 65]
          + [0xA5, 6, 1, 2, 3, 4])
      try peer.echo(1)
      try peer.expectStatus(1)
    },
    .greeting("wire/hello/unreadable", "a HELLO that cannot be read: GOAWAY") { peer in
      try peer.send(.hello, head: [0x3A, 0x7F, 0x41])
      try peer.expectGoAway()
    },
    .client("wire/hello/server_lowers", "a server that lowers a limit loses the connection") {
      channel in
      _ = try await failure(.unavailable) {
        try await TestServiceClient(channel).emptyCall(RPCV1.Empty(), .patient)
      }
    } server: { peer in
      var hello = Hello()
      hello.maxStreams = 1
      try peer.send(.hello, head: hello.encoded())
      try peer.expectGoAway()
    },
    .client("wire/hello/raises_open_streams", "HELLO raises the window of calls already open") {
      channel in
      let payload = [UInt8](repeating: 1, count: 600_000)
      _ = try await TestServiceClient(channel).unaryCall(
        RPCV1.SimpleRequest(payload: payload), .patient)
    } server: { peer in
      var count = 0
      while count < Int(Settings.defaultStreamWindow) { count += try peer.receive().body.count }
      try peer.send(.hello, head: Hello(Settings(streamWindow: 2 << 20)).encoded())
      while count < 600_000 { count += try peer.receive(.data).body.count }
      try peer.send(.response, .end, stream: 1)
      try peer.settle()
    },
  ]

  private static func refusedHello(
    _ name: String, _ what: String, _ change: @escaping @Sendable (inout Hello) -> Void
  ) -> ConformanceCase {
    .greeting("wire/hello/\(name)", "\(what): GOAWAY") { peer in
      var hello = Hello()
      change(&hello)
      try peer.send(.hello, head: hello.encoded())
      try peer.expectGoAway()
    }
  }

  /// `method` of RequestHead, for envelopes by hand.
  private static let method = RawPeer.head("EmptyCall")

  private static let heads: [ConformanceCase] = [
    .server("wire/envelope/unknown_field", "fields that nobody knows are skipped") { peer in
      try peer.send(.request, .end, stream: 1, head: [0xA0, 6, 1] + method + [0xA2, 6, 1, 65])
      try peer.expectStatus(1)
    },
    unreadable("wrong_wire_type", "a known field of another wire type", [0x08, 1]),
    unreadable("group", "a group", method + [0xA3, 6, 0xA4, 6]),
    unreadable(
      "wide_number", "a number beyond 32 bits", method + [0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
    unreadable(
      "endless_number", "a number of more than ten bytes",
      method + [0x20] + [UInt8](repeating: 0xFF, count: 11)),
    unreadable("not_utf8", "text that is not UTF-8", [0x0A, 2, 0xC3, 0x28]),
    unreadable("nul", "text with a NUL", [0x0A, 3, 65, 0, 66]),
    unreadable("truncated", "bytes that end within a field", Array(method.dropLast())),
    unreadable("field_zero", "a field number of 0", method + [0x00, 1]),
    unreadable("nested", "metadata that end within a field", method + [0x12, 3, 0x0A, 9, 65]),
    .server("wire/envelope/goaway_unreadable", "a GOAWAY that cannot be read: GOAWAY") { peer in
      try peer.send(.goAway, head: [0x12, 0x7F])
      try peer.expectGoAway()
    },
  ]

  private static func unreadable(
    _ name: String, _ what: String, _ head: [UInt8]
  ) -> ConformanceCase {
    .server("wire/envelope/\(name)", "\(what): the call is refused, the connection goes on") {
      peer in
      try peer.send(.request, .end, stream: 1, head: head)
      try peer.expectReset(1, isUnprocessed: true)
    }
  }
}
