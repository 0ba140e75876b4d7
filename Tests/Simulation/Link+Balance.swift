@testable import Wire

extension Link {
  /// Where credit has been lost or made: each byte of a window is with its sender, on its way as a body,
  /// with its receiver, or on its way back. Nil if all is there.
  var imbalance: String? {
    guard !isOver else { return nil }
    return Self.imbalance(from: client, to: server) ?? Self.imbalance(from: server, to: client)
  }

  private static func imbalance(from sender: Peer, to receiver: Peer) -> String? {
    let local = receiver.machine.local
    let window = Int(local.connectionWindow)
    let announced =
      sender.machine.isReady ? 0 : window - Int(Settings.defaultConnectionWindow)
    let held = receiver.held.values.reduce(0, +)
    let receive = receiver.machine.receive
    guard held == Int(receive.held(of: local.connectionWindow)) else {
      return "the application holds \(held) bytes, "
        + "the window says \(receive.held(of: local.connectionWindow))"
    }
    let total =
      Int(sender.machine.send.available) + announced + (sender.bodies[0] ?? 0) + held
      + Int(receive.gathered) + (receiver.credit[0] ?? 0)
    guard total == window else { return "the window has \(total) bytes of \(window)" }
    for stream in sender.held.keys where stream != 0 {
      if let text = imbalance(stream, from: sender, to: receiver) { return text }
    }
    for stream in sender.bodies.keys where stream != 0 {
      if let text = imbalance(stream, from: sender, to: receiver) { return text }
    }
    return nil
  }

  private static func imbalance(
    _ stream: UInt32, from sender: Peer, to receiver: Peer
  ) -> String? {
    guard let there = sender.machine.streams.find(stream),
      let here = receiver.machine.streams.find(stream)
    else { return nil }
    let limit = receiver.machine.local.streamWindow
    let announced =
      sender.machine.isReady ? 0 : Int(limit) - Int(Settings.defaultStreamWindow)
    let receive = receiver.machine.streams[here].receive
    let total =
      Int(sender.machine.streams[there].send.available) + announced
      + (sender.bodies[stream] ?? 0) + Int(receive.held(of: limit)) + Int(receive.gathered)
      + (receiver.credit[stream] ?? 0)
    return total == Int(limit) ? nil : "stream \(stream)'s window has \(total) bytes of \(limit)"
  }

  /// What is left over once all is quiet.
  var remainder: String? {
    guard !isOver else { return nil }
    for peer in [client, server] {
      if peer.machine.openStreams > 0 { return "\(peer.machine.openStreams) streams stay open" }
      if !peer.waiting.isEmpty { return "messages still wait" }
      if peer.held.values.contains(where: { $0 != 0 }) { return "bytes are held by nobody" }
    }
    return imbalance
  }
}
