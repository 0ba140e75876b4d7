import Foundation
import Logging
import Messages
import RPC
import Runtime
import Synchronization
import TLS
import TestKit
import Testing

@testable import ServiceKit

/// A service whose policy and certificates change under it.
@Suite struct ReloadTests {
  private static let everything = #"{ "rules": [{ "peers": ["*"], "allow": ["*"] }] }"#
  private static let healthOnly = """
    { "rules": [{ "peers": ["*"], "allow": ["cameo.rpc.v1.Health/*"] }] }
    """

  @Test func `a service without a policy does not start`() async throws {
    try await Self.withFolder { folder in
      let error = await #expect(throws: ConfigurationError.self) {
        await (try await Notes(data: folder, ["policy": "\(folder)/none.json"])).stop()
      }
      #expect(error?.message.contains("\(folder)/none.json cannot be read") == true)
    }
  }

  @Test func `a policy is in force from the start, and another when the file says so`() async throws
  {
    try await Self.withPolicy(Self.healthOnly) { notes, policy in
      #expect(await Self.code { _ = try await notes.add("anna") } == .permissionDenied)
      try Self.write(Self.everything, policy)
      notes.service.reloader.check()
      #expect(try await notes.add("anna") == "hello 1")
      try Self.write(Self.healthOnly, policy)
      notes.service.reloader.check()
      #expect(await Self.code { _ = try await notes.add("anna") } == .permissionDenied)
      #expect(
        notes.registry.exposition().contains(
          "cameo_reloads_total{result=\"loaded\",what=\"policy\"} 2\n"))
    }
  }

  @Test func `a policy with a mistake leaves the one before in force, and is seen from outside`()
    async throws
  {
    try await Self.withPolicy(Self.everything) { notes, policy in
      for text in [#"{ "rules": ["#, "", Self.healthOnly.replacing("Health", with: "Helth")] {
        try Self.write(text, policy)
        notes.service.reloader.check()
        notes.service.reloader.check()
        _ = try await notes.add(text)
      }
      try FileManager.default.removeItem(atPath: policy)
      notes.service.reloader.check()
      _ = try await notes.add("anna")
      let failing = notes.registry.exposition()
      // A state that cannot be read is read once, however often somebody looks.
      #expect(failing.contains("cameo_reloads_total{result=\"failed\",what=\"policy\"} 4\n"))
      #expect(failing.contains("cameo_reload_failing{what=\"policy\"} 1"))
      try Self.write(Self.healthOnly, policy)
      notes.service.reloader.check()
      #expect(await Self.code { _ = try await notes.add("anna") } == .permissionDenied)
      #expect(notes.registry.exposition().contains("cameo_reload_failing{what=\"policy\"} 0"))
    }
  }

  @Test func `certificates and revocations are taken in without a restart`() async throws {
    try await Self.withFolder { folder in
      let certs = "\(folder)/certs"
      let authority = try CertificateAuthority.create(in: certs)
      try authority.issue("survey", .service)
      for name in ["anna", "berta"] { try authority.issue(name, .client) }
      try Self.write(Self.everything, "\(certs)/policy.json")
      let notes = try await Notes(data: "\(folder)/data", ["certs": certs])
      let loops = try EventLoopGroup(count: 1, name: "clients")
      func channel(_ name: String) throws -> Channel {
        Channel(
          target: notes.service.address.description,
          tls: try TLSContext(
            role: .client,
            TLSConfiguration(
              certificate: "\(certs)/\(name).pem", key: "\(certs)/\(name).key",
              authority: "\(certs)/ca.pem")),
          expecting: "spiffe://cameo.local/service/survey", group: loops, settings: .patient)
      }
      let (anna, berta) = (try channel("anna"), try channel("berta"))
      func asks(_ channel: Channel) async throws {
        _ = try await HealthClient(channel).check(RPCV1.HealthRequest())
      }
      try await asks(anna)
      try await asks(berta)
      let gauges = CredentialMetrics(notes.service.credentials, notes.registry)
      func hasRevocations() -> Bool {
        gauges.collect()
        return notes.registry.exposition().contains("cameo_revocations_expire_seconds")
      }
      #expect(!hasRevocations())
      let before = notes.service.credentials.server.current
      try authority.renew("survey")
      try authority.revoke(["anna"])
      notes.service.reloader.check()
      #expect(notes.service.credentials.server.current !== before)
      #expect(hasRevocations())
      #expect(await Self.code { try await asks(anna) } == .unavailable)
      try await asks(berta)

      // A key that does not fit its certificate, as when one has been written and the other not yet.
      let current = notes.service.credentials.server.current
      let key = "\(certs)/survey.key"
      let good = try Data(contentsOf: URL(filePath: key))
      try Data(contentsOf: URL(filePath: "\(certs)/berta.key")).write(to: URL(filePath: key))
      notes.service.reloader.check()
      #expect(notes.service.credentials.server.current === current)
      try FileManager.default.removeItem(atPath: "\(certs)/crl.pem")
      try good.write(to: URL(filePath: key))
      notes.service.reloader.check()
      #expect(notes.service.credentials.server.current === current)
      #expect(await Self.code { try await asks(anna) } == .unavailable)
      let text = notes.registry.exposition()
      #expect(text.contains("cameo_reloads_total{result=\"failed\",what=\"certificates\"} 2\n"))
      for channel in [anna, berta] { await channel.close() }
      await notes.stop()
      loops.stop()
    }
  }

  @Test func `only what has changed is read again, and all of it where that is asked for`() throws {
    let path = Folder.unused("reload")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let loads = Atomic<Int>(0)
    let part = Reloadable("part", [path], stamps: Reloadable.stamps([path])) {
      loads.wrappingAdd(1, ordering: .relaxed)
    }
    func check(_ forced: Bool = false) -> Int {
      _ = part.check(forced: forced)
      return loads.load(ordering: .relaxed)
    }
    #expect(check() == 0)
    try Self.write("1", path)
    #expect(check() == 1)
    #expect(check() == 1)
    try Self.write("2", path)
    #expect(check() == 2)
    #expect(check(true) == 3)
    try FileManager.default.removeItem(atPath: path)
    #expect(check() == 4)
    #expect(check() == 4)
  }

  @Test func `files that change while they are read are read again`() throws {
    let path = Folder.unused("reload")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let loads = Atomic<Int>(0)
    let part = Reloadable("part", [path], stamps: Reloadable.stamps([path])) {
      if loads.wrappingAdd(1, ordering: .relaxed).newValue == 1 {
        try Self.write("the rest", path)
      }
    }
    try Self.write("half", path)
    for expected in [1, 2, 2] {
      _ = part.check(forced: false)
      #expect(loads.load(ordering: .relaxed) == expected)
    }
  }

  /// Whole or not at all, as operators should: another inode each time.
  private static func write(_ text: String, _ path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private static func code(_ body: () async throws -> Void) async -> StatusCode? {
    do {
      try await body()
      return nil
    } catch {
      return (error as? RPCError)?.code
    }
  }

  private static func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = Notes.folder()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  private static func withPolicy(
    _ text: String, _ body: (Notes, String) async throws -> Void
  ) async throws {
    try await withFolder { folder in
      let policy = "\(folder)/policy.json"
      try write(text, policy)
      let notes = try await Notes(data: "\(folder)/data", ["policy": policy])
      do { try await body(notes, policy) } catch {
        await notes.stop()
        throw error
      }
      await notes.stop()
    }
  }
}
