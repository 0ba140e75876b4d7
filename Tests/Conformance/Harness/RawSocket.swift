import Foundation
import Runtime
import TestKit

/// A connection without TLS. Blocks its thread; every wait has an end.
final class RawSocket {
  private let socket: Socket

  init(to address: SocketAddress) throws {
    socket = try Socket.connect(to: address)
    try RawPeer.wait(socket.fd, POLLOUT)
  }

  func send(_ bytes: [UInt8]) throws {
    let count = unsafe bytes.withUnsafeBytes {
      unsafe Foundation.send(socket.fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    guard count == bytes.count else { throw RawPeer.Closed() }
  }

  /// What comes until the other side closes, or cuts the connection.
  func receiveAll() throws -> [UInt8] {
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      try RawPeer.wait(socket.fd, POLLIN)
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe recv(socket.fd, $0.baseAddress, $0.count, 0)
      }
      guard count > 0 else { return all }
      all += chunk[..<count]
    }
  }
}
