internal import CLinux

/// What a read or a write on a plain socket came to.
public enum SocketOutcome: Sendable, Equatable {
  case bytes(Int)
  /// Nothing now: wait for the loop to report the socket ready.
  case wouldBlock
  /// The peer has ended its direction (read), or the connection (write).
  case closed
  case failed(RuntimeError)
}

extension Socket {
  /// Where the socket is bound: what a listener on port 0 was given.
  public var localAddress: SocketAddress? {
    var address = cameo_address()
    guard unsafe cameo_local_address(fd, &address) == 0 else { return nil }
    return SocketAddress(address)
  }

  /// Who is at the other end.
  public var peerAddress: SocketAddress? {
    var address = cameo_address()
    guard unsafe cameo_peer_address(fd, &address) == 0 else { return nil }
    return SocketAddress(address)
  }

  public borrowing func read(into buffer: UnsafeMutableRawBufferPointer) -> SocketOutcome {
    guard let start = buffer.baseAddress else { return .bytes(0) }
    let result = unsafe cameo_receive(fd, start, buffer.count)
    return result == 0 ? .closed : Self.outcome(result, "cannot read")
  }

  public borrowing func write(_ buffer: UnsafeRawBufferPointer) -> SocketOutcome {
    guard let start = buffer.baseAddress else { return .bytes(0) }
    return Self.outcome(unsafe cameo_send(fd, start, buffer.count), "cannot write")
  }

  /// Ends the writing direction; the peer reads to the end, then sees `.closed`.
  public borrowing func shutDownWriting() { _ = cameo_shut_down_writing(fd) }

  private static func outcome(_ result: Int32, _ what: String) -> SocketOutcome {
    switch result {
    case 0...: .bytes(Int(result))
    case -EAGAIN, -EINTR: .wouldBlock
    case -EPIPE: .closed
    default: .failed(RuntimeError(.socket, what, underlying: -result))
    }
  }
}
