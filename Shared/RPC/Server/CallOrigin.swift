internal import Runtime
internal import Synchronization
internal import TLS

/// What the calls of one connection have in common: who asks, and what becomes of the connection.
///
/// `@unchecked Sendable`: what can change is atomic, or touched on the connection's loop only.
final class CallOrigin: @unchecked Sendable {
  let peer: PeerIdentity
  /// The connection is to end: what goes on for ever had better end now.
  let isDraining = Atomic<Bool>(false)
  /// Handlers at work, those of calls that are over already among them.
  var runningHandlers = 0
  private let loop: EventLoop?
  /// Nil once it is closed, on its loop. Not a weak reference: that would make every retain of the
  /// connection, of which a call makes a dozen, a slow one.
  private var connection: ServerConnection?

  /// Without a connection: for calls within a process.
  init(peer: PeerIdentity) {
    self.peer = peer
    loop = nil
  }

  init(_ connection: ServerConnection, peer: PeerIdentity) {
    self.peer = peer
    self.connection = connection
    loop = connection.loop
  }

  /// On the connection's loop.
  func connectionClosed() { connection = nil }

  /// Has a call end with UNAVAILABLE as soon as the connection is to end. From anywhere.
  func endAtDrain(_ stream: UInt32) {
    guard let loop else { return }
    guard loop.isCurrent else { return loop.execute { self.endAtDrain(stream) } }
    connection?.endAtDrain(stream)
  }

  /// Sends a call's initial metadata now. From anywhere.
  @concurrent func sendInitialMetadata(of call: CallState) async throws {
    guard let loop else {
      // No client to send it to; it is kept for tests to look at.
      guard call.takeInitialMetadata() != nil else { throw CallState.initialMetadataSent }
      return
    }
    try await withTaskExecutorPreference(loop) {
      guard let connection else { throw RPCError(.cancelled, "the call is over") }
      try connection.sendInitialMetadata(of: call)
    }
  }
}
