import Encryption
import Foundation
import Logging
import Messages
import RPC
import Storage
import Synchronization
import TestKit
import Testing

@testable import ServiceKit

/// A service that seals: it gives a customer a key at its start, and destroys nothing.
private enum SealingService: ServiceDefinition {
  static let name = "survey"
  static let about = "Seals notes."
  static let port: UInt16 = 7103
  static let settings = EncryptionSettings.declarations
  static let migrations = NotesService.migrations

  static func build(_ environment: ServiceEnvironment) async throws -> some ServiceHandler {
    let keys = try await environment.openKeys()
    _ = try await keys?.keyForWriting(of: "anna")
    return NotesHandler(database: environment.database, greeting: keys == nil ? "open" : "sealed")
  }
}

/// The same where the data are not in a file of its own.
private enum SharedService: ServiceDefinition {
  static let name = "survey"
  static let about = "Seals notes that replicas share."
  static let port: UInt16 = 7103
  static let settings = EncryptionSettings.declarations

  static func build(_ environment: ServiceEnvironment) async throws -> some ServiceHandler {
    _ = try await environment.openKeys()
    return NotesHandler(database: environment.database, greeting: "")
  }
}

@Suite struct KeySettingsTests {
  private let one = "2026-08 \(String(repeating: "0123456789abcdef", count: 4))\n"
  private let two = "2026-11 \(String(repeating: "fedcba9876543210", count: 4))\n"

  private func start(_ folder: String, _ more: [String: String], log: NoticeLog = NoticeLog())
    async throws -> RunningService
  {
    let values = ["listen": "127.0.0.1:0", "certs": TestCertificates.directory, "data": folder]
    return try await RunningService.start(
      SealingService.self, ServiceSettings(for: SealingService.self, values.merging(more) { $1 }),
      logger: Logger(label: "test") { _ in log }, metrics: PrometheusRegistry())
  }

  private func file(_ folder: String, _ text: String) throws -> String {
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = folder + "/kek"
    let isWritten = FileManager.default.createFile(
      atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    #expect(isWritten)
    return path
  }

  private func refusal(_ folder: String, _ more: [String: String]) async throws -> String {
    try await #require(throws: ConfigurationError.self) {
      await (try await start(folder, more)).stop()
    }.message
  }

  @Test func `without a setting there are no keys`() async throws {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    await (try await start(folder, [:])).stop()
    #expect(!FileManager.default.fileExists(atPath: folder + "/survey-keys.db"))
  }

  @Test func `keys come from a file or a command, and go to a database of their own`() async throws
  {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    await (try await start(folder, ["encryption.key": try file(folder, one)])).stop()
    #expect(FileManager.default.fileExists(atPath: folder + "/survey-keys.db"))
    // The same keys, and the database is free again.
    await (try await start(folder, ["encryption.key.command": "cat '\(folder)/kek'"])).stop()
  }

  @Test func `what is wrong with the keys is told before the service serves`() async throws {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    let path = try file(folder, one)
    await (try await start(folder, ["encryption.key": path])).stop()
    let both = try await refusal(
      folder, ["encryption.key": path, "encryption.key.command": "cat \(path)"])
    #expect(both == "encryption.key and encryption.key.command are both set: choose one")
    let none = try await refusal(folder, ["encryption.key": path + "x"])
    #expect(none.contains("the key file \(path)x cannot be opened"))
    let failed = try await refusal(folder, ["encryption.key.command": "exit 3"])
    #expect(failed.contains("the key command (encryption.key.command) ended with status 3"))
    let absent = try await refusal(folder, ["encryption.key": try file(folder, two)])
    #expect(absent.contains("\"2026-08\", which is not among those given (2026-11)"))
    let other = try await refusal(
      folder,
      ["encryption.key": try file(folder, two.replacingOccurrences(of: "2026-11", with: "2026-08"))]
    )
    #expect(other.contains("the key-encryption key \"2026-08\" does not unwrap"))
    await (try await start(folder, ["encryption.key": try file(folder, one)])).stop()
  }

