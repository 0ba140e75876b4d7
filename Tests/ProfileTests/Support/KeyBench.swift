import Encryption
import Foundation
import Storage
import StorageKit

@testable import Profile

/// The keys of a bench's customers.
final class KeyBench: Sendable {
  static let kek = Array("2026-11 \(String(repeating: "0123456789abcdef", count: 4))\n".utf8)

  let database: any Database

  init(folder: String, isFile: Bool = true) async throws {
    let path = folder + "/profile-keys.db"
    database = isFile ? try SQLiteDatabase(path: path) : try await TestDatabase.open(path)
    try await database.migrate(SubjectKeyTables.migrations)
  }

  /// As a service that has just started opens them.
  func subjects() async throws -> SubjectKeys {
    try await SubjectKeys.open(database, keys: KeyEncryptionKeys(text: Self.kek))
  }

  func vault() async throws -> Vault { try Vault(try await subjects()) }
}

extension Bench {
  /// Texts that are in the bytes of any file of the bench.
  func found(_ texts: [String]) throws -> [String] {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    let bytes = files.map { FileManager.default.contents(atPath: "\(folder)/\($0)") ?? Data() }
    return texts.filter { text in bytes.contains { $0.range(of: Data(text.utf8)) != nil } }
  }
}
