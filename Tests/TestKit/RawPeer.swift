import Foundation
package import RPC
package import Runtime
package import TLS

/// The other end of a connection, driven frame by frame: for peers that break the rules, or keep to
/// them in an order of their own. Blocks its thread; every wait has an end.
package final class RawPeer {
  package struct Frame: Sendable {
    package let header: FrameHeader
    package let head: [UInt8]
    package let body: [UInt8]
  }

  /// Nothing came, or nothing could be sent, for as long as `patience` lasts.
  package struct TimedOut: Error {
    package init() {}
  }
  /// The other side said close_notify.
  package struct Closed: Error {
    package init() {}
  }

  /// Milliseconds: for one wait, on a machine that may be busy with other tests.
  private static let patience: Int32 = 60_000

  private let socket: Socket
  private let tls: TLSConnection
  private var received: [UInt8] = []
  /// Frames that were received and put back.
  private var pending: [Frame] = []

  package init(_ socket: consuming Socket, _ context: TLSContext) throws {
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

  /// Connects to a server as the development client, or as `context` says, and runs `script`.
  package static func connect<Result: Sendable>(
    to address: SocketAddress, as context: TLSContext? = nil,
    _ script: @escaping @Sendable (RawPeer) throws -> Result
  ) async throws -> Result {
    try await onThread { try script(connected(to: address, as: context)) }
  }

  /// Blocks until connected, on a thread that may be blocked.
  package static func connected(
    to address: SocketAddress, as context: TLSContext? = nil
  ) throws -> RawPeer {
    let context = try context ?? TestCertificates.context(.client, "client")
    let socket = try Socket.connect(to: address)
    try wait(socket.fd, POLLOUT)
    return try RawPeer(socket, context)
  }

  /// A frame's bytes.
  package static func bytes(
    _ type: FrameType, _ flags: FrameFlags = [], stream: UInt32 = 0, aux: UInt32 = 0,
    head: [UInt8] = [], body: [UInt8] = []
  ) -> [UInt8] {
    let header = FrameHeader(
      length: UInt32(head.count + body.count), stream: stream, type: type, flags: flags,
      head: UInt16(head.count), aux: aux)
    return bytes(header) + head + body
  }

  /// A header's bytes, whatever it says.
  package static func bytes(_ header: FrameHeader) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: FrameHeader.byteCount)
    var span = bytes.mutableSpan
    var raw = unsafe span.mutableBytes
    header.write(into: &raw)
    return bytes
  }

  /// Sends a frame whole.
  package func send(
    _ type: FrameType, _ flags: FrameFlags = [], stream: UInt32 = 0, aux: UInt32 = 0,
    head: [UInt8] = [], body: [UInt8] = []
  ) throws {
    try send(Self.bytes(type, flags, stream: stream, aux: aux, head: head, body: body))
  }

  /// Sends bytes; up to 16 KiB of them travel as one TLS record, which is read whole or not at all.
  package func send(_ bytes: [UInt8]) throws {
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

  /// Sends the bytes over and over, beginning at `offset`, until the kernel takes no more for now, or has
  /// taken 8 MiB, and leaves in `offset` where to go on.
  package func fill(with bytes: [UInt8], at offset: inout Int) throws {
    var sent = 0
    while sent < 8 << 20 {
      let result = unsafe bytes.withUnsafeBytes { unsafe tls.write(.init(rebasing: $0[offset...])) }
      switch result {
      case .bytes(let count):
        sent += count
        offset = (offset + count) % bytes.count
      case .wantRead, .wantWrite: return
      case .closed: throw Closed()
      case .failed(let error): throw error
      }
    }
  }

  /// Whether the kernel takes more, within so many milliseconds.
  package func isWritable(within milliseconds: Int32) -> Bool {
    var descriptor = pollfd(fd: socket.fd, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&descriptor, 1, milliseconds) > 0
  }

  /// Says close_notify, and goes on reading.
  package func finish() {
    tls.closeNotify()
    socket.shutDownWriting()
  }

  /// The next frame.
  package func receive() throws -> Frame {
    if !pending.isEmpty { return pending.removeFirst() }
    while true {
      if let frame = nextFrame() { return frame }
      try readMore()
    }
  }

  /// The next frame of a type; others are passed over.
  package func receive(_ type: FrameType) throws -> Frame {
    while true {
      let frame = try receive()
      if frame.header.type == type { return frame }
    }
  }

  /// Makes frames the next to be received.
  package func putBack(_ frames: [Frame]) { pending = frames + pending }

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

  /// The two ends of the connection.
  package var localAddress: SocketAddress? { socket.localAddress }
  package var remoteAddress: SocketAddress? { socket.peerAddress }

  /// Whether something has come, or comes within so many milliseconds, that has not been read.
  package func isReadable(within milliseconds: Int32) -> Bool {
    if !pending.isEmpty || tls.hasPending { return true }
    var descriptor = pollfd(fd: socket.fd, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&descriptor, 1, milliseconds) > 0
  }

  /// Returns when a descriptor is ready.
  package static func wait(_ fd: Int32, _ events: Int32) throws {
    var descriptor = pollfd(fd: fd, events: Int16(events), revents: 0)
    guard unsafe poll(&descriptor, 1, patience) > 0 else { throw TimedOut() }
  }

  /// Runs what blocks.
  package static func onThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withTaskExecutorPreference(NewThreads()) { try body() }
  }

  /// Runs each job on a thread of its own: a pool's threads are few, and every other test may want
  /// them. It stays part of its task, so that what it expects counts for the test.
  private final class NewThreads: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      let executor = unsafe asUnownedTaskExecutor()
      Thread.detachNewThread { unsafe job.runSynchronously(on: executor) }
    }
  }

  /// A server that is nothing but a listening socket: `accept` runs a script on what connects.
  package final class Listener: Sendable {
    package let address: SocketAddress
    private let socket: Socket
    private let context: TLSContext

    /// - Parameter context: what it shows; the development certificate of `profile` by default.
    package init(as context: TLSContext? = nil) throws {
      socket = try Socket.listen(at: SocketAddress(host: LoopbackHost.next(), port: 0))
      guard let address = socket.localAddress else { throw Closed() }
      self.address = address
      self.context = try context ?? TestCertificates.context(.server, "profile")
    }

    package func accept<Result: Sendable>(
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
