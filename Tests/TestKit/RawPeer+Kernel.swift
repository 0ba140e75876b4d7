import Foundation
import Runtime

extension RawPeer {
  /// Returns when the process at the other end, on this machine, has read all that was sent: the
  /// kernel's table of connections says what waits in its socket.
  package func waitUntilRead() throws {
    try wait { $0.inFlight == 0 && $0.waiting == 0 }
  }

  /// Returns when all that was sent waits in the socket at the other end, or has been read there.
  package func waitUntilArrived() throws {
    try wait { $0.inFlight == 0 }
  }

  private func wait(until isDone: ((inFlight: Int, waiting: Int)) -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: 60)
    guard let writer = localAddress?.port, let reader = remoteAddress?.port else { throw Closed() }
    while try !isDone(Self.unread(by: reader, from: writer)) {
      guard Date() < deadline else { throw TimedOut() }
      usleep(100)
    }
  }

  /// Bytes of a connection over the loopback that its one end has sent and its other end has not read:
  /// those in flight, and those that wait.
  private static func unread(
    by reader: UInt16, from writer: UInt16
  ) throws -> (inFlight: Int, waiting: Int) {
    let table = try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
    var count = (inFlight: 0, waiting: 0)
    for line in table.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: " ")
      guard fields.count > 4, let (sending, waiting) = queues(fields[4]) else { continue }
      let (local, remote) = (port(fields[1]), port(fields[2]))
      if local == writer, remote == reader { count.inFlight += sending }
      if local == reader, remote == writer { count.waiting += waiting }
    }
    return count
  }

  /// `0100007F:1C16`: an address and a port, in hex.
  private static func port(_ field: Substring) -> UInt16? {
    field.split(separator: ":").last.flatMap { UInt16($0, radix: 16) }
  }

  /// `00000000:0000001D`: bytes not acknowledged and bytes not read, in hex.
  private static func queues(_ field: Substring) -> (Int, Int)? {
    let parts = field.split(separator: ":").compactMap { Int($0, radix: 16) }
    return parts.count == 2 ? (parts[0], parts[1]) : nil
  }
}
