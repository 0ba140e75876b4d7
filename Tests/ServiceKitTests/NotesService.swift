import Foundation
import Instrumentation
import Logging
import Messages
import RPC
import Runtime
import ServiceKit
import Storage
import StorageKit
import TLS
import TestKit

/// A whole service, small: it keeps a note per customer and gives them back.
enum NotesService: ServiceDefinition {
  static let name = "survey"
  static let about = "Keeps notes."
  static let port: UInt16 = 7103
  static let settings = [Setting("greeting", default: "hello", "What every answer begins with.")]
  static let migrations = [
    Migration(
      version: 1, name: "notes", sql: "CREATE TABLE note (customer TEXT PRIMARY KEY) STRICT;")
  ]

  static func build(_ environment: ServiceEnvironment) async throws -> some ServiceHandler {
    NotesHandler(
      database: environment.database, greeting: try environment.settings.text("greeting"))
  }
}

struct NotesHandler: ServiceHandler {
  static let add = Method<RPCV1.EchoStatus, RPCV1.EchoStatus>(
    service: "test.Notes", name: "Add", kind: .unary, idempotency: .unknown)
  static let watch = Method<SurveyV1.WatchChangesRequest, SurveyV1.WatchChangesReply>(
    service: "test.Notes", name: "Watch", kind: .serverStreaming, idempotency: .noSideEffects)

  let database: any Database
  let greeting: String

  func register(in router: inout Router) {
    router.unary(Self.add) { request, _ in
      let customer = request.message
      try await database.write(customer: customer) { writer in
        try await writer.execute("INSERT INTO note VALUES ($1)", [.text(customer)])
      }
      let count = try await database.read { reader in
        try await reader.first("SELECT count(*) FROM note", []) { $0.integer(0) }
      }
      return RPCV1.EchoStatus(message: "\(greeting) \(count ?? 0)")
    }
    router.serverStreaming(Self.watch) { request, replies, call in
      call.endAtDrain()
      let feed = try ChangeFeed(
        of: database, after: request.afterCursor, customer: "", consumer: request.consumer,
        for: call)
      try await feed.run {
        try await replies.write(SurveyV1.WatchChangesReply(change: $0))
      } passed: {
        _ in
      }
    }
  }
}

/// A running notes service with a folder of its own, and the way to it.
final class Notes: Sendable {
  let service: RunningService
  let channel: Channel
  let registry: PrometheusRegistry
  let loops: EventLoopGroup

  init(
    data: String, _ more: [String: String] = [:], instrument: (any Instrument)? = nil,
    logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
    settings: ConnectionSettings = ConnectionSettings()
  ) async throws {
    let certificates = TestCertificates.directory
    var values = ["listen": "127.0.0.1:0", "certs": certificates, "data": data]
    values["database"] = try await TestDatabase.setting(forServiceIn: data)
    registry = PrometheusRegistry()
    service = try await RunningService.start(
      NotesService.self, ServiceSettings(for: NotesService.self, values.merging(more) { $1 }),
      logger: logger, metrics: registry, instrument: instrument)
    loops = try EventLoopGroup(count: 1, name: "client")
    channel = Channel(
      target: service.address.description, tls: try TestCertificates.context(.client, "client"),
      expecting: "spiffe://cameo.local/service/survey", group: loops, settings: settings)
  }

  func add(_ customer: String) async throws -> String {
    try await channel.unary(NotesHandler.add, RPCV1.EchoStatus(message: customer)).message
  }

  func stop() async {
    await channel.close()
    await service.stop()
    loops.stop()
  }

  static func remove(_ folder: String) {
    try? FileManager.default.removeItem(atPath: folder)
  }

  static func folder() -> String {
    Folder.unused("service")
  }
}
