import Foundation
import Logging
import Messages
import RPC
import ServiceKit
import Storage
import StorageKit
import TestKit
import Testing

@testable import Consent

/// What lies in the tables, and switching encryption on for data that are there.
@Suite struct `Sealing consent` {
  private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  private let secrets = [
    "https://shop.example/anna-smith", "Europe/Prague", "marketing", "sms", "web_form",
  ]

  private func fill(_ scratch: Scratch) async throws {
    _ = try await scratch.handlers.grantConsent(
      .init(
        requestId: "r1", customerId: Scratch.anna, purpose: "marketing", channel: "sms",
        actor: .subject,
        collection: .init(method: "web_form", source: "https://shop.example/anna-smith")),
      scratch.call())
    try await scratch.prefer("r2", ConsentV1.Preferences(timeZone: "Europe/Prague"), at: 1)
  }

  /// Texts that are anywhere in the rows of the service.
  private func found(_ scratch: Scratch) async throws -> [String] {
    let blobs = try await scratch.database.read { reader in
      try await reader.query("SELECT payload FROM ledger", []) { $0.blob(0) }
        + reader.query("SELECT record FROM subjects", []) { $0.blob(0) }
        + reader.query("SELECT detail FROM change_log", []) { $0.blob(0) }
    }
    return secrets.filter { text in
      blobs.contains { Data($0).range(of: Data(text.utf8)) != nil }
    }
  }

  private func prepare(_ store: ConsentStore) async throws {
    try await ConsentSealing(store: store, logger: logger, clock: { 1 }).prepare()
  }

  @Test func `nothing of what was permitted or preferred can be read`() async throws {
    let plain = try await Scratch(.plain)
    try await fill(plain)
    // All of them would be there; so the search finds what is.
    #expect(try await found(plain) == secrets)
    let sealed = try await Scratch(.sealed)
    try await fill(sealed)
    #expect(try await found(sealed) == [])
    let salts = try await sealed.database.read { reader in
      try await reader.first("SELECT sum(length(salt)) FROM ledger", []) { $0.integer(0) }
    }
    #expect(salts == 0)
  }

  @Test func `what was stored before is sealed, and reads as it did`() async throws {
    let scratch = try await Scratch(.plain)
    try await fill(scratch)
    let (before, chain) = (try await scratch.state(at: 3), try await scratch.verify())
    let changes = try await scratch.database.settledChanges()
    let keys = try await KeyBench(scratch.folder.path)
    let store = ConsentStore(scratch.database, vault: try Vault(try await keys.subjects()))
    #expect(
      try await ConsentSealing(store: store, logger: logger, clock: { 1 })
        .record.begin(store.vault.keys))
    // Begun and killed: the key is needed already.
    let error = try await #require(throws: ConfigurationError.self) {
      try await prepare(ConsentStore(scratch.database))
    }
    #expect(error.message.contains("the consent data are sealed: set encryption.key"))
    try await prepare(store)
    try await prepare(store)
    #expect(try await found(scratch) == [])
    let sealed = try Scratch.handlers(scratch.database, vault: store.vault)
    let state = try await sealed.getConsentState(
      .init(customerId: Scratch.anna), scratch.call(3)
    ).decoded()
    #expect(state == before)
    #expect(
      try await sealed.verifyLedger(.init(customerId: Scratch.anna), scratch.call()) == chain)
    var details: [[UInt8]] = []
    for change in try await scratch.database.settledChanges() {
      details.append(try await store.vault.detail(of: change))
    }
    #expect(details == changes.map(\.detail))
    // A request that was answered before gets the same answer.
    let again = try await sealed.grantConsent(
      .init(
        requestId: "r1", customerId: Scratch.anna, purpose: "marketing", channel: "sms",
        actor: .subject,
        collection: .init(method: "web_form", source: "https://shop.example/anna-smith")),
      scratch.call(9))
    #expect(again.ledgerHead?.version == 1)
  }

  @Test func `the keys of others are refused before anything is sealed with them`() async throws {
    let scratch = try await Scratch(.sealed)
    try await prepare(scratch.handlers.store)
    try await fill(scratch)
    let others = try await Scratch(.sealed)
    let keys = try #require(try await others.keys?.subjects())
    let error = try await #require(throws: ConfigurationError.self) {
      try await prepare(ConsentStore(scratch.database, vault: try Vault(keys)))
    }
    #expect(error.message.contains("not the one that the consent data were sealed with"))
  }
}
