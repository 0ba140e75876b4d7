import Foundation
import Messages
import Runtime
import Synchronization
import TLS
import TestKit
import Testing

@testable import RPC

/// A server and a channel whose certificates are replaced while calls go on.
@Suite struct CredentialsTests {
  /// An authority of its own, and a server with clients that go by it.
  private final class Bed: Sendable {
    let directory: String
    let authority: CertificateAuthority
    let server: TLSCredentials
    let client: TLSCredentials

    init() throws {
      directory = Folder.unused("credentials")
      authority = try CertificateAuthority.create(in: directory)
      try authority.issue("profile", .service)
      try authority.issue("anna", .client)
      try authority.issue("mallory", .client)
      server = TLSCredentials(try Self.context(.server, directory))
      client = TLSCredentials(try Self.context(.client, directory))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    private static func context(_ role: TLSContext.Role, _ directory: String) throws -> TLSContext {
      let name = role == .server ? "profile" : "anna"
      return try TLSContext(role: role, TLSConfiguration(directory: directory, name: name))
    }

    /// As at a reload: both read the files again.
    func reload() throws {
      try server.replace(with: Self.context(.server, directory))
      try client.replace(with: Self.context(.client, directory))
    }

    func revoke(_ name: String) throws { try authority.revoke([name]) }
  }

  private func with(
    _ services: [any ServiceHandler] = [TestService()], loops: Int = 1,
    observer: any ServerObserver = SilentObserver(),
    _ body: (Bed, TestServiceClient, Loopback) async throws -> Void
  ) async throws {
    let bed = try Bed()
    let loopback = try await Loopback(
      services, loops: loops, observer: observer,
      credentials: (server: bed.server, client: bed.client), retry: nil)
    do {
      try await body(bed, TestServiceClient(loopback.channel), loopback)
    } catch {
      await loopback.stop()
      throw error
    }
    await loopback.stop()
  }

  @Test func `certificates are replaced under 64 calls at a time, and none fails`() async throws {
    try await with(loops: 2) { bed, client, _ in
      try await withThrowingTaskGroup(of: Void.self) { group in
        let isDone = Signal()
        for _ in 0..<64 {
          group.addTask {
            var count = 0
            while !isDone.isSent || count < 5 {
              let reply = try await client.unaryCall(RPCV1.SimpleRequest(payload: [1, 2, 3]))
              #expect(reply.peer == "spiffe://cameo.local/client/anna")
              count += 1
            }
          }
        }
        for round in 0..<10 {
          try bed.authority.renew(round % 2 == 0 ? "profile" : "anna")
          if round == 5 { try bed.revoke("mallory") }
          try bed.reload()
          _ = try await client.emptyCall(RPCV1.Empty())
        }
        isDone.send()
        try await group.waitForAll()
      }
    }
  }

  @Test func `a client that is revoked loses its connection and its calls, and does not come back`()
    async throws
  {
    let probe = Probe()
    let witness = DisconnectionWitness()
    try await with([TestService(), probe], observer: witness) { bed, client, _ in
      let open = Task { try await client.channel.unary(Probe.method, RPCV1.Empty()) }
      await probe.started.wait()
      try bed.revoke("anna")
      try bed.reload()
      let error = await #expect(throws: RPCError.self) { _ = try await open.value }
      #expect(error?.code == .unavailable)
      await probe.cancelled.wait()
      let next = await #expect(throws: RPCError.self) { try await client.emptyCall(RPCV1.Empty()) }
      #expect(next?.code == .unavailable)
      #expect(next?.message.contains("revoked") == true, "\(String(describing: next))")
      #expect(await witness.reason.contains("client/anna has been revoked"))
    }
  }

  @Test func `a server that is revoked is left by its clients`() async throws {
    try await with { bed, client, _ in
      _ = try await client.emptyCall(RPCV1.Empty())
      try bed.revoke("profile")
      // The client's side alone has heard of it.
      try bed.client.replace(
        with: TLSContext(
          role: .client, TLSConfiguration(directory: bed.directory, name: "anna"), resumes: false))
      let error = await #expect(throws: RPCError.self) { try await client.emptyCall(RPCV1.Empty()) }
      #expect(error?.message.contains("revoked") == true, "\(String(describing: error))")
    }
  }

  @Test func `a channel that comes back resumes its session`() async throws {
    try await with { bed, client, loopback in
      _ = try await client.emptyCall(RPCV1.Empty())
      let counts = bed.server.current.handshakes
      #expect(counts.full == 1 && counts.resumed == 0)
      for resumed in 1...3 {
        let again = Channel(
          target: loopback.address.description, tls: bed.client,
          expecting: "spiffe://cameo.local/service/profile", group: loopback.clientLoops,
          settings: .patient)
        let reply = try await TestServiceClient(again).unaryCall(RPCV1.SimpleRequest())
        #expect(reply.peer == "spiffe://cameo.local/client/anna")
        #expect(counts.full == 1 && counts.resumed == resumed)
        await again.close()
      }
      #expect(bed.client.current.handshakes.resumed == 3)
    }
  }
}

/// Keeps why the first connection ended.
private final class DisconnectionWitness: ServerObserver {
  private let ended = Signal()
  private let text = Mutex("")

  var reason: String {
    get async {
      await ended.wait()
      return text.withLock { $0 }
    }
  }

  func recorder(forMethod path: String) -> any MethodRecorder { SilentObserver() }
  func connected(_ peer: PeerIdentity) {}
  func handlerFailed(method: String, error: any Error) {}
  func disconnected(_ peer: PeerIdentity?, reason: String, isFault: Bool) {
    text.withLock { if $0.isEmpty { $0 = reason } }
    ended.send()
  }
}
