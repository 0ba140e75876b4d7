import Testing

@testable import Wire

struct HelloTests {
  @Test func `HELLO puts the peer's limits in force, 0 standing for the default`() {
    let client = Side(.client, ready: false)
    #expect(client.peer == Settings() && !client.isReady)
    var hello = Hello()
    hello.maxFrame = 65_536
    hello.software = "x/1"
    #expect(client.receive(Frame(type: .hello, head: hello.encoded())) == .ready(hello))
    #expect(client.peer == Settings(maxFrame: 65_536, software: "x/1"))
    #expect(client.isReady)
  }

  static let lowered: [(String, @Sendable (inout Hello) -> Void)] = [
    ("max_frame", { $0.maxFrame = 16_367 }), ("max_message", { $0.maxMessage = 1 }),
    ("max_streams", { $0.maxStreams = 999 }), ("stream_window", { $0.streamWindow = 262_143 }),
    ("connection_window", { $0.connectionWindow = 1 }),
  ]

  @Test(arguments: lowered.indices)
  func `HELLO may not lower a limit`(_ index: Int) {
    var hello = Hello()
    Self.lowered[index].1(&hello)
    let event = Side(.server, ready: false).receive(Frame(type: .hello, head: hello.encoded()))
    #expect(event.code == .internal, "\(Self.lowered[index].0)")
  }

  @Test func `HELLO may not name a window beyond 2^31-1`() {
    var hello = Hello()
    hello.streamWindow = 0x7FFF_FFFF
    hello.connectionWindow = 0x7FFF_FFFF
    hello.maxFrame = .max
    let server = Side(.server, ready: false)
    #expect(server.receive(Frame(type: .hello, head: hello.encoded())).outcome == .ready)
    #expect(server.peer.maxFrame == Settings.largestFrame)
    hello.streamWindow = 0x8000_0000
    #expect(
      Side(.server, ready: false).receive(Frame(type: .hello, head: hello.encoded())).outcome
        == .fail)
  }

  @Test func `a HELLO that cannot be read ends the connection`() {
    let event = Side(.server, ready: false).receive(Frame(type: .hello, head: [0x08]))
    #expect(event.code == .internal)
  }

  @Test func `what a side announces is raised to the defaults`() {
    let low = Settings(
      maxFrame: 1, maxMessage: 1, maxStreams: 1, streamWindow: 1, connectionWindow: 1)
    #expect(Hello(low) == Hello(Settings()))
    let high = Settings(streamWindow: .max, connectionWindow: .max)
    #expect(Settings(announcedBy: Hello(high)) == high.announced)
  }

  @Test func `calls sent behind a client's own HELLO are held to the defaults, then raised`() {
    let client = Side(.client, ready: false)
    client.open([], 200 << 10)
    #expect(client.sendable(1) == 56 << 10)
    client.receive(.hello(Settings(streamWindow: 1 << 20, connectionWindow: 5 << 20)))
    #expect(client.sendable(1) == (1 << 20) - (200 << 10))
    client.open([])
    #expect(client.sendable(3) == 1 << 20)
  }

  @Test func `a server sees HELLO, then the calls behind it`() {
    let server = Side(.server, ready: false)
    #expect(server.receive(.hello).outcome == .ready)
    #expect(server.receive(.request(1, .end, 9)).outcome == .request)
  }
}
