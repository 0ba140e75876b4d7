@testable import Wire

/// The server: a handler a call, which reads all that it is sent and then answers.
extension World {
  func serverReceived(_ link: Link, _ frame: Peer.Received) {
    let peer = link.server
    switch frame.event {
    case .none, .credit, .ready, .goAway: break
    case .dropped(let bytes): peer.grant(peer.machine.didConsume(bytes, stream: 0), 0)
    case .request(let stream, let piece, let end):
      start(link, stream, frame)
      take(link, stream, frame, piece, end)
    case .data(let stream, let piece, let end): take(link, stream, frame, piece, end)
    case .reset(let stream, _, _): leave(link, stream)
    case .refuse(let stream, let code, let text, let isUnprocessed):
      if !isUnprocessed { complain("stream \(stream) is refused: \(text)") }
      var reset = Peer.Outgoing(type: .reset, aux: code.rawValue)
      if isUnprocessed { reset.flags = .unprocessed }
      peer.write(reset, stream: stream)
      peer.grant(peer.machine.didConsume(0, stream: 0), 0)
    case .ping(let bytes): peer.answerPing(bytes)
    case .pong(let bytes): if bytes == Self.drainPing { drainOn(link) }
    case .fail(let code, let text): fail(link, code, text)
    case .response: complain("connection \(link.id): the server hears \(frame.event)")
    }
  }

  private func start(_ link: Link, _ stream: UInt32, _ frame: Peer.Received) {
    guard let head = unsafe try? RequestHead(decoding: frame.head.span.bytes),
      let id = Int(head.method), calls.indices.contains(id)
    else { return complain("a REQUEST's head has changed on its way") }
    let attempt = Attempt(call: id, number: Int(head.attempt))
    started[attempt, default: 0] += 1
    if started[attempt] != 1 { complain("call \(id), attempt \(head.attempt) runs twice") }
    if unprocessed.contains(attempt) { complain("call \(id) runs, and was UNPROCESSED") }
    link.handlers[stream] = Handler(calls[id])
    if calls[id].plan.failsEarly {
      after(calls[id].plan.workTime, .answer(link: link.id, stream: stream))
    }
    after(Int64(frame.header.aux) * 1000, .serverDeadline(link: link.id, stream: stream))
  }

  private func take(
    _ link: Link, _ stream: UInt32, _ frame: Peer.Received, _ piece: Piece, _ end: Bool
  ) {
    link.server.hold(frame.body.count, stream)
    guard let handler = link.handlers[stream] else {
      return complain("stream \(stream) has no handler, and gets \(frame.event)")
    }
    let plan = handler.call.plan
    if !handler.asks.take(frame.body, piece) {
      complain("the handler of call \(handler.call.id) gets another's message")
    }
    if let time = plan.readTime {
      after(time, .read(link: link.id, isServer: true, stream: stream, frame.body.count))
    }
    guard end else { return }
    if handler.asks.sizes != plan.asks { complain("a handler is asked \(handler.asks.sizes)") }
    after(plan.workTime, .answer(link: link.id, stream: stream))
  }

  func answer(_ link: Link, _ stream: UInt32) {
    guard let handler = link.handlers[stream], !handler.hasAnswered, !link.server.isOver else {
      return
    }
    handler.hasAnswered = true
    let (call, plan) = (handler.call, handler.call.plan)
    var response = Peer.Outgoing(type: .response, flags: [.end, .noMessage], aux: plan.status)
    if plan.isUnary, plan.status == 0, let size = plan.answers.first {
      response.flags = .end
      response.body = Messages.body(call.id, 0, size)
    } else if !plan.isUnary {
      for (index, size) in plan.answers.enumerated() {
        let body = Messages.body(call.id, index, size)
        link.server.send(Peer.Outgoing(type: .data, body: body), stream: stream)
      }
    }
    link.server.send(response, stream: stream)
    flush(link)
  }

  /// Ends a handler at its deadline, whatever it was about to say.
  func timeOutHandler(_ link: Link, _ stream: UInt32) {
    guard link.handlers[stream] != nil, !link.server.isOver else { return }
    link.server.waiting[stream] = nil
    link.server.write(Peer.Outgoing(type: .reset, aux: 4), stream: stream)
    leave(link, stream)
    flush(link)
  }

  /// A stream is over: what its handler never read goes back to the connection.
  private func leave(_ link: Link, _ stream: UInt32) {
    guard link.handlers.removeValue(forKey: stream) != nil else { return }
    link.server.waiting[stream] = nil
    link.server.consume(link.server.held[stream] ?? 0, stream)
  }

  // MARK: drains

  private static let drainPing: UInt64 = 2

  func drain(_ link: Link, atOnce: Bool) {
    guard !link.isDraining else { return }
    link.isDraining = true
    if atOnce { return drainOn(link) }
    sendGoAway(link, GoAway.anyStream)
    link.server.write(
      Peer.Outgoing(type: .ping, body: [0, 0, 0, 0, 0, 0, 0, 2]), stream: 0)
  }

  private func drainOn(_ link: Link) {
    guard link.isDraining, !link.hasDrained else { return }
    link.hasDrained = true
    link.server.machine.beginDrain()
    sendGoAway(link, link.server.machine.lastPeerStream)
  }

  private func sendGoAway(_ link: Link, _ last: UInt32) {
    link.server.write(
      Peer.Outgoing(type: .goAway, head: GoAway(lastStream: last).encoded()), stream: 0)
  }

  /// Takes leave of handlers whose last frame is out, and closes once a drain has seen all of them off.
  func tidy(_ link: Link) {
    guard !link.server.isOver else { return }
    for stream in link.handlers.keys.sorted() where !link.server.machine.isOpen(stream) {
      leave(link, stream)
    }
  }

  func closeIfDrained(_ link: Link) {
    guard link.hasDrained, !link.isOver, link.handlers.isEmpty, link.server.output.isEmpty else {
      return
    }
    link.server.isOver = true
    timeline.plan(
      .loss(link: link.id, isServer: false), at: max(now, link.lastArrival.toClient))
  }

  // MARK: the end

  /// What is wrong once nothing more happens.
  func verdict() -> String? {
    if let call = calls.first(where: { $0.outcome == nil }) { return "call \(call.id) hangs" }
    for link in links {
      if let text = link.remainder { return "connection \(link.id), at rest: \(text)" }
      if link.floodedPings >= 1200 && !link.isOver { return "a flood of PINGs went unpunished" }
    }
    if let twice = started.first(where: { $0.value > 1 }) { return "\(twice.key) ran twice" }
    return unprocessed.first { started[$0] != nil }.map { "\($0) ran, and was UNPROCESSED" }
  }
}

extension Peer {
  func answerPing(_ bytes: UInt64) {
    let body = (0..<8).map { UInt8(truncatingIfNeeded: bytes >> (56 - 8 * $0)) }
    write(Outgoing(type: .ping, flags: .ack, body: body[...]), stream: 0)
  }
}
