@testable import Wire

extension FuzzTarget {
  /// The input drives both sides of one machine: what the peer sends, legal or not, and what the
  /// owner does, always legal. After each step the machine must agree with a plain model of it.
  func checkMachine(_ input: inout ByteSource) throws(Finding) {
    let driver = MachineDriver(setup: input.byte())
    while !input.isAtEnd, !driver.isOver {
      try driver.step(&input)
      try driver.verify()
    }
  }
}

/// A machine, and what its owner must know of it.
final class MachineDriver {
  /// One stream as its owner sees it.
  struct Stream {
    var held = 0
    var sendable: Int
    var isLocalEnded = false
    var isPeerEnded = false
  }

  var machine: ConnectionMachine
  var open: [UInt32: Stream] = [:]
  /// Bodies that the application has not consumed; stream 0 for those of streams that are over.
  var held: [(stream: UInt32, bytes: Int)] = []
  var sendable = Int(Settings.defaultConnectionWindow)
  var highestPeerStream: UInt32 = 0
  var isOver = false
  var now: Int64 = 0
  /// The frame that came last, for floods.
  var last = (header: FrameHeader(length: 0, stream: 0, type: .hello), head: [UInt8]())
  /// PINGs of the peer's that were taken, and PINGs sent: answers are free.
  var pings = (taken: Int64(0), sent: Int64(0))

  init(setup: UInt8) {
    var local = Settings(codecs: setup & 8 != 0 ? ["zstd"] : [])
    if setup & 2 != 0 { local.maxFrame = 1 << 20 }
    if setup & 4 != 0 { (local.streamWindow, local.connectionWindow) = (8 << 20, 16 << 20) }
    machine = ConnectionMachine(role: setup & 1 == 0 ? .client : .server, local: local)
    if setup & 16 != 0 { machine.streamLimit = 2 }
    if setup & 32 != 0 {
      _ = machine.receiveEmptyHello()
    }
  }

  func step(_ input: inout ByteSource) throws(Finding) {
    switch input.byte() % 20 {
    case 0..<8: try receive(shaped(&input), &input)
    case 8: try receive(raw(&input), &input)
    case 9: try receiveHello(&input)
    case 10: try receiveAgain(&input)
    case 11: try openStream(&input)
    case 12..<15: try send(&input)
    case 15: try reset(&input)
    case 16, 17: try consume(&input)
    case 18: now += [1_000_000, 100_000_000, 5_000_000_000][Int(input.byte()) % 3]
    default: input.byte() % 4 == 0 ? machine.beginDrain() : ping()
    }
  }

  /// Whether the machine and the model say the same.
  func verify() throws(Finding) {
    guard !isOver else { return }
    try expect(machine.openStreams == open.count, "as many streams are open as were opened")
    let total = held.reduce(0) { $0 + $1.bytes }
    let window = machine.local.connectionWindow
    try expect(
      Int(machine.receive.held(of: window)) == total,
      "the connection holds \(machine.receive.held(of: window)) bytes, not \(total)")
    try expect(Int(machine.send.available) == sendable, "the connection's credit is \(sendable)")
    if machine.role == .server {
      try expect(machine.openStreams <= Int(machine.streamLimit), "the stream limit holds")
    }
    try expect(
      pings.taken <= 1001 + 200 * (now / 1_000_000_000 + 1) + pings.sent, "PINGs have a budget")
    for (id, stream) in open { try verify(id, stream) }
  }

  private func verify(_ id: UInt32, _ stream: Stream) throws(Finding) {
    guard let slot = machine.streams.find(id) else {
      throw Finding(description: "stream \(id) is open")
    }
    let held = machine.streams[slot].receive.held(of: machine.local.streamWindow)
    try expect(Int(held) == stream.held, "stream \(id) holds \(held) bytes, not \(stream.held)")
    let available = machine.streams[slot].send.available
    try expect(Int(available) == stream.sendable, "stream \(id) has credit \(stream.sendable)")
    try expect(
      machine.sendableBytes(id) == min(stream.sendable, sendable), "both windows bound a send")
  }
}
