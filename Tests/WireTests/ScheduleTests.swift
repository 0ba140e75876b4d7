import Testing

@testable import Wire

/// A client's machine and a server's, joined by two queues, under random schedules: whatever happens,
/// no credit is lost or made, nobody breaks the rules, and in the end everything is given back.
struct ScheduleTests {
  @Test(arguments: LongTests.seeds(24))
  func `no credit is lost or made in any schedule`(_ seed: UInt64) {
    let world = World(seed)
    for step in 0..<1000 {
      world.step()
      guard world.isSound else {
        Issue.record("seed \(seed), step \(step): \(world.complaint)")
        return
      }
    }
    world.settle()
    #expect(world.isSound, "seed \(seed), settled: \(world.complaint)")
    #expect(world.client.side.openStreams == 0, "seed \(seed)")
    #expect(world.server.side.openStreams == 0, "seed \(seed)")
    #expect(world.isBalanced, "seed \(seed): \(world.balance)")
    #expect(world.calls > 20, "seed \(seed) made \(world.calls) calls only")
  }
}

/// One end of the connection: its machine, what it has yet to consume, and what is on its way to it.
private final class End {
  let side: Side
  /// Frames that the other end has sent and that have not arrived.
  var queue: ArraySlice<Frame> = []
  /// Bodies received and not consumed.
  var held: [(stream: UInt32, bytes: Int)] = []
  /// Streams on which this end has more to say, and whether it is within a message.
  var talking: [UInt32: Bool] = [:]

  init(_ role: Role, _ settings: Settings) {
    side = Side(role, settings, maxFrame: settings.maxFrame, ready: false)
  }
}

private final class World {
  let client: End
  let server: End
  private(set) var complaint = ""
  private(set) var calls = 0
  private var random: SeededGenerator
  private var now: Int64 = 0

  init(_ seed: UInt64) {
    random = SeededGenerator(seed)
    client = End(.client, Self.settings(&random))
    server = End(.server, Self.settings(&random))
    send(.hello(client.side.local), from: client)
    send(.hello(server.side.local), from: server)
  }

  private static func settings(_ random: inout SeededGenerator) -> Settings {
    Settings(
      maxFrame: [16_368, 65_536].randomElement(using: &random) ?? 0,
      streamWindow: [0, 300_000, 2 << 20].randomElement(using: &random) ?? 0,
      connectionWindow: [0, 5 << 20].randomElement(using: &random) ?? 0)
  }

  // MARK: Acting

