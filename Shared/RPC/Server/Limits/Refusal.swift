/// Why a server refused a call before any handler saw it.
public enum Refusal: Sendable, Hashable {
  /// As many calls of its method are at work as the adaptive limit allows.
  case overload
  /// The process holds as many bytes as it may.
  case memory
  /// Handlers of calls that its client has given up are still at work, too many of them.
  case abandonedHandlers
  /// Its deadline had passed when its turn came.
  case deadlinePassed
}

/// Why a server turned a connection away.
public enum ConnectionRefusal: Sendable, Hashable {
  /// The server has as many connections as it may.
  case connections
  /// Its identity has as many connections as it may.
  case connectionsOfIdentity
  /// Too many connections had not proved yet who they are, and it was the oldest.
  case handshakes
  /// The process holds too many bytes, and it held most.
  case memory
}
