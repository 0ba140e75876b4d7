import Messages
import TestKit
import Testing

@testable import RPC

/// Bytes that are held for a peer are counted, and bounded.
@Suite struct MemoryTests {
  private func settings(holding bytes: Int) -> ConnectionSettings {
    var settings = ConnectionSettings.patient
    settings.maximumHeldBytes = bytes
    return settings
  }

  @Test func `of messages that do not end, the one that holds most goes when there is no room`()
    async throws
  {
    let settings = settings(holding: 64 << 10)
    try await Loopback.with([TestService()], settings: settings) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        let piece = [UInt8](repeating: 0, count: 10_000)
        try peer.call(1, RawPeer.unaryCall, .more, body: piece)
        try peer.call(3, RawPeer.unaryCall, .more, body: piece)
        for _ in 0..<3 { try peer.send(.data, .more, stream: 3, body: piece) }
        for _ in 0..<2 { try peer.send(.data, .more, stream: 1, body: piece) }
        let ended = try peer.outcome(of: 3)
        #expect(ended.isRefusal)
        #expect(ended.text.contains("held most"))
        // The other one may go on to its end.
        try peer.send(.data, .end, stream: 1)
        #expect(try peer.outcome(of: 1).header.type == .response)
      }
    }
  }

  @Test func `answers that their client does not take are bounded, deadline or not`() async throws {
    let settings = settings(holding: 3 << 20)
    let log = ServerLog()
    try await Loopback.with([TestService()], settings: settings, observer: log) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        let request = RPCV1.SimpleRequest(responseSize: 1 << 20).encoded()
        for stream in [UInt32(1), 3, 5, 7] {
          try peer.call(stream, RawPeer.unaryCall, body: request)
        }
        for stream in [UInt32(5), 7] {
          let refused = try peer.outcome(of: stream)
          #expect(refused.header.aux == StatusCode.resourceExhausted.rawValue)
        }
        // Small answers still pass, and those that wait do when they get credit.
        try peer.call(9, RawPeer.emptyCall)
        #expect(try peer.outcome(of: 9).header.aux == 0)
        for stream in [UInt32(0), 1] { try peer.send(.window, stream: stream, aux: 1 << 20) }
        var answer = try peer.outcome(of: 1)
        while !answer.header.flags.contains(.end) { answer = try peer.outcome(of: 1) }
        #expect(answer.header.aux == 0)
      }
      #expect(log.ended.filter { $0 == .resourceExhausted }.count == 2)
    }
  }

  @Test func `a small answer that has to wait costs the largest its place, not itself`()
    async throws
  {
    let settings = settings(holding: 1 << 20)
    try await Loopback.with([TestService()], settings: settings) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        try peer.call(
          1, RawPeer.unaryCall, body: RPCV1.SimpleRequest(responseSize: 1_000_000).encoded())
        try peer.call(
          3, RawPeer.unaryCall, body: RPCV1.SimpleRequest(responseSize: 300_000).encoded())
        var first = try peer.outcome(of: 1)
        while first.header.type != .reset { first = try peer.outcome(of: 1) }
        #expect(first.header.aux == StatusCode.resourceExhausted.rawValue)
        // A handler has seen it: to call again is the client's to decide.
        #expect(!first.isRefusal)
        try peer.send(.window, stream: 3, aux: 1 << 20)
        var second = try peer.outcome(of: 3)
        while !second.header.flags.contains(.end) { second = try peer.outcome(of: 3) }
        #expect(second.header.aux == 0)
      }
    }
  }

  @Test func `when the process holds too much, new calls are refused and health is still told`()
    async throws
  {
    var limits = ServerLimits.patient
    limits.memory = MemoryBudget(limit: 200_000)
    let log = ServerLog()
    let services: [any ServiceHandler] = [TestService(), HealthService(services: [])]
    try await Loopback.with(services, limits: limits, observer: log) { loopback in
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        let piece = [UInt8](repeating: 0, count: 15_000)
        try peer.call(1, RawPeer.unaryCall, .more, body: piece)
        for _ in 0..<14 { try peer.send(.data, .more, stream: 1, body: piece) }
        // Once this comes back, the loop has counted.
        try peer.send(.ping, body: [UInt8](repeating: 1, count: 8))
        _ = try peer.receive(.ping)
        try peer.call(3, RawPeer.emptyCall)
        let refusal = try peer.outcome(of: 3)
        #expect(refusal.isRefusal)
        #expect(refusal.text.contains("retry_after_ms="))
        try peer.call(5, "cameo.rpc.v1.Health/Check")
        #expect(try peer.outcome(of: 5).header.aux == 0)
        try peer.send(.reset, stream: 1, aux: StatusCode.cancelled.rawValue)
        try peer.send(.ping, body: [UInt8](repeating: 2, count: 8))
        _ = try peer.receive(.ping)
        try peer.call(7, RawPeer.emptyCall)
        #expect(try peer.outcome(of: 7).header.aux == 0)
      }
      #expect(log.refusals == [.memory])
    }
    #expect(limits.memory.used == 0)
  }

  @Test func `when refusing is not enough, the connection that holds most is ended, and no other`()
    async throws
  {
    var limits = ServerLimits.patient
    limits.memory = MemoryBudget(limit: 200_000)
    let log = ServerLog()
    try await Loopback.with([TestService()], limits: limits, observer: log) { loopback in
      let client = TestServiceClient(loopback.channel)
      _ = try await client.emptyCall(RPCV1.Empty())
      try await RawPeer.connect(to: loopback.address) { peer in
        try peer.greet()
        let piece = [UInt8](repeating: 0, count: 15_000)
        try peer.call(1, RawPeer.unaryCall, .more, body: piece)
        do {
          for _ in 0..<200 { try peer.send(.data, .more, stream: 1, body: piece) }
        } catch is RawPeer.Closed {}
        let farewell = try peer.receive(.goAway)
        #expect(farewell.header.aux == StatusCode.resourceExhausted.rawValue)
      }
      #expect(log.turnedAway == [.memory])
      _ = try await client.emptyCall(RPCV1.Empty())
    }
    #expect(limits.memory.used == 0)
  }

  @Test func `a loop tells the budget of what it holds in steps, and of nothing at once`() {
    let budget = MemoryBudget(limit: 1 << 20)
    let ledger = LoopLedger(budget)
    ledger.change(by: MemoryBudget.step - 1)
    #expect(budget.used == 0)
    ledger.change(by: 1)
    #expect(budget.used == MemoryBudget.step)
    ledger.change(by: -1)
    #expect(budget.used == MemoryBudget.step)
    ledger.change(by: 1 - MemoryBudget.step)
    #expect(budget.used == 0)
  }
}
