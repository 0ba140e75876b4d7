import Messages
import Synchronization
import TLS
import TestKit
import Testing

@testable import RPC

@Suite struct CallerTests {
  private static let client = "spiffe://cameo.local/client/client"

  @Test func `a delegate's caller reaches the handler, and is no metadata any more`() async throws {
    let caller = try Caller(
      identity: "spiffe://cameo.local/client/anna", roles: ["agent", "lead"], purpose: "service")
    let seen = try await call(
      CallOptions(onBehalfOf: caller, metadata: [.init(key: "x-own", text: "1")]),
      delegates: [Self.client]
    ).get()
    #expect(seen.caller == caller)
    #expect(seen.metadata == [.init(key: "x-own", text: "1")])
    #expect(Caller(of: seen) == caller)
  }

  @Test func `a delegate may call for itself`() async throws {
    let seen = try await call(CallOptions(), delegates: [Self.client]).get()
    #expect(seen.caller == nil)
    #expect(Caller(of: seen).identity == Self.client)
  }

  @Test(arguments: ["cameo-caller", "cameo-roles", "cameo-purpose", "cameo-x", "cameo-"])
  func `anybody else who sends reserved keys is refused, not heard in part`(key: String)
    async throws
  {
    let options = CallOptions(metadata: [.init(key: key, text: "x")])
    for delegates in [["spiffe://cameo.local/service/gateway"], nil] {
      let error = await #expect(throws: RPCError.self) {
        try await call(options, delegates: delegates).get()
      }
      #expect(error?.code == .permissionDenied)
      #expect(error?.message.contains("\(Self.client) may not speak for others") == true)
    }
  }

  @Test(arguments: [
    ([("cameo-roles", "agent")], "cameo-caller"), ([("cameo-caller", "")], "cameo-caller"),
    ([("cameo-caller", "an na")], "cameo-caller"), ([("cameo-caller", "a\nb")], "cameo-caller"),
    ([("cameo-caller", "a"), ("cameo-caller", "b")], "is there twice"),
    ([("cameo-caller", "a"), ("cameo-roles", "agent,")], "cameo-roles"),
    ([("cameo-caller", "a"), ("cameo-roles", "")], "cameo-roles"),
    ([("cameo-caller", "a"), ("cameo-purpose", "a b")], "cameo-purpose"),
    ([("cameo-caller", "a"), ("cameo-tenant", "t")], "cameo-tenant is reserved"),
  ])
  func `what a delegate sends must be well formed and known`(
    pairs: [(String, String)], words: String
  ) async throws {
    let metadata = Metadata(pairs.map { .init(key: $0.0, text: $0.1) })
    let error = await #expect(throws: RPCError.self) {
      try await call(CallOptions(metadata: metadata), delegates: [Self.client]).get()
    }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains(words) == true, "\(String(describing: error))")
  }

  @Test func `a call made on behalf of another says for whom only when told to`() throws {
    let peer = try #require(PeerIdentity(uri: Self.client))
    let caller = try Caller(identity: "anna")
    let context = CallContext(
      method: "a.S/Get", peer: peer, caller: caller, metadata: [.init(key: "x-own", text: "1")],
      now: .init())
    #expect(CallOptions(inheriting: context).metadata == [.init(key: "x-own", text: "1")])
    let options = CallOptions(inheriting: context, onBehalfOf: Caller(of: context))
    #expect(options.metadata.text("cameo-caller") == "anna")
    #expect(options.metadata["cameo-roles"] == nil)
  }

  /// What a server with these delegates hands its handler, or its refusal; nil is one without a policy.
  private func call(_ options: CallOptions, delegates: [String]?) async throws
    -> Result<CallContext, any Error>
  {
    let witness = Witness()
    let access = delegates.map { AccessControl(.open(delegates: $0)) }
    return try await Loopback.with([witness], authorize: access) { loopback in
      await Result {
        _ = try await loopback.channel.unary(Witness.method, RPCV1.Empty(), options)
        return try #require(witness.seen)
      }
    }
  }
}

/// Keeps what the last call came with.
private final class Witness: ServiceHandler {
  static let method = Method<RPCV1.Empty, RPCV1.Empty>(
    service: "test.Witness", name: "See", kind: .unary, idempotency: .noSideEffects)

  private let last = Mutex<CallContext?>(nil)
  var seen: CallContext? { last.withLock { $0 } }

  func register(in router: inout Router) {
    router.unary(Self.method) { request, call in
      self.last.withLock { $0 = call }
      return request
    }
  }
}
