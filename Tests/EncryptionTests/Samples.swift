import Foundation
import Storage
import Synchronization

@testable import Encryption

/// A folder of a test's own with a key database in it; gone when the test is.
final class Scratch: Sendable {
  let folder: String
  var keyPath: String { folder + "/keys.db" }
  /// The time that stores are told, in microseconds.
  let time = Atomic<Int64>(1_000_000)

  init() throws {
    folder = NSTemporaryDirectory() + "cameo-encryption-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The key database, migrated.
  func database(_ name: String = "keys") async throws -> SQLiteDatabase {
    let database = try SQLiteDatabase(path: "\(folder)/\(name).db")
    try await database.migrate(SubjectKeyTables.migrations)
    return database
  }

  func subjects(
    _ database: any Database, _ keks: [KeyEncryptionKey], capacity: Int = 64
  ) async throws -> SubjectKeys {
    try await SubjectKeys.open(
      database, keys: KeyEncryptionKeys(keks), capacity: capacity, life: .seconds(60)
    ) { self.time.load(ordering: .relaxed) }
  }

  func write(_ text: String, mode: Int = 0o600, to name: String) throws -> String {
    let path = folder + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  /// All bytes of the files of a database: its own, and its write-ahead log.
  func bytes(of name: String) throws -> Data {
    var all = Data()
    for end in ["", "-wal"] {
      let path = "\(folder)/\(name).db\(end)"
      if let bytes = FileManager.default.contents(atPath: path) { all += bytes }
    }
    return all
  }
}

/// A key-encryption key whose bytes follow from a number.
func kek(_ id: String, _ number: UInt8 = 1) throws -> KeyEncryptionKey {
  KeyEncryptionKey(
    id: id, secret: try SecretBytes.copy((0..<32).map { UInt8($0) &* 7 &+ number }))
}

func hex(_ text: String) -> [UInt8] {
  let digits = Array(text.utf8)
  return stride(from: 0, to: digits.count, by: 2).map { place in
    UInt8(String(decoding: digits[place..<(place + 2)], as: UTF8.self), radix: 16) ?? 0
  }
}

extension SecretBytes {
  var copied: [UInt8] {
    unsafe withPointer { unsafe Array(UnsafeBufferPointer(start: $0, count: count)) }
  }
}

/// The code of the encryption error that `body` ends with, nil when it ends well.
func code(_ body: () async throws -> Void) async throws -> EncryptionError.Code? {
  do {
    try await body()
    return nil
  } catch let error as EncryptionError {
    return error.code
  }
}