  @Test func `keys in a file are refused where replicas may share the data`() async throws {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    let values = [
      "listen": "127.0.0.1:0", "certs": TestCertificates.directory, "data": folder,
      "encryption.key": try file(folder, one),
    ]
    let error = try await #require(throws: ConfigurationError.self) {
      await
        (try await RunningService.start(
          SharedService.self, ServiceSettings(for: SharedService.self, values),
          logger: Logger(label: "test") { _ in NoticeLog() }, metrics: PrometheusRegistry())).stop()
    }
    #expect(error.message.contains("data in PostgreSQL need their keys in PostgreSQL too"))
  }

  @Test func `keys in the database of the data are refused, and beside it told of`() async throws {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    let server = try await PostgreSQLCluster.shared().connectionString
    let values = [
      "database": server, "encryption.key": try file(folder, one), "encryption.database": server,
    ]
    let error = try await refusal(folder, values)
    #expect(error.contains("encryption.database is the data's own"))
    // Every server has this database beside the one that it is given.
    let log = NoticeLog()
    let beside = values.merging([
      "encryption.database": server.replacingOccurrences(of: "/postgres?", with: "/template1?")
    ]) { $1 }
    let service = try await start(folder, beside, log: log)
    _ = await log.line { $0.hasPrefix("the keys are on the same server as the data") }
    await service.stop()
    await (try await start(folder, beside)).stop()
  }

  @Test func `a key database that is damaged is told before the service serves`() async throws {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    let values = ["encryption.key": try file(folder, one)]
    await (try await start(folder, values)).stop()
    let path = folder + "/survey-keys.db"
    let whole = try #require(FileManager.default.contents(atPath: path))
    for damaged in [whole.prefix(whole.count / 2), Data(repeating: 7, count: 8_192)] {
      try damaged.write(to: URL(fileURLWithPath: path))
      let error = try await #require(throws: StorageError.self) {
        await (try await start(folder, values)).stop()
      }
      #expect(error.code == .corrupt, "\(error)")
      #expect(error.message.hasPrefix("the key database (encryption.database):"), "\(error)")
    }
    try whole.write(to: URL(fileURLWithPath: path))
    await (try await start(folder, values)).stop()
  }

  @Test func `a key database that fails is the service's failure`() async throws {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    let values = ["encryption.key": try file(folder, one)]
    let service = try await start(folder, values)
    #expect(service.isReady)
    let keys = try #require(service.attachedConditions.first)
    keys.fail(StorageError(.corrupt, "page 3 is damaged"))
    #expect(!service.isReady)
    await service.stop()
  }

  @Test func `key-encryption keys are read again while the service runs`() async throws {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    let log = NoticeLog()
    let service = try await start(folder, ["encryption.key": try file(folder, one)], log: log)
    // What cannot be put in force leaves what was.
    _ = try file(folder, two)
    service.reload()
    _ = await log.line("key-encryption keys not taken: those in force stay")
    _ = try file(folder, "nonsense")
    service.reload()
    _ = await log.line("not reloaded: what was in force stays")
    _ = try file(folder, two + one)
    service.reload()
    let line = await log.line("rewrapped keys")
    #expect(line["not-needed"] == "[\"2026-08\"]" && line["count"] == "1")
    await service.stop()
    await (try await start(folder, ["encryption.key": try file(folder, two)])).stop()
  }

  @Test func `keys are rewrapped while the service serves, and it says when that is done`()
    async throws
  {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    await (try await start(folder, ["encryption.key": try file(folder, one)])).stop()
    let log = NoticeLog()
    let service = try await start(
      folder, ["encryption.key": try file(folder, two + one)], log: log)
    let line = await log.line("rewrapped keys")
    #expect(line["not-needed"] == "[\"2026-08\"]")
    #expect(line["count"] == "1")
    await service.stop()
    await (try await start(folder, ["encryption.key": try file(folder, two)])).stop()
  }
}

/// Keeps a log's lines, and lets a test wait for one.
private final class NoticeLog: LogHandler, Sendable {
  private let lines = AsyncStream.makeStream(of: (String, Logger.Metadata).self)

  var metadata: Logger.Metadata {
    get { [:] }
    set {}
  }
  var logLevel: Logger.Level {
    get { .notice }
    set {}
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { nil }
    set {}
  }

  func log(event: LogEvent) {
    lines.continuation.yield(("\(event.message)", event.metadata ?? [:]))
  }

  func line(_ message: String) async -> Logger.Metadata { await line { $0 == message } }

  func line(where matches: (String) -> Bool) async -> Logger.Metadata {
    for await line in lines.stream where matches(line.0) { return line.1 }
    return [:]
  }
}
