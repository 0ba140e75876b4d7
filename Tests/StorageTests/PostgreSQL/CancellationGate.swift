import Foundation
import Glibc
import Synchronization
import TestKit

/// Stands between libpq and a server, passes everything on, and holds back requests to cancel.
final class CancellationGate: Sendable {
  private let hasArrived = Signal()
  private let opening = DispatchSemaphore(value: 0)

  /// Where the server behind the gate is found.
  func target(before cluster: PostgreSQLCluster) throws -> String {
    let server = "\(cluster.folder)/.s.PGSQL.5432"
    let folder = "\(cluster.folder)/gate"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let listener = try UnixSocket.listen(at: "\(folder)/.s.PGSQL.5432")
    Thread { [self] in
      while let client = listener.accept() {
        Thread { [self] in
          if let server = UnixSocket.connect(to: server) { relay(client, server) }
        }.start()
      }
    }.start()
    return "postgresql:///postgres?host=\(folder)&user=cameo"
  }

  /// Returns when somebody wants to cancel.
  func arrived() async { await hasArrived.wait() }

  /// Lets it through.
  func open() { opening.signal() }

  private func relay(_ client: UnixSocket, _ server: UnixSocket) {
    Thread {
      while let bytes = server.read() { client.write(bytes) }
      client.shutDown()
    }.start()
    var isFirst = true
    while let bytes = client.read() {
      // Sixteen bytes with this number (PostgreSQL manual, 55.7, CancelRequest).
      if isFirst, bytes.starts(with: [0, 0, 0, 16, 4, 210, 22, 46]) {
        hasArrived.send()
        opening.wait()
      }
      isFirst = false
      server.write(bytes)
    }
    server.shutDown()
  }
}

/// A stream between two processes of this machine, on which threads wait.
private final class UnixSocket: Sendable {
  private let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  static func listen(at path: String) throws -> UnixSocket {
    let socket = UnixSocket(Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
    guard unsafe socket.at(path, bind) == 0, Glibc.listen(socket.descriptor, 16) == 0 else {
      throw HarnessError("no socket at \(path): error \(errno)")
    }
    return socket
  }

  static func connect(to path: String) -> UnixSocket? {
    let socket = UnixSocket(Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
    return unsafe socket.at(path, Glibc.connect) == 0 ? socket : nil
  }

  func accept() -> UnixSocket? {
    let client = Glibc.accept(descriptor, nil, nil)
    return client < 0 ? nil : UnixSocket(client)
  }

  /// What has come, at least one byte; nil at the end.
  func read() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
    return count > 0 ? Array(bytes.prefix(count)) : nil
  }

  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  private func at(
    _ path: String, _ call: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
      unsafe place.copyBytes(from: path.utf8.prefix(place.count - 1))
    }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
