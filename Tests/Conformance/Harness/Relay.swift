import Messages
import RPC
import Runtime
import TestKit

/// A server whose only method asks the next server: for what has to cross two hops.
struct Relay: TestServiceHandler {
  let next: Channel

  func unaryCall(
    _ request: RPCV1.SimpleRequest, _ call: CallContext
  ) async throws -> RPCV1.SimpleResponse {
    try await TestServiceClient(next).unaryCall(request, CallOptions(inheriting: call))
  }

  func emptyCall(_ request: RPCV1.Empty, _ call: CallContext) async throws -> RPCV1.Empty {
    throw Self.unsupported
  }

  func streamingOutputCall(
    _ request: RPCV1.StreamingOutputRequest,
    _ replies: ReplyWriter<RPCV1.StreamingOutputResponse>, _ call: CallContext
  ) async throws {
    throw Self.unsupported
  }

  func streamingInputCall(
    _ requests: RequestStream<RPCV1.StreamingInputRequest>, _ call: CallContext
  ) async throws -> RPCV1.StreamingInputResponse {
    throw Self.unsupported
  }

  func fullDuplexCall(
    _ requests: RequestStream<RPCV1.StreamingOutputRequest>,
    _ replies: ReplyWriter<RPCV1.StreamingOutputResponse>, _ call: CallContext
  ) async throws {
    throw Self.unsupported
  }

  private static let unsupported = RPCError(.unimplemented, "only UnaryCall is passed on")

  /// A relay in front of a script.
  static func with(
    _ body: (Loopback, RawPeer.Listener) async throws -> Void
  ) async throws {
    try await ScriptedServer.with { behind in
      try await Loopback.with([Relay(next: behind.channel)]) { relay in
        try await body(relay, behind.listener)
      }
    }
  }

  /// A relay in front of the server under test.
  static func with(
    before subject: Subject, _ body: (Loopback) async throws -> Void
  ) async throws {
    try await Loopback.with([Relay(next: subject.channel)]) { try await body($0) }
  }
}
