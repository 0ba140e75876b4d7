import Runtime
import TestKit
import Testing

@testable import DNS

@Suite struct DNSClientTests {
  private func with(
    _ change: (inout DNSSettings) -> Void = { _ in },
    _ body: (TestDNSServer, DNSClient) async throws -> Void
  ) async throws {
    let server = try TestDNSServer()
    defer { server.stop() }
    var settings = DNSSettings()
    settings.servers = [server.address]
    settings.timeout = .seconds(60)
    settings.attemptTimeout = .seconds(20)
    change(&settings)
    try await body(server, DNSClient(settings))
  }

  @Test func `a name has its IPv4 and its IPv6 addresses, and they may be kept as long as both`()
    async throws
  {
    try await with { server, client in
      server.set(
        "db.example",
        .records([.a("192.0.2.1"), .a("192.0.2.2"), .aaaa("2001:db8::1")], timeToLive: 7))
      let answer = try await client.addresses(of: "db.example", port: 7100)
      #expect(
        Set(answer.value.map(\.description))
          == ["192.0.2.1:7100", "192.0.2.2:7100", "[2001:db8::1]:7100"])
      #expect(answer.timeToLive == .seconds(7))
    }
  }

  @Test func `a name with addresses of one kind has those`() async throws {
    try await with { server, client in
      server.set("v4.example", .records([.a("192.0.2.1")]))
      let answer = try await client.addresses(of: "v4.example", port: 1)
      #expect(answer.value.map(\.host) == ["192.0.2.1"])
    }
  }

  @Test func `names of the hosts file are known without a server`() async throws {
    try await with { server, client in
      let answer = try await client.addresses(of: "localhost", port: 1)
      #expect(answer.value.contains { $0.host == "127.0.0.1" })
      #expect(server.count("localhost") == 0)
    }
  }

  @Test func `a service has its records, whole`() async throws {
    try await with { server, client in
      server.set(
        "_cameo._tcp.example",
        .records(
          [
            .srv(priority: 1, weight: 2, port: 3, host: "a.example"),
            .srv(priority: 65535, weight: 0, port: 7100, host: "b.example"),
          ], timeToLive: 70_000))
      let answer = try await client.services(of: "_cameo._tcp.example")
      #expect(
        Set(answer.value) == [
          ServiceRecord(priority: 1, weight: 2, port: 3, host: "a.example"),
          ServiceRecord(priority: 65535, weight: 0, port: 7100, host: "b.example"),
        ])
      #expect(answer.timeToLive == .seconds(70_000))
    }
  }

  @Test func `a service that is decidedly not available has a record without a host`() async throws
  {
    try await with { server, client in
      server.set("_x._tcp.example", .records([.srv(priority: 0, weight: 0, port: 0, host: "")]))
      let answer = try await client.services(of: "_x._tcp.example")
      #expect(answer.value == [ServiceRecord(priority: 0, weight: 0, port: 0, host: "")])
    }
  }

  @Test func `a name that there is not, or without addresses, is not found`() async throws {
    try await with { server, client in
      server.set("empty.example", .records([]))
      for name in ["nowhere.example", "empty.example"] {
        let error = await #expect(throws: DNSError.self) {
          try await client.addresses(of: name, port: 1)
        }
        #expect(error?.code == .notFound)
        #expect(error?.description.contains(name) == true)
        let none = await #expect(throws: DNSError.self) { try await client.services(of: name) }
        #expect(none?.code == .notFound)
      }
    }
  }

  @Test(arguments: [2, 5] as [UInt8])
  func `servers that fail or refuse are told of, at once`(code: UInt8) async throws {
    try await with { server, client in
      server.set("sick.example", .failure(code))
      let error = await #expect(throws: DNSError.self) {
        try await client.addresses(of: "sick.example", port: 1)
      }
      #expect(error?.code == .failed)
    }
  }

  @Test func `an answer that is none is a failure, not a crash`() async throws {
    try await with { server, client in
      server.set("broken.example", .malformed)
      let error = await #expect(throws: DNSError.self) {
        try await client.addresses(of: "broken.example", port: 1)
      }
      #expect(error?.code == .failed)
      await #expect(throws: DNSError.self) { try await client.services(of: "broken.example") }
    }
  }

  @Test func `a server that says nothing costs the timeout, and not its attempts' times`()
    async throws
  {
    try await with {
      $0.timeout = .milliseconds(50)
      $0.attemptTimeout = .seconds(3600)
    } _: { server, client in
      server.set("mute.example", .silence)
      let error = await #expect(throws: DNSError.self) {
        try await client.addresses(of: "mute.example", port: 1)
      }
      #expect(error?.code == .timeout)
    }
  }

  @Test func `a lost answer is asked for again`() async throws {
    try await with {
      $0.attemptTimeout = .milliseconds(20)
      $0.attempts = 12
    } _: { server, client in
      server.set("slow.example", .silence)
      async let answer = client.addresses(of: "slow.example", port: 1)
      await server.asked("slow.example", times: 3)
      server.set("slow.example", .records([.a("192.0.2.9")]))
      let found = try await answer
      #expect(found.value.map(\.host) == ["192.0.2.9"])
    }
  }

  @Test func `a look-up that had to wait for another gets its turn`() async throws {
    try await with {
      $0.maximumConcurrent = 1
    } _: { server, client in
      server.set("one.example", .records([.a("192.0.2.1")]))
      server.set("two.example", .records([.a("192.0.2.2")]))
      server.hold()
      async let one = client.addresses(of: "one.example", port: 1)
      await server.asked("one.example", times: 2)
      async let two = client.addresses(of: "two.example", port: 1)
      server.release()
      let answers = try await [one, two]
      #expect(answers.map { $0.value.map(\.host) } == [["192.0.2.1"], ["192.0.2.2"]])
    }
  }

  @Test func `a hundred look-ups at once all have their answers`() async throws {
    try await with { server, client in
      for number in 0..<100 {
        server.set("n\(number).example", .records([.a("192.0.2.\(number)")]))
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<100 {
          group.addTask {
            let answer = try await client.addresses(of: "n\(number).example", port: 1)
            #expect(answer.value.map(\.host) == ["192.0.2.\(number)"])
          }
        }
        try await group.waitForAll()
      }
    }
  }
}
