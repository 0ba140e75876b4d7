import Messages
import RPC
import TestKit
import Testing

/// Windows: spent, returned, overrun and overflown; and calls beyond max_streams.
extension OwnWire {
  static let credit: [ConformanceCase] = overruns + overflows + returned + places

  private static let overruns: [ConformanceCase] = [
    .server("wire/window/stream_exceeded", "one byte beyond stream_window: RESET INTERNAL") {
      peer in
      let spent = try peer.stopReading(1)
      try peer.fill(1, Int(Settings.defaultStreamWindow) - spent)
      try peer.expectQuiet()
      try peer.send(.data, .more, stream: 1, body: [0])
      try peer.expectReset(1)
    },
    .server("wire/window/connection_exceeded", "one byte beyond connection_window: GOAWAY") {
      peer in
      let window = Int(Settings.defaultStreamWindow)
      let count = Int(Settings.defaultConnectionWindow) / window
      for index in 0..<count {
        let stream = UInt32(2 * index + 1)
        let spent = try peer.stopReading(stream)
        try peer.fill(stream, window - spent)
      }
      try peer.expectQuiet()
      let last = UInt32(2 * count + 1)
      try peer.request(last, "StreamingInputCall", .more, [0])
      try peer.expectGoAway()
    },
  ]

  private static let overflows: [ConformanceCase] = [
    .server("wire/window/zero", "a WINDOW of 0 does nothing") { peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      try peer.send(.window, stream: 0, aux: 0)
      try peer.send(.window, stream: 1, aux: 0)
      try peer.expectQuiet()
    },
    .server("wire/window/stream_overflow", "credit beyond 2^31-1 for a stream: RESET") { peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      try peer.send(.window, stream: 1, aux: 0x7FFF_FFFF - Settings.defaultStreamWindow)
      try peer.expectQuiet()
      try peer.send(.window, stream: 1, aux: 1)
      try peer.expectReset(1)
    },
    .server("wire/window/connection_overflow", "credit beyond 2^31-1 for the connection: GOAWAY") {
      peer in
      try peer.send(.window, stream: 0, aux: 0x7FFF_FFFF - Settings.defaultConnectionWindow)
      try peer.expectQuiet()
      try peer.send(.window, stream: 0, aux: 1)
      try peer.expectGoAway()
    },
    .server("wire/window/at_once", "a credit of 2^32-1 is no way round it") { peer in
      try peer.request(1, "FullDuplexCall", .noMessage)
      try peer.send(.window, stream: 1, aux: .max)
      try peer.expectReset(1)
      try peer.send(.window, stream: 0, aux: .max)
      try peer.expectGoAway()
    },
    .server("wire/window/never_opened", "WINDOW for a stream that never was: GOAWAY") { peer in
      try peer.send(.window, stream: 1, aux: 1)
      try peer.expectGoAway()
    },
    .server("wire/window/closed", "WINDOW for a stream that is over does nothing") { peer in
      try peer.request(1, "EmptyCall")
      try peer.expectStatus(1)
      try peer.send(.window, stream: 1, aux: .max)
      try peer.expectQuiet()
    },
  ]

