/// How far a handshake has come.
public enum HandshakeResult: Sendable, Equatable {
  case done(PeerIdentity)
  /// Call again when the socket is readable, or writable.
  case wantRead, wantWrite
  case failed(TLSError)
}

/// What a read brought, or what became of a write.
public enum TransferResult: Sendable, Equatable {
  case bytes(Int)
  /// Nothing now: call again, a write with the same bytes, when the socket is readable, or writable.
  case wantRead, wantWrite
  /// For a read: the peer has closed in order (close_notify). For a write: the connection has been
  /// closed.
  case closed
  case failed(TLSError)
}
