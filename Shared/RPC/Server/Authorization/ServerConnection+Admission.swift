internal import TLS
internal import Wire

/// Who may call what on this connection, and for whom: decided before there is a handler, a task or a
/// decoded body.
extension ServerConnection {
  /// Where a call to `route` goes instead if it is refused, and for whom it is. Takes the reserved
  /// metadata out of the head; it is the caller's from here on.
  func admit(
    _ head: inout RequestHead, _ peer: PeerIdentity, to route: Route
  ) -> (refusedBy: Route?, caller: Caller?) {
    if let refusal = access.refusal(of: route, to: peer) { return (refusal, nil) }
    guard !head.metadata.isEmpty, head.metadata.hasReservedKeys else { return (nil, nil) }
    do throws(RPCError) {
      return (nil, try delegated(&head, peer))
    } catch {
      return (Route(path: route.path, refusing: error), nil)
    }
  }

  private func delegated(
    _ head: inout RequestHead, _ peer: PeerIdentity
  ) throws(RPCError) -> Caller? {
    guard access.isDelegate else {
      throw RPCError(
        .permissionDenied,
        "\(peer) may not speak for others: metadata keys that begin with cameo- are reserved for "
          + "the delegates that the policy names")
    }
    return try Caller(takingFrom: &head.metadata)
  }

  /// Ends the open calls that the policy does not allow any more.
  func policyReplaced() {
    guard let peer else { return }
    let error = RPCError(.permissionDenied, "the policy does not allow this call any more")
    for case let call as ServerCall in streams.values {
      let isRefused = access.refusal(of: call.route, to: peer) != nil
      guard isRefused || (call.state.caller != nil && !access.isDelegate) else { continue }
      if call.isOver {
        // Its answer waits for credit: that must not reach the peer either.
        reset(call, error.code, error.message)
      } else {
        call.dropOutbox(error)
        call.fail(error)
      }
    }
  }
}
