import Randomness
@testable import Wire

/// A connection: two ends, and bytes on their way between them.
final class Link {
  let id: Int
  /// Each connection has chance of its own, so that leaving out what happens on one changes no other.
  var random: SeededRandom
  let client: Peer
  let server: Peer
  /// Chunks in the order in which they arrive, each direction for itself.
  var toServer: [[UInt8]] = []
  var toClient: [[UInt8]] = []
  var lastArrival: (toServer: Int64, toClient: Int64) = (0, 0)
  /// Nothing arrives before.
  var quietUntil: Int64 = 0
  /// Bytes are lost from here on.
  var isCut = false
  var floodedPings = 0
  /// The calls on the client's streams, and on the server's.
  var callers: [UInt32: Call] = [:]
  var handlers: [UInt32: Handler] = [:]
  var isDraining = false
  /// The PING of a drain has been answered: the second GOAWAY is out.
  var hasDrained = false

  init(id: Int, seed: UInt64) {
    self.id = id
    random = SeededRandom(seed: seed &+ UInt64(id) &* 0xA5A5_5A5A)
    let settings = (Self.settings(&random), Self.settings(&random))
    client = Peer(.client, settings.0, link: id, seed: random.next())
    server = Peer(.server, settings.1, link: id, seed: random.next())
  }

  private static func settings(_ random: inout SeededRandom) -> Settings {
    Settings(
      maxFrame: random.one(of: 0, 100_000), streamWindow: random.one(of: 0, 0, 1 << 20),
      connectionWindow: random.one(of: 0, 6 << 20))
  }

  var isOver: Bool { client.isOver || server.isOver || isCut }
}

extension World {
  func connect() {
    links.append(Link(id: links.count, seed: schedule.seed))
    guard let link = links.last else { return }
    let waiting = pending
    pending = []
    for call in waiting { begin(calls[call]) }
    flush(link)
  }

  /// Has a connection come soon, unless one is on its way.
  func reconnect() {
    guard !isConnecting else { return }
    isConnecting = true
    after(Int64.random(in: 1_000_000...50_000_000, using: &random), .connect)
  }

  // MARK: bytes

  /// Sends what both ends have to say, and judges whether all credit is where it should be.
  func flush(_ link: Link) {
    for peer in [link.client, link.server] where !peer.isOver {
      peer.flush()
      if peer === link.server { tidy(link) }
      transmit(peer.output, on: link, toServer: peer === link.client)
      peer.output = []
    }
    closeIfDrained(link)
    if let text = link.imbalance { complain("connection \(link.id): \(text)") }
  }

  private func transmit(_ bytes: [UInt8], on link: Link, toServer: Bool) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let isCut = link.random.oneIn(3)
      let count = isCut ? Int.random(in: 1...rest.count, using: &link.random) : rest.count
      let chunk = Array(rest.prefix(count))
      rest = rest.dropFirst(count)
      let earliest = max(
        now + Int64.random(in: 20_000...2_000_000, using: &link.random), link.quietUntil,
        toServer ? link.lastArrival.toServer : link.lastArrival.toClient)
      if toServer {
        link.toServer.append(chunk)
        link.lastArrival.toServer = earliest
      } else {
        link.toClient.append(chunk)
        link.lastArrival.toClient = earliest
      }
      timeline.plan(.arrival(link: link.id, toServer: toServer), at: earliest)
    }
  }

  func arrive(_ link: Link, toServer: Bool) {
    guard !link.isCut else { return }
    let chunk = toServer ? link.toServer.removeFirst() : link.toClient.removeFirst()
    let peer = toServer ? link.server : link.client
    guard !peer.isOver else { return }
    peer.now = now
    peer.input += chunk
    while complaint == nil, let frame = peer.receive() {
      let other = toServer ? link.client : link.server
      other.arrived(frame)
      if toServer { serverReceived(link, frame) } else { clientReceived(link, frame) }
    }
    flush(link)
  }

  // MARK: endings

  /// What is on its way is lost, and the two ends learn of it at times of their own.
  func lose(_ link: Link) {
    link.isCut = true
    hasLostCalls = true
    after(
      Int64.random(in: 0...20_000_000, using: &link.random), .loss(link: link.id, isServer: false))
    after(
      Int64.random(in: 0...20_000_000, using: &link.random), .loss(link: link.id, isServer: true))
  }

  func learnLoss(_ link: Link, isServer: Bool) {
    if isServer {
      link.server.isOver = true
      link.handlers = [:]
      return
    }
    endClient(link)
  }

  /// The client's end is over: calls whose REQUEST has left are lost, the others begin elsewhere.
  func endClient(_ link: Link) {
    guard !link.client.isOver else { return }
    link.client.isOver = true
    for (stream, call) in link.callers.sorted(by: { $0.key < $1.key }) {
      let isUnknown = link.client.waiting[stream]?.isOpened == false
      call.place = nil
      if isUnknown { begin(call) } else { finish(call, .lost) }
    }
    link.callers = [:]
  }

  /// This end has found a mistake of the other's and says so; the connection ends for both.
  func fail(_ link: Link, _ code: StatusCode, _ text: String) {
    guard link.floodedPings > 1000, code == .resourceExhausted else {
      return complain("connection \(link.id) fails: \(text)")
    }
    lose(link)
  }
}

extension Peer {
  /// A frame of this end's has been taken in by the other.
  func arrived(_ frame: Received) {
    let stream = frame.header.stream
    if frame.header.type == .window {
      credit[stream, default: 0] -= Int(frame.header.aux)
    } else if frame.header.type.spendsCredit {
      bodies[0, default: 0] -= frame.body.count
      bodies[stream, default: 0] -= frame.body.count
    }
  }
}
