import Foundation
import Messages
import Runtime
import TLS
import TestKit
import Testing

@testable import RPC

/// Which RESETs count for a flood, and how many a client sends.
@Suite struct ResetRuleTests {
  private static let second: Int64 = 1_000_000_000

  /// Age, time allowed, and whether the RESET is in order.
  private static let cases: [(Int64, Int64?, Bool)] = [
    // Rapid reset, whatever deadline it claims.
    (0, nil, false), (0, 1000, false), (99_999_999, 1, false), (99_999_999, 150_000_000, false),
    // Without a deadline, age alone.
    (2 * second, nil, false), (5 * second - 1, nil, false), (5 * second, nil, true),
    // Half of the time, and that some time.
    (149_999_999, 300_000_000, false), (150_000_000, 300_000_000, true),
    (100_000_000, 110_000_000, true), (second, 3600 * second, false),
    (5 * second, 3600 * second, true),
  ]

  @Test func `a call has kept its place for a while`() {
    for (age, allowed, isInOrder) in Self.cases {
      #expect(
        ResetRule.isInOrder(age: age, timeAllowed: allowed) == isInOrder, "\(age) \(allowed ?? -1)")
    }
  }

  @Test func `thousands that are reset near their deadline end no connection`() async throws {
    var settings = ConnectionSettings.patient
    settings.limits.maxStreams = 4000
    let log = ServerLog()
    try await Loopback.with([Probe()], settings: settings, observer: log) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        let head = RequestHead(method: Probe.method.path).encoded()
        let streams = (0..<UInt32(3000)).map { 2 * $0 + 1 }
        for stream in streams {
          try peer.send(.request, .end, stream: stream, aux: 600_000, head: head)
        }
        try Self.settle(peer)
        // Not for luck: they are that old at the least. Should the server end them first, by their
        // deadline, the RESETs are answers.
        Thread.sleep(forTimeInterval: 0.4)
        for stream in streams {
          try peer.send(.reset, stream: stream, aux: StatusCode.cancelled.rawValue)
        }
        try Self.settle(peer)
      }
      #expect(log.ended.count == 3000)
    }
  }

  @Test func `a client whose calls time out together leaves most of them to the server`()
    async throws
  {
    let count = 1500
    try await RetryBed.with(retry: nil) { bed in
      async let resets = bed.listener.accept { try Self.resetsBeforeMarker($0) }
      let start = ContinuousClock.now
      let timedOut = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<count {
          group.addTask {
            let call = bed.begin(RetryBed.read, CallOptions(timeout: .seconds(2)))
            return await RetryBed.failure(of: call)?.code == .deadlineExceeded
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      let seconds = Int((ContinuousClock.now - start).components.seconds) + 1
      _ = try await bed.channel.unary(RetryBed.marker, RPCV1.SimpleRequest(), RetryBed.patience())
      #expect(timedOut == count)
      let sent = try await resets
      #expect(sent <= 500 + 100 * seconds)
    }
  }

  @Test func `calls that a client leaves to the server keep their places until it ends them`()
    async throws
  {
    try await RetryBed.with(retry: nil) { bed in
      async let isWithinLimit = bed.listener.accept { try Self.endsLeftCalls($0) }
      let late = CallOptions(timeout: .seconds(2))
      let timedOut = await Self.calls(Self.places, bed, RetryBed.read, late) {
        $0?.code == .deadlineExceeded
      }
      #expect(timedOut == Self.places)
      let answered = await Self.calls(Self.markers, bed, RetryBed.marker, RetryBed.patience()) {
        $0 == nil
      }
      #expect(answered == Self.markers)
      let isKept = try await isWithinLimit
      #expect(isKept)
    }
  }

  /// Takes as long as a server has for it, 5 s.
  @Test func `a call that the server does not end by itself is reset in the end`() async throws {
    var opened = 0
    // On a slow machine fewer are sent in time than may be reset at once: then they get more of it.
    for seconds in [1, 4, 16, 64] where opened <= Self.resetsAtOnce {
      try await RetryBed.with(retry: nil) { bed in
        async let counts = bed.listener.accept { try Self.openedAndLeft($0) }
        let late = CallOptions(timeout: .seconds(seconds))
        let timedOut = await Self.calls(1000, bed, RetryBed.read, late) {
          $0?.code == .deadlineExceeded
        }
        #expect(timedOut == 1000)
        _ = try await bed.channel.unary(RetryBed.marker, RPCV1.SimpleRequest(), RetryBed.patience())
        let (sent, left) = try await counts
        opened = sent
        // They have one deadline between them: no budget grows while it passes.
        #expect(left == max(0, opened - Self.resetsAtOnce))
      }
    }
    #expect(opened > Self.resetsAtOnce)
  }

  /// Calls that a client resets at most when their time is up in one instant.
  private static let resetsAtOnce = 500

  /// How many calls come, and how many of them are left without a RESET when the marker comes. Ends when
  /// every one has had its own.
  private static func openedAndLeft(_ peer: RawPeer) throws -> (opened: Int, left: Int) {
    try peer.hello()
    var open: Set<UInt32> = []
    var opened = 0
    var left: Int?
    // What came too late to be sent at all is not there to be reset.
    while true {
      if let left, open.isEmpty { return (opened, left) }
      let frame = try peer.receive()
      if frame.header.type == .reset { open.remove(frame.header.stream) }
      guard frame.header.type == .request else { continue }
      peer.putBack([frame])
      let request = try peer.request()
      if request.name == "Marker" {
        try peer.answer(request)
        left = open.count
      } else {
        open.insert(request.stream)
        opened += 1
      }
    }
  }

  private static let places = 1500
  private static let markers = 800

  /// Makes calls all at once; returns how many ended as expected.
  private static func calls(
    _ count: Int, _ bed: RetryBed, _ method: Method<RPCV1.SimpleRequest, RPCV1.SimpleResponse>,
    _ options: CallOptions, _ isExpected: @escaping @Sendable (RPCError?) -> Bool
  ) async -> Int {
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<count {
        group.addTask {
          do {
            _ = try await bed.channel.unary(method, RPCV1.SimpleRequest(), options)
            return isExpected(nil)
          } catch {
            return isExpected(error as? RPCError)
          }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
  }

  /// Lets calls time out, and ends those that were left to it only once as many of the next have come as
  /// there was room for. False: more than that came before.
  private static func endsLeftCalls(_ peer: RawPeer) throws -> Bool {
    var settings = Settings()
    settings.maxStreams = UInt32(places)
    try peer.send(.hello, head: Hello(settings).encoded())
    var left: Set<UInt32> = []
    var next: [SeenRequest] = []
    while next.count < min(places - left.count, markers) || next.isEmpty {
      let frame = try peer.receive()
      if frame.header.type == .reset { left.remove(frame.header.stream) }
      guard frame.header.type == .request else { continue }
      peer.putBack([frame])
      let request = try peer.request()
      if request.name == "Marker" { next.append(request) } else { left.insert(request.stream) }
    }
    // Whatever else the client has sent comes before the ACK.
    try peer.send(.ping, body: [1, 2, 3, 4, 5, 6, 7, 8])
    var more: [RawPeer.Frame] = []
    while true {
      let frame = try peer.receive()
      if frame.header.type == .ping { break }
      if frame.header.type == .request { more.append(frame) }
    }
    for stream in left {
      let request = SeenRequest(name: "", attempt: 0, stream: stream, timeLeft: 0)
      try peer.fail(request, .deadlineExceeded)
    }
    peer.putBack(more)
    for request in next { try peer.answer(request) }
    for _ in next.count..<markers { try peer.answer(peer.request()) }
    try peer.settle()
    return more.isEmpty
  }

  /// Answers nothing but the marker, which comes behind every RESET.
  private static func resetsBeforeMarker(_ peer: RawPeer) throws -> Int {
    var settings = Settings()
    settings.maxStreams = 4000
    try peer.send(.hello, head: Hello(settings).encoded())
    var resets = 0
    while true {
      let frame = try peer.receive()
      if frame.header.type == .reset { resets += 1 }
      guard frame.header.type == .request else { continue }
      let head = try unsafe RequestHead(decoding: frame.head.span.bytes)
      guard head.method == RetryBed.marker.path else { continue }
      try peer.send(
        .response, .end, stream: frame.header.stream, body: RPCV1.SimpleResponse().encoded())
      try peer.settle()
      return resets
    }
  }

  private static func settle(_ peer: RawPeer) throws {
    try peer.send(.ping, body: [1, 2, 3, 4, 5, 6, 7, 8])
    while try peer.receive(.ping).header.flags != .ack {}
  }
}
