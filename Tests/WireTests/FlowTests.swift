import Testing

@testable import Wire

struct FlowTests {
  private let stream = 256 << 10
  private let connection = 4 << 20

  @Test func `sending spends both windows and credit restores them`() {
    let client = Side(.client)
    client.open([], 100)
    #expect(client.sendable(1) == stream - 100)
    client.send(.data(1, [], stream - 100))
    #expect(client.sendable(1) == 0)
    #expect(client.receive(.window(1, 50)) == .credit(stream: 1))
    #expect(client.sendable(1) == 50)
    #expect(client.sendable(99) == 0)
  }

  @Test func `the connection's window bounds all streams`() {
    let client = Side(.client)
    for _ in 0..<16 { client.open([], stream) }
    client.open([])
    #expect(client.sendable(33) == 0)
    #expect(client.receive(.window(0, 7)) == .credit(stream: 0))
    #expect(client.sendable(33) == 7)
  }

  @Test func `frames without a body are free`() {
    let client = Side(.client)
    client.open([], stream)
    client.send(.data(1, [.end, .noMessage], 0))
    #expect(client.sendable(1) == 0)
    let server = Side(.server)
    #expect(server.receive(.request(1, [], stream)).outcome == .request)
    #expect(server.receive(.data(1, .end, 0)).outcome == .data)
  }

  @Test func `a head spends no credit`() {
    let server = Side(.server)
    var request = Frame.request(1, [], stream)
    request.head = RequestHead(method: "a.B/C").encoded()
    #expect(server.receive(request).outcome == .request)
  }

  @Test func `a body beyond the stream's window ends the stream`() {
    let server = Side(.server)
    server.receive(.request(1, [], stream))
    #expect(server.receive(.data(1)).code == .internal)
    #expect(server.receive(.request(3, [], stream + 1)).outcome == .refuse)
  }

  @Test func `a body beyond the connection's window ends the connection`() {
    let server = Side(.server)
    for call: UInt32 in 0..<16 { server.receive(.request(2 * call + 1, [], stream)) }
    #expect(server.receive(.request(33, [], 0)).outcome == .request)
    #expect(server.receive(.data(33, [], 1)).code == .internal)
    #expect(server.receive(.data(33, [], 1)).outcome == .fail)
  }

  @Test func `late bodies count against the connection until they are given back`() {
    let server = Side(.server)
    server.receive(.request(1, []))
    server.send(.reset(1))
    for _ in 0..<16 { #expect(server.receive(.data(1, [], stream)) == .dropped(bytes: stream)) }
    #expect(server.receive(.data(1)).outcome == .fail)
    let other = Side(.server)
    other.receive(.request(1, []))
    other.send(.reset(1))
    for _ in 0..<100 {
      #expect(other.receive(.data(1, [], stream)) == .dropped(bytes: stream))
      _ = other.consume(stream, 0)
    }
  }

  @Test func `credit gathers until half the window`() {
    let server = Side(.server)
    server.receive(.request(1, [], stream))
    #expect(server.consume(stream / 2 - 1, 1) == Credit())
    #expect(server.consume(1, 1) == Credit(stream: UInt32(stream / 2)))
    #expect(server.receive(.data(1, [], stream / 2)).outcome == .data)
    for call: UInt32 in 1...7 { server.receive(.request(2 * call + 1, [], stream)) }
    for call: UInt32 in 1...7 { _ = server.consume(stream, 2 * call + 1) }
    let credit = server.consume(stream, 1)
    #expect(credit == Credit(stream: UInt32(stream), connection: UInt32(stream * 17 / 2)))
  }

  @Test func `a stream whose peer has ended gets no more credit`() {
    let server = Side(.server)
    server.receive(.request(1, .end, stream))
    #expect(server.consume(stream, 1) == Credit())
    #expect(server.gathered == UInt32(stream))
  }

  @Test func `what is consumed after the call is over counts for the connection`() {
    let client = Side(.client, Settings(streamWindow: 2 << 20))
    client.open()
    client.receive(.response(1, .end, 2 << 20))
    #expect(client.consume(2 << 20, 1) == Credit(connection: UInt32(connection / 2)))
  }

  @Test func `a refused body is given back at once`() {
    let server = Side(.server, Settings(streamWindow: 3 << 20))
    #expect(server.receive(.request(1, [.end, .more], 2 << 20)).outcome == .refuse)
    #expect(server.consume(0, 0) == Credit(connection: UInt32(connection / 2)))
    server.machine.streamLimit = 0
    #expect(server.receive(.request(3, .end, 2 << 20)).outcome == .refuse)
    #expect(server.consume(0, 0) == Credit(connection: UInt32(connection / 2)))
  }

  @Test func `credit beyond 2^31-1 ends the stream or the connection`() {
    let client = Side(.client)
    client.open([])
    let room = Settings.largestWindow - UInt32(stream)
    #expect(client.receive(.window(1, room)).outcome == .credit)
    #expect(client.receive(.window(1, 1)).code == .internal)
    #expect(client.openStreams == 0)
    #expect(client.receive(.window(0, .max)).outcome == .fail)
    #expect(
      client.receive(.window(0, Settings.largestWindow - UInt32(connection))).outcome == .credit)
    #expect(client.receive(.window(0, 1)).outcome == .fail)
  }

  @Test func `a WINDOW of nothing changes nothing`() {
    let client = Side(.client)
    client.open([])
    #expect(client.receive(.window(1, 0)) == .none)
    #expect(client.receive(.window(0, 0)) == .none)
    #expect(client.sendable(1) == stream)
  }

  @Test func `a machine that was asked nothing owes nothing`() {
    let server = Side(.server)
    #expect(server.consume(0, 0) == Credit())
    #expect(server.consume(0, 7) == Credit())
  }
}
