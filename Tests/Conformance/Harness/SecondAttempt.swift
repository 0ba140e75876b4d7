import Messages
import RPC
import TestKit
import Testing

extension ConformanceCase {
  /// Cameo's client as it is by default, at a server whose script answers a call's first attempt. The
  /// call ends well; or, where `refusal` is given, with it and the text "busy".
  static func refusedOnce(
    _ name: String, _ checks: String, endsWith refusal: StatusCode? = nil,
    _ script: @escaping @Sendable (RawPeer, UInt32) throws -> Void
  ) -> ConformanceCase {
    ConformanceCase(name, checks) { _ in
      try await ScriptedServer.with(retry: .standard) { server in
        try await server.play { peer in
          try peer.hello()
          try script(peer, peer.receive(.request).header.stream)
        } _: { channel in
          let client = TestServiceClient(channel)
          guard let refusal else {
            _ = try await client.emptyCall(RPCV1.Empty(), .patient)
            return
          }
          let error = try await failure(refusal) {
            try await client.emptyCall(RPCV1.Empty(), .patient)
          }
          try #require(error.message == "busy")
        }
      }
    }
  }
}

extension RawPeer {
  /// Takes what has to be a call's second attempt, and answers it.
  func serveSecondAttempt() throws {
    try serve(secondAttempt: receive(.request))
  }

  /// The same after a refusal which asks for so many milliseconds: it may not come sooner.
  func serveSecondAttempt(
    notBefore milliseconds: UInt32, refuse: (_ milliseconds: UInt32) throws -> Void
  ) throws {
    let clock = ContinuousClock()
    let refused = clock.now
    try refuse(milliseconds)
    let second = try receive(.request)
    // A loop reads the time once a turn, which may be a little before the frame came.
    try #require(clock.now - refused >= .milliseconds(Int(milliseconds) - 10))
    try serve(secondAttempt: second)
  }

  private func serve(secondAttempt: Frame) throws {
    try #require(try unsafe RequestHead(decoding: secondAttempt.head.span.bytes).attempt == 1)
    try send(.response, .end, stream: secondAttempt.header.stream)
    try settle()
  }
}
