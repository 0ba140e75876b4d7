import Foundation
import Messages
import RPC
import Randomness
import Storage
import StorageKit
import Synchronization
import TLS
import ServiceKit
import TestKit
import Testing

@testable import Profile

/// The service's handlers over a real database in a folder of its own, with chosen time and ids.
final class Bench: Sendable {
  let handlers: ProfileHandlers
  let database: any Database
  let folder: String
  /// Where the customers' keys are; nil where data lie as they are.
  let keys: KeyBench?

  /// - Parameter isFile: the data are in a file whatever engine the tests run on.
  init(isSealing: Bool, isFile: Bool) async throws {
    folder = Folder.unused("profile")
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    let path = folder + "/profile.db"
    database = isFile ? try SQLiteDatabase(path: path) : try await TestDatabase.open(path)
    keys = isSealing ? try await KeyBench(folder: folder, isFile: isFile) : nil
    let vault = try await keys?.vault() ?? .plain
    peer = try #require(PeerIdentity(uri: "spiffe://cameo.local/client/test"))
    let random = Mutex(SeededRandom(seed: 42))
    let store = ProfileStore(database: database, vault: vault)
    handlers = ProfileHandlers(store: store) { milliseconds in
      random.withLock { CustomerID.make(milliseconds: milliseconds, random: &$0) }
    }
    try await handlers.store.migrate()
  }

  /// Twice: with data as they are, and sealed; what `body` sees is the same.
  static func with<Result>(_ body: (Bench) async throws -> Result) async throws -> Result {
    _ = try await with(isSealing: false, isFile: false, body)
    return try await with(isSealing: true, isFile: false, body)
  }

  static func with<Result>(
    isSealing: Bool, isFile: Bool = true, _ body: (Bench) async throws -> Result
  ) async throws -> Result {
    let bench = try await Bench(isSealing: isSealing, isFile: isFile)
    let result: Swift.Result<Result, any Error>
    do {
      result = .success(try await body(bench))
    } catch {
      result = .failure(error)
    }
    await bench.database.close()
    await bench.keys?.database.close()
    try? FileManager.default.removeItem(atPath: bench.folder)
    return try result.get()
  }

  private let peer: PeerIdentity

  /// A call that arrives `day` days after the tests' day.
  func call(day: Int64 = 0) -> CallContext {
    CallContext(
      method: "test", peer: peer,
      now: Google.Timestamp(
        microseconds: Facts.now.microseconds + day * Instants.dayMicroseconds))
  }

  func identify(
    _ id: String, _ identifiers: [(String, String)], customer: String = "",
    attributes: [ProfileV1.Attribute] = [], expectedVersion: UInt64 = 0, day: Int64 = 0
  ) async throws -> ProfileV1.IdentifyReply {
    try await handlers.identify(
      ProfileV1.IdentifyRequest(
        requestId: id, customerId: customer,
        identifiers: identifiers.map { ProfileV1.Identifier(kind: $0.0, value: $0.1) },
        attributes: attributes, expectedVersion: expectedVersion),
      call(day: day))
  }

  func track(
    _ event: ProfileV1.Event, customer: String = "", _ identifiers: [(String, String)] = [],
    day: Int64 = 0
  ) async throws -> ProfileV1.TrackReply {
    try await handlers.track(
      ProfileV1.TrackRequest(
        customerId: customer,
        identifiers: identifiers.map { ProfileV1.Identifier(kind: $0.0, value: $0.1) },
        event: event),
      call(day: day))
  }

  func profile(_ customer: String) async throws -> ProfileV1.Profile {
    try await handlers.getProfile(
      ProfileV1.GetProfileRequest(customerId: customer), call()
    ).decoded()
  }

  func changes() async throws -> [Change] {
    try await database.settledChanges()
  }
}

/// How a call was refused: its status, and the field and rule that it names.
struct Status: Equatable, Sendable, CustomStringConvertible {
  var code: StatusCode
  var field: String
  var rule: String

  init(_ code: StatusCode, _ field: String, _ rule: String) {
    (self.code, self.field, self.rule) = (code, field, rule)
  }

  var description: String { "\(code) \(field) \(rule)" }
}

/// The status of what `body` throws, nil when it throws nothing.
func status(_ body: () async throws -> Void) async throws -> Status? {
  do {
    try await body()
    return nil
  } catch let error as RPCError {
    return Status(error.code, error.fieldViolation?.field ?? "", error.fieldViolation?.rule ?? "")
  }
}

/// Values as a client sends them.
func declared(_ name: String, _ text: String, day: Int64 = 10) -> ProfileV1.Attribute {
  ProfileV1.Attribute(
    name: name, category: Catalogue.definition(of: name) == nil ? .descriptive : .unspecified,
    value: ProfileV1.Value(kind: .text(text)), provenance: .declared, source: "form",
    observedAt: Facts.day(day))
}

func inferred(_ name: String, _ text: String, day: Int64 = 10) -> ProfileV1.Attribute {
  var attribute = declared(name, text, day: day)
  attribute.provenance = .inferred
  attribute.confidencePercent = 80
  return attribute
}

func purchase(_ id: String, day: Int64, cents: Int64 = 1000) -> ProfileV1.Event {
  ProfileV1.Event(
    id: id, type: "purchase", occurredAt: Facts.day(day),
    amount: ProfileV1.Money(currency: "USD", minorUnits: cents), quantity: 1)
}

func visit(_ id: String, day: Int64) -> ProfileV1.Event {
  ProfileV1.Event(id: id, type: "page.viewed", occurredAt: Facts.day(day), channel: "web")
}
