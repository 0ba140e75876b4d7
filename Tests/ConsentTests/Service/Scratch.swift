import Messages
import RPC
import Storage
import StorageKit
import TLS
import TestKit
import Testing

@testable import Consent

/// The consent service without a network: its handlers over a real database in a folder of its own,
/// at an hour that the test chooses.
final class Scratch: Sendable {
  let database: any Database
  let handlers: ConsentHandlers
  /// nil where data lie as they are.
  let keys: KeyBench?
  let folder: Folder

  init(_ form: Form = .plain) async throws {
    folder = try Folder("consent")
    database = try await TestDatabase.open(folder.path + "/consent.db")
    try await database.migrate(Migrations.all)
    keys = form == .sealed ? try await KeyBench(folder.path) : nil
    let vault = try await keys?.subjects()
    handlers = try Self.handlers(database, vault: try vault.map(Vault.init) ?? .plain)
  }

  static func handlers(_ database: any Database, vault: Vault = .plain) throws -> ConsentHandlers {
    ConsentHandlers(
      store: ConsentStore(database, vault: vault),
      catalogue: try Catalogue(json: Catalogue.shipped),
      zones: try Zones.all.get(), makeSalt: { [UInt8](repeating: 7, count: 32) },
      failed: { _, _ in })
  }

  static let noon = Instant.utc("2025-06-06T12:00:00Z")
  static let anna = "01JD0000000000000000000000"

  /// A call that arrived so many minutes after noon.
  func call(_ minute: Int64 = 0) throws -> CallContext {
    let peer = try #require(PeerIdentity(uri: "spiffe://cameo.local/service/gateway"))
    let now = Self.noon.adding(seconds: minute * 60)
    return CallContext(method: "test", peer: peer, now: Google.Timestamp(now))
  }
}

extension Google.Timestamp {
  /// Minutes after noon.
  static func noon(_ minute: Int64 = 0) -> Google.Timestamp {
    Google.Timestamp(Scratch.noon.adding(seconds: minute * 60))
  }
}

extension Scratch {
  @discardableResult
  func grant(
    _ request: String, at minute: Int64 = 0, purpose: String = "marketing",
    channel: String = "email", by actor: ConsentV1.Actor = .subject,
    until: Google.Timestamp? = nil, effective: Google.Timestamp? = nil, version: UInt64 = 0
  ) async throws -> ConsentV1.GrantConsentReply {
    try await handlers.grantConsent(
      ConsentV1.GrantConsentRequest(
        requestId: request, customerId: Self.anna, purpose: purpose, channel: channel,
        actor: actor, effectiveAt: effective, validUntil: until, expectedVersion: version),
      call(minute))
  }

  @discardableResult
  func withdraw(
    _ request: String, at minute: Int64 = 0, purpose: String = "marketing",
    channel: String = "email", by actor: ConsentV1.Actor = .subject,
    action: ConsentV1.ConsentAction = .unspecified, effective: Google.Timestamp? = nil,
    customer: String = Scratch.anna
  ) async throws -> ConsentV1.WithdrawConsentReply {
    try await handlers.withdrawConsent(
      ConsentV1.WithdrawConsentRequest(
        requestId: request, customerId: customer, purpose: purpose, channel: channel,
        actor: actor, action: action, effectiveAt: effective), call(minute))
  }

  @discardableResult
  func prefer(
    _ request: String, _ preferences: ConsentV1.Preferences, only paths: [String] = ["*"],
    at minute: Int64 = 0
  ) async throws -> ConsentV1.SetPreferencesReply {
    try await handlers.setPreferences(
      ConsentV1.SetPreferencesRequest(
        requestId: request, customerId: Self.anna, preferences: preferences,
        updateMask: Google.FieldMask(paths: paths), actor: .subject), call(minute))
  }

  func may(
    _ purpose: String = "marketing", _ channel: String = "email", at minute: Int64 = 0,
    topic: String = "", zone: String = "", planned: Google.Timestamp? = nil,
    customer: String = Scratch.anna
  ) async throws -> ConsentV1.MayContactReply {
    try await handlers.mayContact(
      ConsentV1.MayContactRequest(
        customerId: customer, purpose: purpose, channel: channel, topic: topic, timeZone: zone,
        at: planned), call(minute))
  }

  func state(
    at minute: Int64 = 0, asOf: Google.Timestamp? = nil, customer: String = Scratch.anna
  ) async throws -> ConsentV1.ConsentState {
    try await handlers.getConsentState(
      ConsentV1.GetConsentStateRequest(customerId: customer, asOf: asOf), call(minute)
    ).decoded()
  }

  func verify() async throws -> ConsentV1.VerifyLedgerReply {
    try await handlers.verifyLedger(
      ConsentV1.VerifyLedgerRequest(customerId: Self.anna), call())
  }
}

extension ConsentV1.ConsentState {
  func verdict(_ purpose: String, _ channel: String) -> ConsentV1.ContactVerdict? {
    verdicts.first { $0.purpose == purpose && $0.channel == channel }
  }
}

extension RPCError {
  /// The rules that the request broke, with their fields.
  var broken: [String] {
    details.filter { $0.type == RPCV1.FieldViolation.fullName }.compactMap {
      (try? RPCV1.FieldViolation(decoding: $0.value)).map { "\($0.field) \($0.rule)" }
    }
  }
}

/// The error that a call ends with; the test fails if it ends well.
func failure(_ call: () async throws -> some Any) async throws -> RPCError {
  do {
    _ = try await call()
  } catch let error as RPCError {
    return error
  }
  throw EndedWell()
}

struct EndedWell: Error {}
