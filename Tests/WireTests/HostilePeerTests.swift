import Randomness
import Testing

@testable import Wire

/// A peer that sends whatever it likes. The machine may end streams and the connection, but never its
/// process, and its accounts stay right.
struct HostilePeerTests {
  private static let seeds = 0..<LongRun.count(4, atLength: 400) as Range<UInt64>

  // One after the other, so that at length they leave other tests their turns.
  @Test(.serialized, arguments: [Role.client, .server], seeds)
  func `no frames at all upset the accounts`(_ role: Role, _ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var owner = Owner(role)
    var seen: Set<Outcome> = []
    for _ in 0..<8000 {
      let event = owner.side.receive(
        frame(&random, after: role == .server ? owner.side.lastPeerStream : 40))
      seen.insert(event.outcome)
      if event.outcome == .fail {
        owner = Owner(role)
      } else {
        owner.act(on: event, &random)
        #expect(owner.isRight, "\(role) \(seed): \(event)")
      }
    }
    #expect(seen.count >= 9, "only \(seen)")
  }

  private func frame(_ random: inout SeededRandom, after last: UInt32) -> Frame {
    let types: [UInt8] = [2, 2, 3, 3, 3, 4, 5, 6, 7, 8, 1, 0, 9, 0x80]
    let mistaken = Int.random(in: 0..<40, using: &random) == 0
    let type = FrameType(
      rawValue: mistaken
        ? types[Int.random(in: 0..<types.count, using: &random)]
        : types[Int.random(in: 0..<9, using: &random)])
    let isControl = !mistaken && (type == .window || type == .goAway || type == .ping)
    let stream: UInt32 =
      switch type {
      case .ping where isControl, .goAway where isControl: 0
      case .request where !mistaken: (last + 2) | 1
      default: UInt32.random(in: last / 2...last, using: &random) | 1
      }
    return Frame(
      type: type, stream: stream,
      flags: FrameFlags(rawValue: UInt8.random(in: 0...31, using: &random) & (isControl ? 16 : 31)),
      aux: UInt32.random(in: 0...40_000, using: &random),
      head: mistaken ? [UInt8.random(in: 0...255, using: &random)] : [],
      body: type == .ping ? Array(1...8) : isControl ? [] : body(&random))
  }

  private func body(_ random: inout SeededRandom) -> [UInt8] {
    let sizes = [0, 1, 100, 20_000, 140_000, 300_000]
    return Array(repeating: 0, count: sizes[Int.random(in: 0..<sizes.count, using: &random)])
  }
}

/// Does with events what the layer above would do.
private struct Owner {
  let side: Side
  private var held: [(stream: UInt32, bytes: Int)] = []
  private var last = 0

  init(_ role: Role) {
    side = Side(role)
    for _ in 0..<20 { side.open(role == .client ? [] : .end) }
  }

  mutating func act(on event: Event, _ random: inout SeededRandom) {
    side.now += 10_000_000
    last = side.unconsumed - held.map(\.bytes).reduce(0, +)
    switch event {
    case .request(let stream, _, _), .data(let stream, _, _), .response(let stream, _, _):
      held.append((stream, last))
    case .dropped(let bytes):
      #expect(last == bytes)
      _ = side.consume(bytes, 0)
    default: #expect(last == 0)
    }
    if Int.random(in: 0..<3, using: &random) > 0 { consume() }
    if case .request(let stream, _, _) = event, Bool.random(using: &random) {
      side.send(.response(stream))
    }
  }

  private mutating func consume() {
    for part in held { _ = side.consume(part.bytes, part.stream) }
    held = []
  }

  /// What the machine thinks is held is what was handed on and not consumed.
  var isRight: Bool {
    side.unconsumed == held.map(\.bytes).reduce(0, +)
  }
}

extension Side {
  /// Body bytes that the peer has sent and that nobody has given back.
  var unconsumed: Int { Int(machine.receive.held(of: machine.local.connectionWindow)) }
}
