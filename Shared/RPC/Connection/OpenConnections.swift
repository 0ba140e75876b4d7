internal import Runtime
internal import TLS

/// The connections of one server or channel on one loop, for what concerns all of them.
///
/// `@unchecked Sendable`: but for `revalidate(whenReplaced:on:)`, touched on its loop only.
final class OpenConnections: @unchecked Sendable {
  /// Verifying a certificate takes a tenth of a millisecond or two, and calls are waiting.
  private static let verifiedPerTurn = 8

  private var connections: [ObjectIdentifier: Connection] = [:]

  func add(_ connection: Connection) { connections[ObjectIdentifier(connection)] = connection }
  func remove(_ connection: Connection) { connections[ObjectIdentifier(connection)] = nil }

  /// Has every connection's peer verified anew whenever `source` replaces its context.
  func revalidate(whenReplaced source: any TLSContextSource, on loop: EventLoop) {
    // The loop is not held weakly: that would make every retain of it a slow one.
    source.whenReplaced { [weak self] in
      guard let self else { return false }
      let context = source.current
      loop.execute { self.revalidate(Array(self.connections.values)[...], by: context, on: loop) }
      return true
    }
  }

  private func revalidate(
    _ connections: ArraySlice<Connection>, by context: TLSContext, on loop: EventLoop
  ) {
    for connection in connections.prefix(Self.verifiedPerTurn) {
      connection.revalidate(by: context)
    }
    let rest = connections.dropFirst(Self.verifiedPerTurn)
    guard !rest.isEmpty else { return }
    loop.executeNextTurn { self.revalidate(rest, by: context, on: loop) }
  }
}
