import RPC
import Runtime
import TestKit
import Testing

@Suite struct BalancingTests {
  private func members(_ count: Int) async throws -> [Fleet.Member] {
    var members: [Fleet.Member] = []
    for _ in 0..<count { members.append(try await Fleet.Member()) }
    return members
  }

  /// A fleet whose channel has a connection to every member.
  private func fleet(
    _ members: [Fleet.Member], _ change: (inout BalancingSettings) -> Void = { _ in }
  ) async throws -> Fleet {
    let fleet = try Fleet(members, change)
    try await fleet.call()
    await fleet.events.ready(members)
    return fleet
  }

  @Test func `calls spread over all replicas`() async throws {
    let members = try await members(3)
    let fleet = try await fleet(members)
    try await fleet.call(untilEach: members, hasHad: 100)
    for member in members { #expect(member.count >= 100) }
    await fleet.stop(members)
  }

  @Test func `a replica that hangs is given few calls, and the others go on`() async throws {
    let members = try await members(3)
    let fleet = try await fleet(members)
    let (gate, enough) = (Signal(), Signal())
    members[2].set { await gate.wait() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<24 {
        group.addTask {
          while try await fleet.call() < 500 {}
          enough.send()
        }
      }
      await enough.wait()
      // Were it given calls like the others, every caller would hang there by now.
      #expect(members[2].count < 24)
      gate.send()
      try await group.waitForAll()
    }
    await fleet.stop(members)
  }

  @Test func `a replica that fails its calls is isolated, and has none meanwhile`() async throws {
    let members = try await members(3)
    let fleet = try await fleet(members) {
      $0.outliers.shortestIsolation = .seconds(3600)
      $0.outliers.longestIsolation = .seconds(3600)
    }
    members[1].set { throw RPCError(.unavailable, "out of order") }
    while !fleet.events.all.contains(.isolated(members[1].address)) { _ = try? await fleet.call() }
    let before = members[1].count
    try await fleet.call(100, atOnce: 4)
    #expect(members[1].count == before)
    await fleet.stop(members)
  }

  @Test func `errors that are answers isolate nobody`() async throws {
    let members = try await members(2)
    let fleet = try await fleet(members)
    for member in members { member.set { throw RPCError(.notFound, "no such thing") } }
    for _ in 0..<50 { await #expect(throws: RPCError.self) { try await fleet.call() } }
    #expect(!fleet.events.all.contains { if case .isolated = $0 { true } else { false } })
    await fleet.stop(members)
  }

  @Test func `a replica returns from its isolation to a small share at first`() async throws {
    let members = try await members(3)
    let fleet = try await fleet(members) {
      $0.outliers.shortestIsolation = .milliseconds(5)
      $0.slowStart.window = .seconds(36_000)
    }
    members[1].set { throw RPCError(.unavailable, "out of order") }
    while !fleet.events.all.contains(.isolated(members[1].address)) { _ = try? await fleet.call() }
    members[1].set {}
    await fleet.events.wait(for: .returned(members[1].address))
    let before = members[1].count
    try await fleet.call(1000, atOnce: 4)
    let share = members[1].count - before
    // A twentieth; a third when it is warm.
    #expect(share > 0 && share < 200)
    await fleet.stop(members)
  }

  @Test func `a replica that was killed is left out, and comes back to a small share`()
    async throws
  {
    var members = try await members(3)
    let fleet = try await fleet(members) { $0.slowStart.window = .seconds(36_000) }
    let address = members[1].address
    await members[1].stop()
    await fleet.events.wait(for: .changed(address, "failing"))
    try await fleet.call(100, atOnce: 4)
    members[1] = try await Fleet.Member(port: address.port)
    await fleet.events.wait(for: .changed(address, "ready"), times: 2)
    try await fleet.call(1000, atOnce: 4)
    #expect(members[1].count > 0 && members[1].count < 200)
    await fleet.stop(members)
  }

  @Test func `a replica that drains loses no call`() async throws {
    let members = try await members(3)
    let fleet = try await fleet(members)
    for member in members { member.set { try await Task.sleep(for: .milliseconds(1)) } }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<32 {
        group.addTask { for _ in 0..<20 { try await fleet.call(waitsForReady: false) } }
      }
      group.addTask { await members[0].server.drain(within: .seconds(60)) }
      group.addTask {
        await fleet.events.wait(for: .changed(members[0].address, "failing"))
        await members[1].server.drain(within: .seconds(60))
      }
      try await group.waitForAll()
    }
    let total = members.reduce(0) { $0 + $1.count }
    #expect(total == 641)
    await fleet.stop(members)
  }

  @Test func `with all replicas gone a call is UNAVAILABLE, and says where they were looked for`()
    async throws
  {
    let members = try await members(2)
    let fleet = try await fleet(members)
    for member in members { await member.stop() }
    await fleet.events.wait { events in
      events.contains { if case .unreachable = $0 { true } else { false } }
    }
    let error = await #expect(throws: RPCError.self) { try await fleet.call(waitsForReady: false) }
    #expect(error?.code == .unavailable)
    for member in members {
      #expect(error?.message.contains("\(member.address): cannot connect") == true)
    }
    await fleet.stop()
  }

  @Test func `a call that waits for readiness outlasts failed attempts`() async throws {
    // An address that nobody else takes: a port that is free again may be given to another test's server.
    let host = "127.0.0.77"
    let gone = try await Fleet.Member(host: host)
    await gone.stop()
    let other = try await Fleet.Member(host: host)
    await other.stop()
    let fleet = try Fleet([gone, other])
    async let call = fleet.call()
    await fleet.events.wait { events in
      events.count { if case .unreachable = $0 { true } else { false } } >= 2
    }
    let back = try await Fleet.Member(host: host, port: other.address.port)
    _ = try await call
    #expect(back.count == 1)
    await fleet.stop([back])
  }

  @Test func `of many replicas a channel connects to as many as it may`() async throws {
    let members = try await members(6)
    let fleet = try Fleet(members) { $0.maximumConnections = 2 }
    try await fleet.call()
    try await fleet.call(100, atOnce: 4)
    #expect(members.count { $0.count > 0 } <= 2)
    await fleet.stop(members)
  }

  @Test func `a target that names nothing fails every call, and says what is right`() async throws {
    let fleet = try Fleet("nonsense")
    let error = await #expect(throws: RPCError.self) { try await fleet.call() }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains("\"nonsense\"") == true)
    await fleet.stop()
  }
}
