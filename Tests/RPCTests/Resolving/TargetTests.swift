import DNS
import Runtime
import Testing

@testable import RPC

@Suite struct TargetTests {
  @Test func `addresses are targets that take no look-up`() throws {
    let one = try Target("127.0.0.1:7100")
    #expect(one.numeric?.map(\.description) == ["127.0.0.1:7100"])
    let three = try Target("127.0.0.1:7100,[::1]:7101, 10.0.0.1:7102,127.0.0.1:7100")
    #expect(
      three.numeric?.map(\.description) == ["127.0.0.1:7100", "[::1]:7101", "10.0.0.1:7102"])
  }

  @Test func `names are looked up, with and without a scheme`() throws {
    let name = Target.Kind.hosts([Endpoint(host: "db.example", port: 7100)])
    #expect(try Target("db.example:7100").kind == name)
    #expect(try Target("dns:db.example:7100").kind == name)
    #expect(try Target("db.example:7100").numeric == nil)
    #expect(try Target("127.0.0.1:1,db.example:7100").numeric == nil)
    #expect(
      try Target("srv:_cameo._tcp.example.").kind == .service("_cameo._tcp.example."))
  }

  @Test func `a host may be called as a scheme is`() throws {
    #expect(try Target("dns:7100").kind == .hosts([Endpoint(host: "dns", port: 7100)]))
    #expect(try Target("srv:7100").kind == .hosts([Endpoint(host: "srv", port: 7100)]))
  }

  @Test(arguments: [
    "", ",", "localhost", "localhost:", ":7100", "localhost:x", "localhost:70000", "localhost:0",
    "::1:7100", "[::1:7100", "a b:7100", "a\0b:7100", "-:-", "a..b:1", "127.0.0.1:1,", "dns:",
    "dns:localhost", "srv:", "srv:a b", "srv:a..b", "http://a:1", "é.example:7100",
  ])
  func `what names nothing is refused, with what is right`(text: String) {
    let error = #expect(throws: RPCError.self) { try Target(text) }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains("\"\(text)\"") == true)
    #expect(error?.message.contains("write ") == true)
  }

  @Test func `a list that is wrong somewhere says where`() {
    let error = #expect(throws: RPCError.self) { try Target("127.0.0.1:1,oops,127.0.0.1:2") }
    #expect(error?.message.contains("\"oops\"") == true)
  }
}

@Suite struct ServicePrioritiesTests {
  private func address(_ number: Int) throws -> SocketAddress {
    try SocketAddress(host: "192.0.2.\(number)", port: 7100)
  }

  private func record(_ priority: UInt16, _ weight: UInt16, _ host: String = "h") -> ServiceRecord {
    ServiceRecord(priority: priority, weight: weight, port: 7100, host: host)
  }

  @Test func `the lowest priority number comes first, and weights are shares`() throws {
    let groups = try ServicePriorities.groups([
      (record(20, 5), [address(3)]), (record(10, 3), [address(1)]), (record(10, 1), [address(2)]),
    ])
    #expect(
      try groups == [
        [Replica(address: address(1), weight: 3), Replica(address: address(2), weight: 1)],
        [Replica(address: address(3), weight: 5)],
      ])
  }

  @Test func `a host's addresses share its weight`() throws {
    let groups = try ServicePriorities.groups([(record(1, 6), [address(1), address(2)])])
    #expect(groups[0].map(\.weight) == [3, 3])
  }

  @Test func `weights of 0 are equal among themselves, and small beside others`() throws {
    let equal = try ServicePriorities.groups([
      (record(1, 0), [address(1)]), (record(1, 0), [address(2)]),
    ])
    #expect(equal[0].map(\.weight) == [1, 1])
    let mixed = try ServicePriorities.groups([
      (record(1, 0), [address(1)]), (record(1, 9), [address(2)]),
    ])
    #expect(mixed[0][0].weight > 0 && mixed[0][0].weight < 0.1)
  }

  @Test func `an address named twice is one replica, of its best priority`() throws {
    let groups = try ServicePriorities.groups([
      (record(2, 1), [address(1)]), (record(1, 1), [address(1)]), (record(1, 2), [address(1)]),
    ])
    #expect(try groups == [[Replica(address: address(1), weight: 3)]])
  }

  @Test func `a record of the root names no host, and a host without an address no group`() throws {
    #expect(ServicePriorities.usable([record(0, 0, "")]).isEmpty)
    let groups = try ServicePriorities.groups([(record(1, 1), []), (record(2, 1), [address(1)])])
    #expect(groups.count == 1)
  }
}
