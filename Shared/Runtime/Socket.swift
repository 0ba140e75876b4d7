internal import CLinux

/// A non-blocking TCP socket, closed when its owner lets it go. Unwatch its descriptor on the loop
/// before that.
public struct Socket: ~Copyable, Sendable {
  /// For `EventLoop.watch` and `TLSConnection`; it stays this socket's to close.
  public let fd: Int32

  init(owning fd: Int32) { self.fd = fd }

  deinit { cameo_close(fd) }

  /// Listens at `address`; port 0 takes a free one (`localAddress` tells). An address whose last
  /// server has just ended may be used again at once.
  public static func listen(
    at address: SocketAddress, backlog: Int32 = 1024
  ) throws(RuntimeError) -> Socket {
    var target = address.cAddress
    let socket = try open(target)
    try check(cameo_set_reuse_address(socket.fd), .socket, "cannot prepare to listen at \(address)")
    try check(unsafe cameo_bind(socket.fd, &target), .socket, "cannot listen at \(address)")
    try check(cameo_listen(socket.fd, backlog), .socket, "cannot listen at \(address)")
    return socket
  }

  /// The next waiting connection, TCP_NODELAY set; nil when none waits. Throws `.resources` when
  /// the process is out of descriptors: the connection still waits, so a level-triggered watch
  /// would spin; unwatch for a while.
  public borrowing func accept() throws(RuntimeError) -> Socket? {
    while true {
      let result = cameo_accept(fd)
      guard result < 0 else { return Socket(owning: result).withoutDelay() }
      switch -result {
      case EAGAIN: return nil
      case EINTR, ECONNABORTED, EPROTO: continue
      case EMFILE, ENFILE, ENOBUFS, ENOMEM:
        throw RuntimeError(
          .resources, "cannot accept a connection: raise the limit on open files",
          underlying: -result)
      default: throw RuntimeError(.socket, "cannot accept a connection", underlying: -result)
      }
    }
  }

  /// Begins to connect. Watch for `.write`, then ask `finishConnect`.
  public static func connect(to address: SocketAddress) throws(RuntimeError) -> Socket {
    var target = address.cAddress
    let socket = try open(target).withoutDelay()
    let result = unsafe cameo_connect(socket.fd, &target)
    guard result < 0, result != -EINPROGRESS, result != -EINTR else { return socket }
    throw RuntimeError(.socket, "cannot connect to \(address)", underlying: -result)
  }

  /// How the connect ended, once the socket is writable: nil is connected.
  public borrowing func finishConnect() -> RuntimeError? {
    let result = cameo_socket_error(fd)
    guard result < 0 else { return nil }
    return RuntimeError(.socket, "cannot connect", underlying: -result)
  }

  /// Two sockets connected to each other, for tests and for simulations.
  package static func pair() throws(RuntimeError) -> SocketPair {
    var ends: [Int32] = [-1, -1]
    try check(unsafe cameo_socket_pair(&ends), .resources, "cannot make a socket pair")
    return SocketPair(first: Socket(owning: ends[0]), second: Socket(owning: ends[1]))
  }

  private static func open(_ address: cameo_address) throws(RuntimeError) -> Socket {
    Socket(
      owning: try check(cameo_socket(address.family), .resources, "cannot open a socket"))
  }

  private consuming func withoutDelay() -> Socket {
    // Fails on sockets that are not TCP, where there is no delay to switch off.
    _ = cameo_set_no_delay(fd)
    return self
  }
}

/// The two ends of `Socket.pair`.
package struct SocketPair: ~Copyable {
  package var first: Socket
  package var second: Socket
}
