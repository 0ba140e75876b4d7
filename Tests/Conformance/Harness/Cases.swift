import Messages
import RPC
import Runtime
import TLS
import TestKit
import Testing

extension ConformanceCase {
  /// A client that is a script, at the shared server. HELLOs have been exchanged when it begins.
  static func server(
    _ name: String, _ checks: String, _ script: @escaping @Sendable (RawPeer) throws -> Void
  ) -> ConformanceCase {
    ConformanceCase(name, checks) { subject in
      try await RawPeer.connect(to: subject.address) { peer in
        try peer.hello()
        try script(peer)
      }
    }
  }

  /// The same before any HELLO.
  static func greeting(
    _ name: String, _ checks: String, _ script: @escaping @Sendable (RawPeer) throws -> Void
  ) -> ConformanceCase {
    ConformanceCase(name, checks) { subject in
      try await RawPeer.connect(to: subject.address, script)
    }
  }

  /// Cameo's client, at a server that is a script; both have to come to their end.
  static func client<Seen: Sendable>(
    _ name: String, _ checks: String,
    _ use: @escaping @Sendable (Channel) async throws -> Void,
    server script: @escaping @Sendable (RawPeer) throws -> Seen
  ) -> ConformanceCase {
    ConformanceCase(name, checks) { _ in
      try await ScriptedServer.with { try await $0.play(script, use) }
    }
  }
}

/// A server that is a script, and Cameo's client to it, which retries nothing unless told to: what
/// it does about one attempt is what is looked at.
struct ScriptedServer: Sendable {
  let listener: RawPeer.Listener
  let channel: Channel

  /// - Parameters:
  ///   - context: what the server shows.
  ///   - expected: whom the client expects.
  static func with(
    as context: TLSContext? = nil, expecting expected: String? = nil,
    settings: ConnectionSettings = .patient, retry: RetryPolicy? = nil,
    _ body: (ScriptedServer) async throws -> Void
  ) async throws {
    let listener = try RawPeer.Listener(as: context)
    let loops = try EventLoopGroup(count: 1, name: "client")
    let channel = Channel(
      target: listener.address.description, tls: try TestCertificates.context(.client, "client"),
      expecting: expected, group: loops, settings: settings, retry: retry)
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(ScriptedServer(listener: listener, channel: channel)))
    } catch {
      result = .failure(error)
    }
    await channel.close()
    loops.stop()
    try result.get()
  }

  /// Both at once. Where one fails, the other does not wait for it.
  func play<Seen: Sendable>(
    _ script: @escaping @Sendable (RawPeer) throws -> Seen,
    _ use: @escaping @Sendable (Channel) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { _ = try await listener.accept(script) }
      group.addTask { try await use(channel) }
      do {
        // Not waitForAll, which throws only when the last has ended.
        for try await _ in group {}
      } catch {
        group.cancelAll()
        await channel.close()
        throw error
      }
    }
  }
}

/// Runs a call that has to fail, and returns why it did.
func failure<Result>(
  _ code: StatusCode, _ call: () async throws -> Result
) async throws -> RPCError {
  do {
    let result = try await call()
    throw HarnessError("\(code.name) was due, and the call ended well: \(result)")
  } catch let error as RPCError {
    try #require(error.code == code, "\(error)")
    return error
  }
}
