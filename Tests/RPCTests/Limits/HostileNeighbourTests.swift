import Messages
import Synchronization
import TestKit
import Testing

@testable import RPC
@testable import Runtime

/// What one peer sends costs the others on its loop no more than its share of a turn. Counted, not
/// timed: in turns of the loop and in buffers that it reads.
@Suite struct HostileNeighbourTests {
  /// Buffers of a connection in one turn, and one for the call that is waited for.
  private static let share: UInt64 = 4 + 1

  @Test(arguments: Hostility.allCases)
  func `a call is answered in the turn after it arrives, with one share of any other before it`(
    _ hostility: Hostility
  ) async throws {
    var settings = ConnectionSettings.patient
    // A reader that has no limit to run into: it can be kept busy for ever by the rules.
    settings.limits.streamWindow = 1 << 30
    settings.limits.connectionWindow = 1 << 30
    let gate = Gate()
    try await Loopback.with([TestService(), gate], settings: settings) { loopback in
      let loop = loopback.serverLoops.loops[0]
      async let flood: Void = RawPeer.connect(to: loopback.address) { peer in
        try gate.flood(peer, hostility)
      }
      try await RawPeer.connect(to: loopback.address) { peer in
        defer { gate.isOver.store(true, ordering: .relaxed) }
        try peer.greet()
        _ = try peer.receive(.hello)
        gate.isReady.waitOnThread()
        // While the loop stands still, the flood and a call arrive; in its next turn the loop reads of
        // both, and stands still again in that call's handler, with more of the flood to read.
        loop.execute {
          gate.note()
          gate.stand()
        }
        gate.isStanding.waitOnThread()
        gate.mayFlood.send()
        gate.isFlooded.waitOnThread()
        try peer.call(1, Gate.hold)
        try peer.waitUntilArrived()
        gate.goOn.send()
        gate.isStanding.waitOnThread()
        gate.isFlooded.waitOnThread()
        try peer.call(3, Gate.pass)
        try peer.waitUntilArrived()
        gate.goOn.send()
        _ = try peer.outcome(of: 3)
      }
      try? await flood
    }
    let (start, arrival, answer) = try #require(gate.counts)
    #expect(answer.turn == arrival.turn + 1)
    #expect(answer.loans - arrival.loans <= Self.share)
    // In both turns there was something of the flood to read beside the call; how much of it waits at
    // once is the kernel's to decide.
    #expect(arrival.loans - start.loans >= 2)
    #expect(answer.loans - arrival.loans >= 2)
  }
}

/// What a peer sends that means no good: something at first, and then the same for ever.
enum Hostility: CaseIterable {
  case tinyFrames, largeFrames, pings, rapidResets, messages, hugeMessage, calls, readsNothing

  var first: [UInt8] {
    switch self {
    case .messages, .hugeMessage:
      RawPeer.bytes(.request, .noMessage, stream: 1, head: head(RawPeer.streamingInput))
    case .readsNothing: many(50) { request($0, RPCV1.SimpleRequest(responseSize: 1 << 20)) }
    default: []
    }
  }

  var then: [UInt8] {
    let large = [UInt8](repeating: 0, count: 16_368)
    switch self {
    // No kind of frame that has a budget: only bytes.
    case .tinyFrames, .readsNothing:
      return many(900) { _ in RawPeer.bytes(FrameType(rawValue: 0x80), body: [1]) }
    case .largeFrames:
      return many(60) { _ in RawPeer.bytes(FrameType(rawValue: 0x80), body: large) }
    case .pings: return many(900) { _ in RawPeer.bytes(.ping, body: [UInt8](1...8)) }
    case .rapidResets:
      return many(600) { stream in
        request(stream, RPCV1.SimpleRequest()) + RawPeer.bytes(.reset, stream: stream, aux: 1)
      }
    case .messages:
      let message = RPCV1.StreamingInputRequest(payload: Array(large.dropLast(8))).encoded()
      return RawPeer.bytes(.data, stream: 1, body: message)
    case .hugeMessage: return RawPeer.bytes(.data, .more, stream: 1, body: large)
    case .calls:
      return many(900) { request($0, RPCV1.SimpleRequest(payload: Array(large.prefix(15_000)))) }
    }
  }

  /// The bytes of so many calls, one after the other.
  private func many(_ count: UInt32, _ bytes: (UInt32) -> [UInt8]) -> [UInt8] {
    var all: [UInt8] = []
    for index in 0..<count { all += bytes(2 * index + 1) }
    return all
  }

  private func request(_ stream: UInt32, _ request: RPCV1.SimpleRequest) -> [UInt8] {
    RawPeer.bytes(
      .request, .end, stream: stream, head: head(RawPeer.unaryCall), body: request.encoded())
  }

  private func head(_ method: String) -> [UInt8] { RequestHead(method: method).encoded() }
}

/// Stops the loop, twice, and notes what the loop has done by then and when it goes on.
private final class Gate: ServiceHandler {
  struct Count: Sendable {
    let turn: UInt64
    let loans: UInt64
  }

  static let hold = "test.Gate/Hold"
  static let pass = "test.Gate/Pass"

  let isReady = ThreadSignal()
  let mayFlood = ThreadSignal()
  let isFlooded = ThreadSignal()
  let isStanding = ThreadSignal()
  let goOn = ThreadSignal()
  let isOver = Atomic<Bool>(false)
  private let stops = Atomic<Int>(0)
  private let noted = Mutex<[Count]>([])

  /// Before the flood, when the second call arrived, and when its handler began.
  var counts: (Count, Count, Count)? {
    noted.withLock { $0.count == 3 ? ($0[0], $0[1], $0[2]) : nil }
  }

  func register(in router: inout Router) {
    router.unary(method("Hold")) { _, _ in
      self.stand()
      self.note()
      return RPCV1.Empty()
    }
    router.unary(method("Pass")) { _, _ in
      self.note()
      return RPCV1.Empty()
    }
  }

  private func method(_ name: String) -> RPC.Method<RPCV1.Empty, RPCV1.Empty> {
    RPC.Method(service: "test.Gate", name: name, kind: .unary, idempotency: .unknown)
  }

  /// Notes what the loop has done by now.
  func note() {
    guard let loop = EventLoop.current else { return }
    noted.withLock { $0.append(Count(turn: loop.turns, loans: loop.scratchLoans)) }
  }

  /// Blocks the loop until it may go on.
  func stand() {
    stops.wrappingAdd(1, ordering: .sequentiallyConsistent)
    isStanding.send()
    goOn.waitOnThread()
  }

  /// Sends without end, and says each time that the loop stands still and the socket is full.
  func flood(_ peer: RawPeer, _ hostility: Hostility) throws {
    try peer.greet()
    _ = try peer.receive(.hello)
    try peer.send(hostility.first)
    let bytes = hostility.then
    var offset = 0
    // 4 MiB that are read as they come: to a reader that keeps up the kernel gives more room, and there
    // is a whole share to read in a turn, or nearly always.
    for _ in 0..<64 {
      let end = min(offset + 65_536, bytes.count)
      try peer.send(Array(bytes[offset..<end]))
      offset = end % bytes.count
    }
    try peer.waitUntilRead()
    isReady.send()
    mayFlood.waitOnThread()
    var told = 0
    defer { for _ in told..<2 { isFlooded.send() } }
    while !isOver.load(ordering: .relaxed) {
      let stops = stops.load(ordering: .sequentiallyConsistent)
      try peer.fill(with: bytes, at: &offset)
      if stops > told {
        told += 1
        isFlooded.send()
      }
      _ = peer.isWritable(within: 5)
    }
  }
}
