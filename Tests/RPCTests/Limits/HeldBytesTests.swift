import Messages
import RPC
import TestKit
import Testing

/// What a connection does not hold any more is not reported any longer than the turn in which it went:
/// others are refused for it.
@Suite struct HeldBytesTests {
  private static let piece = [UInt8](repeating: 0, count: 15_000)

  @Test func `the pieces of a call that its client resets are given back at once`() async throws {
    try await held { peer in
      try peer.call(1, RawPeer.unaryCall, .more, body: Self.piece)
      for _ in 0..<14 { try peer.send(.data, .more, stream: 1, body: Self.piece) }
    } release: { peer in
      try peer.send(.reset, stream: 1, aux: StatusCode.cancelled.rawValue)
    }
  }

  @Test func `the beginning of a frame is given back once the frame is whole`() async throws {
    let frame = RawPeer.bytes(Self.unknown, body: [UInt8](repeating: 0, count: 150_000))
    let half = frame.count - 10
    try await held { peer in
      try peer.send(Array(frame[..<half]))
    } release: { peer in
      try peer.send(Array(frame[half...]))
    }
  }

  @Test func `the beginning of a frame is given back when its connection fails`() async throws {
    var limits = ServerLimits.patient
    limits.stallTimeout = .milliseconds(20)
    let frame = RawPeer.bytes(Self.unknown, body: [UInt8](repeating: 0, count: 150_000))
    try await held(limits) { peer in
      try peer.send(Array(frame.dropLast()))
      // The server has given up on it; the peer neither closes nor reads on.
      _ = try peer.receive(.goAway)
    } release: { _ in
    }
  }

  /// An extension's, which is skipped.
  private static let unknown = FrameType(rawValue: 0x80)

  /// Has a peer make the server hold much, and let go of it in a way that nothing is answered to.
  private func held(
    _ limits: ServerLimits = .patient,
    _ take: @escaping @Sendable (RawPeer) throws -> Void,
    release: @escaping @Sendable (RawPeer) throws -> Void
  ) async throws {
    var settings = ConnectionSettings.patient
    // Nothing else has the connection report what it holds.
    settings.keepaliveInterval = .seconds(3600)
    settings.keepaliveTimeout = .seconds(3600)
    settings.limits.maxFrame = 200_000
    let (isTaken, mayRelease) = (Signal(), ThreadSignal())
    let (isReleased, mayEnd) = (Signal(), ThreadSignal())
    try await Loopback.with([TestService()], settings: settings, limits: limits) { loopback in
      async let peer: Void = RawPeer.connect(to: loopback.address) { peer in
        defer {
          isTaken.send()
          isReleased.send()
        }
        try peer.greet()
        try take(peer)
        isTaken.send()
        mayRelease.waitOnThread()
        try release(peer)
        isReleased.send()
        mayEnd.waitOnThread()
      }
      await isTaken.wait()
      if limits.stallTimeout > .seconds(1) {
        #expect(try await turns(of: loopback) { limits.memory.used > MemoryBudget.shown })
      }
      mayRelease.send()
      await isReleased.wait()
      #expect(try await turns(of: loopback) { limits.memory.used < MemoryBudget.shown })
      mayEnd.send()
      try await peer
    }
  }

  /// Whether something comes true within some thousand turns of the server's loop.
  private func turns(of loopback: Loopback, until isTrue: () -> Bool) async throws -> Bool {
    let client = TestServiceClient(loopback.channel)
    for _ in 0..<5_000 {
      if isTrue() { return true }
      _ = try await client.emptyCall(RPCV1.Empty())
    }
    return isTrue()
  }
}

extension MemoryBudget {
  /// Bytes that a loop does not keep to itself.
  fileprivate static var shown: Int { 64 << 10 }
}