  func step() {
    // Slow enough that the RESETs stay within their budget.
    now += 10_000_000
    let end = Bool.random(using: &random) ? client : server
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<10: openCall()
    case 10..<45: talk(end)
    case 45..<75: deliver(to: end)
    case 75..<90: consume(end)
    case 90..<93: cancel(end)
    case 93..<95: send(.ping(), from: end)
    default: for _ in 0..<8 { deliver(to: end) }
    }
  }

  private func openCall() {
    guard let stream = client.side.machine.openStream() else { return }
    calls += 1
    let frame = message(stream, from: client, as: .request)
    send(frame, from: client)
    note(frame, client)
  }

  /// Sends one piece, as large as the windows allow or smaller.
  private func talk(_ end: End) {
    guard let stream = end.talking.keys.sorted().randomElement(using: &random) else { return }
    let answers = end === server && Int.random(in: 0..<4, using: &random) == 0
    let within = end.talking[stream] == true
    let frame = message(stream, from: end, as: answers && !within ? .response : .data)
    send(frame, from: end)
    note(frame, end)
  }

  private func message(_ stream: UInt32, from end: End, as type: FrameType) -> Frame {
    let room = min(end.side.sendable(stream), Int(end.side.peer.maxFrame))
    let size = Int.random(in: 0..<3, using: &random) == 0 ? room : room / 50
    var flags: FrameFlags = []
    switch (type, Int.random(in: 0..<5, using: &random)) {
    case (.response, _): flags = .end
    case (_, 0..<2): flags = size > 0 ? .more : []
    case (_, 2) where end === client: flags = .end
    default: break
    }
    return Frame(
      type: type, stream: stream, flags: flags, body: Array(repeating: 0, count: size))
  }

  private func note(_ frame: Frame, _ end: End) {
    end.talking[frame.stream] =
      frame.flags.contains(.end) ? nil : frame.flags.contains(.more)
  }

  private func consume(_ end: End) {
    guard let index = end.held.indices.randomElement(using: &random) else { return }
    let part = Int.random(in: 0...end.held[index].bytes, using: &random)
    give(back: part, of: end.held[index].stream, at: end)
    end.held[index].bytes -= part
    if end.held[index].bytes == 0 { end.held.swapAt(index, end.held.count - 1) }
    if end.held.last?.bytes == 0 { end.held.removeLast() }
  }

  private func cancel(_ end: End) {
    guard let stream = end.talking.keys.sorted().randomElement(using: &random) else { return }
    end.talking[stream] = nil
    send(.reset(stream), from: end)
  }

  private func send(_ frame: Frame, from end: End) {
    end.side.send(frame)
    other(end).queue.append(frame)
  }

  private func other(_ end: End) -> End { end === client ? server : client }

  private func give(back bytes: Int, of stream: UInt32, at end: End) {
    let credit = end.side.consume(bytes, stream)
    if credit.stream > 0 { send(.window(stream, credit.stream), from: end) }
    if credit.connection > 0 { send(.window(0, credit.connection), from: end) }
  }

  private func deliver(to end: End) {
    guard let frame = end.queue.popFirst() else { return }
    end.side.now = now
    let event = end.side.receive(frame)
    switch event {
    case .request(let stream, _, _):
      end.held.append((stream, frame.body.count))
      end.talking[stream] = false
    case .data(let stream, _, _): end.held.append((stream, frame.body.count))
    case .response(let stream, _, let isEnd):
      end.held.append((stream, frame.body.count))
      if isEnd { end.talking[stream] = nil }
    case .reset(let stream, _, _): end.talking[stream] = nil
    case .dropped(let bytes): give(back: bytes, of: 0, at: end)
    case .ping: send(.ping(.ack), from: end)
    // A message of random pieces may grow too large: the one mistake that these ends make.
    case .refuse(let stream, .resourceExhausted, _, _):
      end.talking[stream] = nil
      send(.reset(stream, .resourceExhausted), from: end)
      give(back: 0, of: 0, at: end)
    case .refuse, .fail, .goAway: complaint = "\(event)"
    case .none, .ready, .credit, .pong: break
    }
  }

  /// Ends all calls and lets everything arrive and be consumed.
  func settle() {
    for stream in server.talking.keys.sorted() {
      send(.response(stream, .end, 0, .aborted), from: server)
    }
    server.talking = [:]
    while !client.queue.isEmpty || !server.queue.isEmpty {
      for end in [client, server] {
        deliver(to: end)
        for part in end.held { give(back: part.bytes, of: part.stream, at: end) }
        end.held = []
        // A call that arrived only now is answered too.
        guard end === server else { continue }
        for stream in end.talking.keys.sorted() {
          send(.response(stream, .end, 0, .aborted), from: end)
        }
        end.talking = [:]
      }
      now += 10_000_000
    }
  }

  // MARK: Judging

  var isSound: Bool {
    guard complaint.isEmpty else { return false }
    return isSound(from: client, to: server) && isSound(from: server, to: client)
  }

  /// Every byte of every window is in exactly one place: with the sender, on its way as a body, held,
  /// gathered, on its way back as credit, or announced by a HELLO that has not arrived.
  private func isSound(from sender: End, to receiver: End) -> Bool {
    let local = receiver.side.local
    let ready = sender.side.isReady
    let announced = ready ? 0 : local.connectionWindow - Settings.defaultConnectionWindow
    let way = receiver.queue.filter { $0.type.spendsCredit }.map(\.body.count).reduce(0, +)
    let back = sender.queue.filter { $0.type == .window && $0.stream == 0 }.map(\.aux).reduce(0, +)
    let held = receiver.held.map(\.bytes).reduce(0, +)
    let window = receiver.side.machine.receive
    guard held == Int(window.held(of: local.connectionWindow)) else {
      complaint = "held \(held), but the window says otherwise"
      return false
    }
    let total = Int(sender.side.machine.send.available + back + announced + window.gathered)
    guard total + way + held == Int(local.connectionWindow) else {
      complaint = "the connection has \(total + way + held) of \(local.connectionWindow)"
      return false
    }
    return stride(from: UInt32(1), to: client.side.machine.nextStream, by: 2).allSatisfy {
      isSound($0, from: sender, to: receiver)
    }
  }

  private func isSound(_ stream: UInt32, from sender: End, to receiver: End) -> Bool {
    guard let there = sender.side.machine.streams.find(stream),
      let here = receiver.side.machine.streams.find(stream)
    else { return true }
    let limit = receiver.side.local.streamWindow
    let announced = sender.side.isReady ? 0 : limit - Settings.defaultStreamWindow
    let way = receiver.queue.filter { $0.stream == stream && $0.type.spendsCredit }
      .map(\.body.count).reduce(0, +)
    let back = sender.queue.filter { $0.stream == stream && $0.type == .window }.map(\.aux)
      .reduce(0, +)
    let window = receiver.side.machine.streams[here].receive
    let total = sender.side.machine.streams[there].send.available + back + announced
    guard Int(total + window.gathered + window.held(of: limit)) + way == Int(limit) else {
      complaint = "stream \(stream) has not \(limit)"
      return false
    }
    return true
  }

  /// Once all is quiet, the sender's credit and what has gathered make the whole window.
  var isBalanced: Bool { balance.allSatisfy { $0.0 == $0.1 } }

  var balance: [(UInt32, UInt32)] {
    [(client, server), (server, client)].map { sender, receiver in
      (
        sender.side.machine.send.available + receiver.side.machine.receive.gathered,
        receiver.side.local.connectionWindow
      )
    }
  }
}
