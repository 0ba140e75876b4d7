/// How far a handshake has come.
public enum HandshakeResult: Sendable, Equatable {
  case done(PeerIdentity)
  /// Call again when the socket is readable, or writable.
  case wantRead, wantWrite
  case failed(TLSError)
}

/// What a read brought.
public enum ReadResult: Sendable, Equatable {
  case bytes(Int)
  /// Nothing now: call again when the socket is readable, or writable.
  case wantRead, wantWrite
  /// The peer has closed in order (close_notify).
  case closed
  case failed(TLSError)
}

/// What became of a write.
public enum WriteResult: Sendable, Equatable {
  case bytes(Int)
  /// Nothing went: give the same bytes again when the socket is readable, or writable.
  case wantRead, wantWrite
  /// The connection has been closed.
  case closed
  case failed(TLSError)
}
