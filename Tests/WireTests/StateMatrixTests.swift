import Testing

@testable import Wire

/// Every state of a stream against every frame that may come for it, for both roles. The stream is 1.
struct StateMatrixTests {
  /// The columns of the tables below, in their order.
  static let frames: [(String, Frame)] = [
    ("HELLO", .hello), ("REQUEST", .request(1)), ("DATA", .data(1)), ("DATA END", .data(1, .end)),
    ("RESPONSE", .response(1)), ("RESPONSE error", .response(1, .end, 0, .aborted)),
    ("RESET", .reset(1)), ("WINDOW", .window(1, 9)), ("WINDOW 0", .window(0, 9)),
    ("PING", .ping()), ("GOAWAY", Frame(type: .goAway)),
    ("type 0x00", Frame(type: FrameType(rawValue: 0), stream: 1)),
    ("type 0x42", Frame(type: FrameType(rawValue: 0x42), stream: 1)),
    ("type 0x80", Frame(type: FrameType(rawValue: 0x80), stream: 1, body: [1])),
  ]

  static let server: [(ServerState, String)] = [
    (.beforeHello, "ready fail fail fail fail fail fail fail fail fail fail fail fail fail"),
    (.idle, "fail request fail fail fail fail fail fail credit ping goAway fail fail none"),
    (.open, "fail refuse data data refuse refuse reset credit credit ping goAway fail fail none"),
    (
      .midMessage,
      "fail refuse data data refuse refuse reset credit credit ping goAway fail fail none"
    ),
    (
      .halfClosed,
      "fail refuse refuse refuse refuse refuse reset credit credit ping goAway fail fail none"
    ),
    (
      .answered,
      "fail fail dropped dropped dropped dropped none none credit ping goAway fail fail none"
    ),
    (
      .resetByPeer,
      "fail fail dropped dropped dropped dropped none none credit ping goAway fail fail none"
    ),
    (
      .resetHere,
      "fail fail dropped dropped dropped dropped none none credit ping goAway fail fail none"
    ),
    (
      .refused,
      "fail fail dropped dropped dropped dropped none none credit ping goAway fail fail none"
    ),
    (.draining, "fail refuse fail fail fail fail fail fail credit ping goAway fail fail none"),
  ]

  static let client: [(ClientState, String)] = [
    (.beforeHello, "ready fail fail fail fail fail fail fail fail fail fail fail fail fail"),
    (.idle, "fail fail fail fail fail fail fail fail credit ping goAway fail fail none"),
    (
      .open,
      "fail refuse data refuse response response reset credit credit ping goAway fail fail none"
    ),
    (
      .halfClosed,
      "fail refuse data refuse response response reset credit credit ping goAway fail fail none"
    ),
    (
      .midMessage,
      "fail refuse data refuse refuse response reset credit credit ping goAway fail fail none"
    ),
    (
      .inResponse,
      "fail refuse refuse refuse response response reset credit credit ping goAway fail fail none"
    ),
    (
      .answered,
      "fail dropped dropped dropped dropped dropped none none credit ping goAway fail fail none"
    ),
    (
      .resetByPeer,
      "fail dropped dropped dropped dropped dropped none none credit ping goAway fail fail none"
    ),
    (
      .resetHere,
      "fail dropped dropped dropped dropped dropped none none credit ping goAway fail fail none"
    ),
    (
      .refused,
      "fail dropped dropped dropped dropped dropped none none credit ping goAway fail fail none"
    ),
  ]

  enum ServerState: CaseIterable {
    case beforeHello, idle, open, midMessage, halfClosed
    case answered, resetByPeer, resetHere, refused, draining

    func make() -> Side {
      let side = Side(.server, ready: self != .beforeHello)
      switch self {
      case .beforeHello, .idle: break
      case .open: side.receive(.request(1, []))
      case .midMessage: side.receive(.request(1, .more, 1))
      case .halfClosed: side.receive(.request(1))
      case .answered:
        side.receive(.request(1, []))
        side.send(.response(1))
      case .resetByPeer:
        side.receive(.request(1, []))
        side.receive(.reset(1))
      case .resetHere:
        side.receive(.request(1, []))
        side.send(.reset(1))
      case .refused: side.receive(.request(1, [.end, .more], 1))
      case .draining: side.machine.beginDrain()
      }
      return side
    }
  }

  enum ClientState: CaseIterable {
    case beforeHello, idle, open, halfClosed, midMessage, inResponse
    case answered, resetByPeer, resetHere, refused

    func make() -> Side {
      let side = Side(.client, ready: self != .beforeHello)
      if self != .idle { side.open(self == .halfClosed ? .end : []) }
      switch self {
      case .beforeHello, .idle, .open, .halfClosed: break
      case .midMessage: side.receive(.data(1, .more))
      case .inResponse: side.receive(.response(1, .more, 1))
      case .answered: side.receive(.response(1))
      case .resetByPeer: side.receive(.reset(1))
      case .resetHere: side.send(.reset(1))
      case .refused: side.receive(.data(1, .end))
      }
      return side
    }
  }

  @Test(arguments: server)
  func `a server answers every frame in every state`(_ state: ServerState, _ row: String) {
    check(row, "\(state)") { state.make() }
  }

  @Test(arguments: client)
  func `a client answers every frame in every state`(_ state: ClientState, _ row: String) {
    check(row, "\(state)") { state.make() }
  }

  @Test func `the tables have every state`() {
    #expect(Self.server.map(\.0) == ServerState.allCases)
    #expect(Self.client.map(\.0) == ClientState.allCases)
  }

  private func check(_ row: String, _ state: String, _ make: () -> Side) {
    let expected = row.split(separator: " ").compactMap { Outcome(rawValue: String($0)) }
    #expect(expected.count == Self.frames.count)
    for ((name, frame), outcome) in zip(Self.frames, expected) {
      let side = make()
      let event = side.receive(frame)
      #expect(event.outcome == outcome, "\(name) in \(state): \(event)")
      checkConsequences(of: event, frame, side, "\(name) in \(state)")
    }
  }

  /// What holds after any event: a stream that is over is not open, mistakes are INTERNAL, and the
  /// connection has back, or is owed, the credit of what nobody will consume.
  private func checkConsequences(of event: Event, _ frame: Frame, _ side: Side, _ what: String) {
    switch event.outcome {
    case .refuse, .reset, .dropped:
      #expect(!side.isOpen(1), "\(what)")
    case .response:
      #expect(!side.isOpen(1), "\(what)")
    case .request, .data,
      .credit where frame.stream == 1:
      #expect(side.isOpen(1), "\(what)")
    default: break
    }
    if case .refuse(_, let code, _, let unprocessed) = event {
      #expect(code == (unprocessed ? .unavailable : .internal), "\(what)")
    }
    if case .fail(let code, _) = event { #expect(code == .internal, "\(what)") }
  }
}
