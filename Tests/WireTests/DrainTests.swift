import Testing

@testable import Wire

struct DrainTests {
  @Test func `a draining server refuses later calls, safe to send again`() {
    let server = Side(.server)
    server.receive(.request(1))
    server.receive(.request(3))
    server.machine.beginDrain()
    #expect(server.isDraining && server.lastPeerStream == 3)
    #expect(
      server.receive(.request(5, [], 10))
        == .refuse(stream: 5, code: .unavailable, text: "draining", unprocessed: true))
    #expect(server.receive(.data(5, .end, 10)) == .dropped(bytes: 10))
    server.machine.beginDrain()
    #expect(server.lastPeerStream == 3 && server.openStreams == 2)
  }

  @Test func `calls up to the last stream finish`() {
    let server = Side(.server)
    server.receive(.request(1, []))
    server.machine.beginDrain()
    #expect(server.receive(.data(1, .end)) == .data(stream: 1, piece: .whole, end: true))
    server.send(.response(1))
    #expect(server.openStreams == 0)
  }

  @Test func `a draining server still answers PING and takes credit`() {
    let server = Side(.server)
    server.receive(.request(1))
    server.machine.beginDrain()
    #expect(server.receive(.ping()) == .ping(7))
    #expect(server.receive(.window(1, 1)) == .credit(stream: 1))
  }

  @Test func `a client that hears of a drain opens no calls and finishes those it has`() {
    let client = Side(.client)
    client.open()
    let goAway = GoAway(lastStream: GoAway.anyStream, reason: "deploy")
    #expect(
      client.receive(Frame(type: .goAway, flags: .unprocessed, head: goAway.encoded()))
        == .goAway(goAway, code: 0, unprocessed: true))
    #expect(client.isPeerDraining && client.open() == nil)
    #expect(client.receive(.response(1)).outcome == .response)
  }

  @Test func `a GOAWAY for an error carries its code`() {
    let client = Side(.client)
    let event = client.receive(Frame(type: .goAway, aux: 8, head: GoAway().encoded()))
    #expect(event == .goAway(GoAway(), code: 8, unprocessed: false))
    #expect(Side(.client).receive(Frame(type: .goAway, head: [8])).code == .internal)
  }

  @Test func `a client that drains opens no calls`() {
    let client = Side(.client)
    client.machine.beginDrain()
    #expect(client.open() == nil)
    #expect(client.lastPeerStream == 0)
  }
}
