import Foundation
import Runtime
import TestKit

extension RawPeer {
  /// Returns when the process at the other end, on this machine, has read all that was sent: the
  /// kernel's table of connections says what waits in its socket.
  func waitUntilRead() throws {
    let deadline = Date(timeIntervalSinceNow: 60)
    guard let writer = localAddress?.port, let reader = remoteAddress?.port else { throw Closed() }
    while try Self.unread(by: reader, from: writer) != 0 {
      guard Date() < deadline else { throw TimedOut() }
      usleep(100)
    }
  }

  /// Bytes of a connection over the loopback that its one end has sent and its other end has not read:
  /// those in flight and those that wait.
  private static func unread(by reader: UInt16, from writer: UInt16) throws -> Int {
    let table = try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
    var count = 0
    for line in table.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: " ")
      guard fields.count > 4, let (sending, waiting) = queues(fields[4]) else { continue }
      let (local, remote) = (port(fields[1]), port(fields[2]))
      if local == writer, remote == reader { count += sending }
      if local == reader, remote == writer { count += waiting }
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
