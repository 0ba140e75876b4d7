internal import Runtime
internal import Synchronization

/// Carries a socket from one loop to another: a closure cannot hold what must not be copied.
final class Handover: Sendable {
  private let socket: Mutex<Socket?>

  init(_ socket: consuming Socket) { self.socket = Mutex(consume socket) }

  /// The socket, once.
  func take() -> Socket? {
    socket.withLock { $0.take() }
  }
}
