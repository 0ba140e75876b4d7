internal import CLinux

/// What to watch a descriptor for, and what it turned out to be ready for.
public struct Interest: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Bytes, a connection to accept, or the end of the stream.
  public static let read = Interest(rawValue: 1)
  /// Room to write, or a connect that has ended, well or badly.
  public static let write = Interest(rawValue: 2)
  /// The connection is gone (reset, error, both directions shut). Always reported, asked for or
  /// not, and together with `.read` and `.write`, so that a handler learns the reason from its next
  /// call.
  public static let hangUp = Interest(rawValue: 4)

  var epollEvents: UInt32 {
    (contains(.read) ? cameo_epoll_in : 0) | (contains(.write) ? cameo_epoll_out : 0)
  }

  init(epollEvents events: UInt32) {
    var interest: Interest = []
    if events & cameo_epoll_in != 0 { interest.insert(.read) }
    if events & cameo_epoll_out != 0 { interest.insert(.write) }
    if events & cameo_epoll_hang_up != 0 { interest.formUnion([.read, .write, .hangUp]) }
    self = interest
  }
}

/// Whoever owns a watched descriptor. Called on the loop's thread only.
public protocol SocketHandler: AnyObject {
  /// The descriptor is ready. Level-triggered: what is left unread is reported again in the next
  /// turn.
  func socketReady(_ readiness: Interest)
}

/// Whoever gathers output during a turn and flushes it at the turn's end. Called on the loop's
/// thread only.
public protocol TurnEndHandler: AnyObject {
  func turnEnded()
}
