import Foundation
import Runtime

extension RawPeer {
  /// Returns when the process at the other end, on this machine, has read all that was sent: the
  /// kernel's table of connections says what waits in its socket.
  package func waitUntilRead() throws {
    try wait { $0.inFlight == 0 && $0.waiting == 0 }
  }

  /// Bytes that were sent and that the process at the other end, on this machine, has not read.
  package func unreadByteCount() throws -> Int {
    let unread = try unread()
    return unread.inFlight + unread.waiting
  }

  /// Returns when all that was sent waits in the socket at the other end, or has been read there.
  package func waitUntilArrived() throws {
    try wait { $0.inFlight == 0 }
  }

  private func wait(until isDone: ((inFlight: Int, waiting: Int)) -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: 60)
    while try !isDone(unread()) {
      guard Date() < deadline else { throw TimedOut() }
      usleep(100)
    }
  }

  private func unread() throws -> (inFlight: Int, waiting: Int) {
    guard let writer = localAddress?.port, let reader = remoteAddress?.port else { throw Closed() }
    return try Self.unread(by: reader, from: writer)
  }

  /// Bytes of a connection over the loopback that its one end has sent and its other end has not read:
  /// those in flight, and those that wait.
  private static func unread(
    by reader: UInt16, from writer: UInt16
  ) throws -> (inFlight: Int, waiting: Int) {
    // Not `String(contentsOfFile:)`, which takes the first page of such a file for the whole.
    let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/net/tcp"))
    let table = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
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
