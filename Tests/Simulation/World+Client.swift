@testable import Wire

/// The client: calls, their connections, and what it does again.
extension World {
  func beginCall(_ plan: Schedule.Plan, _ action: Int) {
    let call = Call(id: calls.count, action: action, plan: plan, deadline: now + plan.deadline)
    calls.append(call)
    callOfAction[action] = call.id
    timeline.plan(.deadline(call: call.id), at: call.deadline)
    begin(call)
  }

  /// Sends a call on some connection, or has it wait for one.
  func begin(_ call: Call) {
    guard call.outcome == nil, call.place == nil else { return }
    let usable = links.filter { !$0.client.isOver && !$0.client.machine.isPeerDraining }
    // Spread by number, which stays what it is when others are left out of a schedule.
    let link = usable.isEmpty ? nil : usable[(call.action + call.attempt) % usable.count]
    guard let link, let stream = link.client.machine.openStream() else {
      if !pending.contains(call.id) { pending.append(call.id) }
      return reconnect()
    }
    pending.removeAll { $0 == call.id }
    call.place = (link, stream)
    call.answers = Messages(call: call.id)
    link.callers[stream] = call
    link.client.waiting[stream] = Peer.Waiting(messages: messages(of: call), isOpened: false)
    flush(link)
  }

  private func messages(of call: Call) -> [Peer.Outgoing] {
    let asks = call.plan.asks
    var messages = asks.indices.map { index in
      Peer.Outgoing(
        type: index == 0 ? .request : .data, flags: index == asks.count - 1 ? .end : [],
        body: Messages.body(call.id, index, asks[index]))
    }
    if messages.isEmpty { messages = [Peer.Outgoing(type: .request, flags: [.end, .noMessage])] }
    messages[0].head =
      RequestHead(method: "\(call.id)", attempt: UInt32(call.attempt)).encoded()
    messages[0].aux = UInt32(max(1, (call.deadline - now) / 1000))
    return messages
  }

  func clientReceived(_ link: Link, _ frame: Peer.Received) {
    let peer = link.client
    switch frame.event {
    case .none, .credit, .ready, .pong: break
    case .dropped(let bytes): peer.grant(peer.machine.didConsume(bytes, stream: 0), 0)
    case .data(let stream, let piece, _): take(link, stream, frame, piece)
    case .response(let stream, let piece, let end):
      take(link, stream, frame, piece)
      guard let call = link.callers[stream] else { break }
      if piece == .first || piece == .whole || piece == .none { call.status = frame.header.aux }
      if end { finish(call, .status(call.status)) }
    case .reset(let stream, let code, let isUnprocessed):
      guard let call = link.callers[stream] else { break }
      if isUnprocessed { retry(call) } else { finish(call, .status(code.rawValue)) }
    case .ping(let bytes): peer.answerPing(bytes)
    case .goAway(let goAway, _, _):
      // Calls beyond the last were never seen, and their RESET may be on its way.
      for (stream, call) in link.callers.sorted(by: { $0.key < $1.key })
      where stream > goAway.lastStream {
        peer.machine.reset(stream)
        peer.waiting[stream] = nil
        retry(call)
      }
    case .fail(let code, let text): fail(link, code, text)
    case .request, .refuse: complain("connection \(link.id): the client hears \(frame.event)")
    }
  }

  private func take(_ link: Link, _ stream: UInt32, _ frame: Peer.Received, _ piece: Piece) {
    link.client.hold(frame.body.count, stream)
    guard let call = link.callers[stream] else {
      return complain("stream \(stream) has no call any more, and gets \(frame.event)")
    }
    if call.place?.stream != stream || call.place?.link !== link {
      complain("call \(call.id) is answered where it is not")
    }
    if !call.answers.take(frame.body, piece) { complain("call \(call.id) gets another's message") }
    after(
      call.plan.readTime ?? 0,
      .read(link: link.id, isServer: false, stream: stream, frame.body.count))
  }

  // MARK: ends

  /// No handler saw the call: it begins again elsewhere.
  private func retry(_ call: Call) {
    let attempt = Attempt(call: call.id, number: call.attempt)
    if started[attempt] != nil {
      complain("call \(call.id), attempt \(call.attempt) is UNPROCESSED, and a handler ran")
    }
    unprocessed.insert(attempt)
    leave(call)
    call.attempt += 1
    after(1_000_000 << Int64(min(call.attempt, 12)), .begin(call: call.id))
  }

  func cancel(_ call: Call) {
    if call.outcome == nil { giveUp(call, .cancelled) }
  }

  func timeOut(_ call: Call) {
    if call.outcome == nil { giveUp(call, .timedOut) }
  }

  private func giveUp(_ call: Call, _ outcome: Call.Outcome) {
    let place = call.place
    if let (link, stream) = place {
      // The server must not hear of a stream by its RESET.
      if link.client.waiting[stream]?.isOpened == false {
        link.client.machine.reset(stream)
      } else {
        link.client.write(Peer.Outgoing(type: .reset, aux: 1), stream: stream)
      }
      link.client.waiting[stream] = nil
    }
    finish(call, outcome)
    if let place { flush(place.link) }
  }

  func finish(_ call: Call, _ outcome: Call.Outcome) {
    if let before = call.outcome {
      complain("call \(call.id) ends twice: \(before), then \(outcome)")
    }
    call.outcome = outcome
    leave(call)
    if now > call.deadline { complain("call \(call.id) ends after its deadline") }
    if let text = wrong(call, outcome) { complain("call \(call.id) \(text)") }
  }

  private func leave(_ call: Call) {
    guard let (link, stream) = call.place else { return }
    link.callers[stream] = nil
    call.place = nil
  }

  /// What is wrong with how a call ended, given what it was to be.
  private func wrong(_ call: Call, _ outcome: Call.Outcome) -> String? {
    switch outcome {
    case .status(0) where call.plan.status == 0:
      call.answers.sizes == call.plan.answers ? nil : "got \(call.answers.sizes)"
    case .status(call.plan.status), .cancelled: nil
    case .status(4), .timedOut: call.plan.mayTimeOut ? nil : "hung until its deadline"
    case .status(let code): "ended with status \(code)"
    case .lost: hasLostCalls ? nil : "was lost, and no connection was"
    }
  }
}