  private static let returned: [ConformanceCase] = [
    .server("wire/credit/obeyed", "a server sends no more than the windows allow, and then goes on")
    {
      peer in
      let window = Int(Settings.defaultStreamWindow)
      let size = UInt32(window + 100_000)
      try peer.request(1, "UnaryCall", .end, RPCV1.SimpleRequest(responseSize: size).encoded())
      var count = 0
      while count < window { count += try peer.receive(.response).body.count }
      try #require(count == window)
      try #require(try peer.settle().isEmpty)
      try peer.send(.window, stream: 1, aux: 1)
      try #require(try peer.receive(.response).body.count == 1)
      try peer.send(.window, stream: 1, aux: 1 << 20)
      try peer.expectStatus(1)
    },
    .server("wire/credit/connection_obeyed", "nor more than the connection's, over all calls") {
      peer in
      let window = Int(Settings.defaultConnectionWindow)
      var count = 0
      for stream in stride(from: UInt32(1), to: 41, by: 2) {
        let request = RPCV1.SimpleRequest(responseSize: 250_000).encoded()
        try peer.request(stream, "UnaryCall", .end, request)
      }
      while count < window { count += try peer.receive(.response).body.count }
      try #require(count == window)
      try #require(try peer.settle().isEmpty)
      try peer.send(.window, stream: 0, aux: 4 << 20)
      try peer.expectStatus(39)
    },
    .server("wire/credit/returned", "what the application takes in comes back as WINDOW") { peer in
      let message = RPCV1.StreamingInputRequest(payload: [UInt8](repeating: 0, count: 4_000))
        .encoded()
      try peer.request(1, "StreamingInputCall", .noMessage)
      var (credit, sent) = (Int(Settings.defaultStreamWindow), 0)
      while sent < 1 << 20 {
        while credit < message.count { credit += Int(try peer.receive(.window).credit(of: 1)) }
        try peer.send(.data, stream: 1, body: message)
        credit -= message.count
        sent += message.count
      }
      try peer.send(.data, [.end, .noMessage], stream: 1)
      try peer.expectStatus(1)
    },
    .server("wire/credit/large_message", "a message may be larger than its window") { peer in
      let message = RPCV1.StreamingInputRequest(payload: [UInt8](repeating: 0, count: 3 << 20))
        .encoded()
      try peer.sendMessage(
        .request, .end, stream: 1, head: RawPeer.head("StreamingInputCall"), message)
      let reply = try RPCV1.StreamingInputResponse(decoding: peer.expectStatus(1).body)
      try #require(reply.aggregatedPayloadSize == 3 << 20)
    },
    .server("wire/credit/slow_reader", "a client that takes nothing stops its sender, and no PING")
    {
      peer in
      let replies = [RPCV1.ResponseParameters](repeating: .init(size: 200_000), count: 100)
      let request = RPCV1.StreamingOutputRequest(responseParameters: replies).encoded()
      try peer.request(1, "StreamingOutputCall", .end, request)
      var count = 0
      while count < Int(Settings.defaultStreamWindow) {
        count += try peer.receive(.data).body.count
      }
      try #require(try peer.settle().isEmpty)
      try peer.echo(3, 1_000)
      try peer.expectStatus(3)
    },
  ]

  private static let places: [ConformanceCase] = [
    ConformanceCase(
      "wire/limits/max_streams", "one call too many: RESET RESOURCE_EXHAUSTED, unprocessed"
    ) { _ in
      try await Subject.with("--max-streams", "2") { subject in
        try await RawPeer.connect(to: subject.address) { peer in
          try peer.hello()
          for stream in [UInt32(1), 3, 5] { try peer.request(stream, "FullDuplexCall", .noMessage) }
          try peer.expectReset(5, .resourceExhausted, isUnprocessed: true)
          try peer.send(.data, [.end, .noMessage], stream: 1)
          try peer.expectStatus(1)
          try peer.request(7, "EmptyCall")
          try peer.expectStatus(7)
        }
      }
    },
    .server("wire/limits/max_streams_default", "1 000 calls are open at once, and no more") {
      peer in
      for index in 0..<1000 {
        try peer.request(UInt32(2 * index + 1), "FullDuplexCall", .noMessage)
      }
      try peer.expectQuiet()
      try peer.request(2001, "FullDuplexCall", .noMessage)
      try peer.expectReset(2001, .resourceExhausted, isUnprocessed: true)
    },
    .server("wire/limits/max_message", "4 MiB and a byte: RESET at the piece that crosses it") {
      peer in
      let message = [UInt8](repeating: 0, count: Int(Settings.defaultMaxMessage) + 1)
      try peer.sendMessage(
        .request, .more, stream: 1, head: RawPeer.head("StreamingInputCall"), message)
      try peer.expectReset(1, .resourceExhausted)
    },
  ]
}

extension RawPeer {
  /// Opens a call whose handler is busy with one message while another waits for it: of what comes
  /// behind, nothing is taken in. Returns the bytes that this has cost.
  fileprivate func stopReading(_ stream: UInt32) throws -> Int {
    let slow = RPCV1.StreamingOutputRequest(
      responseParameters: [.init(size: 1, intervalUs: 100_000_000)]).encoded()
    try request(stream, "FullDuplexCall", .noMessage)
    try send(.data, stream: stream, body: slow)
    try send(.data, stream: stream, body: slow)
    return 2 * slow.count
  }

  /// Sends pieces of `count` bytes in all.
  fileprivate func fill(_ stream: UInt32, _ count: Int) throws {
    var left = count
    while left > 0 {
      let piece = min(left, Int(Settings.defaultMaxFrame))
      try send(.data, .more, stream: stream, body: [UInt8](repeating: 0, count: piece))
      left -= piece
    }
  }
}

extension RawPeer.Frame {
  /// What a WINDOW gives a stream.
  fileprivate func credit(of stream: UInt32) -> UInt32 {
    header.stream == stream ? header.aux : 0
  }
}
