@testable import Wire

/// What the owner of a machine may do, and here always does by the rules.
extension MachineDriver {
  func openStream(_ input: inout ByteSource) throws(Finding) {
    guard let id = machine.openStream() else { return }
    try expect(machine.role == .client && id & 1 == 1 && open[id] == nil, "clients open odd ids")
    open[id] = Stream(sendable: Int(machine.peer.streamWindow))
    // A call may also be given up before its REQUEST leaves.
    if input.byte() < 240 { try send(.request, id, &input) }
  }

  func send(_ input: inout ByteSource) throws(Finding) {
    let ids = open.keys.sorted().filter { open[$0]?.isLocalEnded == false }
    guard let id = input.choice(of: ids) else { return }
    let answers = machine.role == .server && input.byte() % 3 == 0
    try send(answers ? .response : .data, id, &input)
  }

  private func send(_ type: FrameType, _ id: UInt32, _ input: inout ByteSource) throws(Finding) {
    let room = machine.sendableBytes(id)
    let bytes = min(room, input.choice(of: [0, 1, 100, 16_000, 1 << 20, Int.max]) ?? 0)
    var flags: FrameFlags = bytes > 0 && input.byte() & 1 == 1 ? .more : []
    if type == .response || (machine.role == .client && flags.isEmpty && input.byte() & 1 == 1) {
      flags = .end
    }
    machine.didSend(type, flags, stream: id, bodyBytes: bytes)
    sendable -= bytes
    open[id]?.sendable -= bytes
    if flags.contains(.end) { open[id]?.isLocalEnded = true }
    if type == .response { close(id) }
    if type != .response {
      try expect(machine.isOpen(id), "a client's stream stays open until it is answered")
    }
  }

  func reset(_ input: inout ByteSource) throws(Finding) {
    guard let id = input.choice(of: open.keys.sorted()) else { return }
    machine.didSend(.reset, [], stream: id, bodyBytes: 0)
    close(id)
    try expect(!machine.isOpen(id), "RESET ends a stream")
    try expect(machine.sendableBytes(id) == 0, "nothing can be sent on what is over")
  }

  func ping() {
    machine.didSend(.ping, [], stream: 0, bodyBytes: 8)
    pings.sent += 1
  }

  /// The application reads some of what has come.
  func consume(_ input: inout ByteSource) throws(Finding) {
    guard !held.isEmpty else { return }
    let index = Int(input.byte()) % held.count
    let part = input.byte() & 1 == 0 ? held[index].bytes : held[index].bytes / 2
    let id = held[index].stream
    let window = machine.local.connectionWindow
    let before = machine.receive
    let credit = machine.didConsume(part, stream: id)
    let gathered = Int(before.gathered) + part
    try expect(
      credit.connection == 0 || Int(credit.connection) == gathered,
      "\(credit.connection) bytes are credited, \(gathered) were consumed")
    try expect(
      credit.connection > 0 || gathered < Int(window / 2), "half a window is given back")
    try expect(credit.stream == 0 || open[id] != nil, "credit is for streams that are open")
    try expect(machine.receive.available <= window, "no credit is made")
    open[id]?.held -= part
    held[index].bytes -= part
    if held[index].bytes == 0 { held.remove(at: index) }
  }
}
