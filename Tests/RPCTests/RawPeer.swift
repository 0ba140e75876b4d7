import Foundation
import RPC
import Runtime
import TLS
import TestKit

/// The other end of a connection, driven frame by frame: for peers that break the rules, or keep to
/// them in an order of their own. Blocks its thread; every wait has an end.
final class RawPeer {
  struct Frame {
    let header: FrameHeader
    let head: [UInt8]
    let body: [UInt8]
  }

  struct TimedOut: Error {}
  struct Closed: Error {}

  private let socket: Socket
  private let tls: TLSConnection
  private var received: [UInt8] = []

  private init(_ socket: consuming Socket, _ context: TLSContext) throws {
    tls = TLSConnection(context, fd: socket.fd)
    self.socket = consume socket
    while true {
      switch tls.handshake() {
      case .done: return
      case .wantRead: try Self.wait(self.socket.fd, POLLIN)
      case .wantWrite: try Self.wait(self.socket.fd, POLLOUT)
      case .failed(let error): throw error
      }
    }
  }

  /// Connects to a server as the development client, and runs `script`.
  static func connect<Result: Sendable>(
    to address: SocketAddress, _ script: @escaping @Sendable (RawPeer) throws -> Result
  ) async throws -> Result {
    let context = try TestCertificates.context(.client, "client")
    return try await onThread {
      let socket = try Socket.connect(to: address)
      try wait(socket.fd, POLLOUT)
      return try script(RawPeer(socket, context))
    }
  }

  /// Sends a frame whole.
  func send(
    _ type: FrameType, _ flags: FrameFlags = [], stream: UInt32 = 0, aux: UInt32 = 0,
    head: [UInt8] = [], body: [UInt8] = []
  ) throws {
    try sendBytes(Self.bytes(type, flags, stream: stream, aux: aux, head: head, body: body))
  }

  /// A frame as it travels.
  static func bytes(
    _ type: FrameType, _ flags: FrameFlags = [], stream: UInt32 = 0, aux: UInt32 = 0,
    head: [UInt8] = [], body: [UInt8] = []
  ) -> [UInt8] {
    let header = FrameHeader(
      length: UInt32(head.count + body.count), stream: stream, type: type, flags: flags,
      head: UInt16(head.count), aux: aux)
    var bytes = [UInt8](repeating: 0, count: FrameHeader.byteCount)
    var span = bytes.mutableSpan
    var raw = unsafe span.mutableBytes
    header.write(into: &raw)
    return bytes + head + body
  }

  /// Sends bytes as they are.
  func sendBytes(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let result = unsafe bytes.withUnsafeBytes { unsafe tls.write(.init(rebasing: $0[sent...])) }
      switch result {
      case .bytes(let count): sent += count
      case .wantRead: try Self.wait(socket.fd, POLLIN)
      case .wantWrite: try Self.wait(socket.fd, POLLOUT)
      case .closed: throw Closed()
      case .failed(let error): throw error
      }
    }
  }

  /// The next frame.
  func receive() throws -> Frame {
    while true {
      if let frame = nextFrame() { return frame }
      try readMore()
    }
  }

  /// The next frame of a type; others are passed over.
  func receive(_ type: FrameType) throws -> Frame {
    while true {
      let frame = try receive()
      if frame.header.type == type { return frame }
    }
  }

  private func nextFrame() -> Frame? {
    guard received.count >= FrameHeader.byteCount else { return nil }
    let header = unsafe FrameHeader(parsing: received.span.bytes)
    let end = FrameHeader.byteCount + Int(header.length)
    guard received.count >= end else { return nil }
    let split = FrameHeader.byteCount + Int(header.head)
    defer { received.removeFirst(end) }
    return Frame(
      header: header, head: Array(received[FrameHeader.byteCount..<split]),
      body: Array(received[split..<end]))
  }

  private func readMore() throws {
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    switch unsafe chunk.withUnsafeMutableBytes({ unsafe tls.read(into: $0) }) {
    case .bytes(let count): received += chunk[..<count]
    case .wantRead: try Self.wait(socket.fd, POLLIN)
    case .wantWrite: try Self.wait(socket.fd, POLLOUT)
    case .closed: throw Closed()
    case .failed(let error): throw error
    }
  }

  fileprivate static func wait(_ fd: Int32, _ events: Int32) throws {
    var descriptor = pollfd(fd: fd, events: Int16(events), revents: 0)
    guard unsafe poll(&descriptor, 1, 60_000) > 0 else { throw TimedOut() }
  }

  fileprivate static func onThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      // Of its own: a pool's threads are few, and every other test may want them.
      Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
    }
  }

  /// A server that is nothing but a listening socket: `accept` runs a script on what connects.
  final class Listener: Sendable {
    let address: SocketAddress
    private let socket: Socket
    private let context: TLSContext

    init() throws {
      socket = try Socket.listen(at: SocketAddress(host: "127.0.0.1", port: 0))
      guard let address = socket.localAddress else { throw Closed() }
      self.address = address
      context = try TestCertificates.context(.server, "profile")
    }

    func accept<Result: Sendable>(
      _ script: @escaping @Sendable (RawPeer) throws -> Result
    ) async throws -> Result {
      try await RawPeer.onThread {
        try RawPeer.wait(self.socket.fd, POLLIN)
        guard let socket = try self.socket.accept() else { throw Closed() }
        return try script(RawPeer(socket, self.context))
      }
    }
  }
}
