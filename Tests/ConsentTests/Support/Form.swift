import Encryption
import Foundation
import Storage
import StorageKit
import Testing

@testable import Consent

/// How data lie while a test runs; what it sees is the same.
enum Form: String, CaseIterable, CustomTestStringConvertible {
  case plain
  case sealed

  var testDescription: String { rawValue }
}

/// The keys of a scratch's customers.
final class KeyBench: Sendable {
  private static let kek = Array(
    "2026-11 \(String(repeating: "0123456789abcdef", count: 4))\n".utf8)

  let database: any Database

  init(_ folder: String) async throws {
    database = try await TestDatabase.open(folder + "/consent-keys.db")
    try await database.migrate(SubjectKeyTables.migrations)
  }

  /// As a service that has just started opens them.
  func subjects() async throws -> SubjectKeys {
    try await SubjectKeys.open(database, keys: KeyEncryptionKeys(text: Self.kek))
  }
}
