import Foundation
import Logging
import Messages
import RPC
import Storage
import Testing

@testable import ServiceKit

@Suite struct ReadinessTests {
  /// The disk is not full at all: the database finds out by itself, and the service comes back.
  @Test func `a full database is NOT_SERVING till it keeps something again, and the log says so`()
    async throws
  {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    let written = Written()
    let output = LogOutput { written.add($0) }
    let logger = Logger(label: "test") { _ in
      ServiceLogHandler(
        service: "survey", format: .text, output: output, clock: { 0 }, logLevel: .info)
    }
    let notes = try await Notes(data: folder, logger: logger)
    var statuses = HealthClient(notes.channel).watch(RPCV1.HealthRequest()).makeAsyncIterator()
    #expect(try await statuses.next()?.status == .serving)
    notes.service.database.condition.fail(StorageError(.full, "no room at all"))
    #expect(try await statuses.next()?.status == .notServing)
    #expect(try await statuses.next()?.status == .serving)
    #expect(notes.service.isReady)
    #expect(try await notes.add("anna") == "hello 1")
    await notes.stop()
    output.flush()
    #expect(written.text.contains("no room at all"))
    #expect(written.text.contains("again"))
  }

  @Test func `a damaged database stays NOT_SERVING and takes no writes`() async throws {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    let notes = try await Notes(data: folder)
    notes.service.database.condition.fail(StorageError(.corrupt, "page 7 is damaged"))
    #expect(!notes.service.isReady && notes.service.isServing)
    notes.service.database.condition.recover()
    let health = try await HealthClient(notes.channel).check(
      RPCV1.HealthRequest(service: "test.Notes"))
    #expect(health.status == .notServing)
    let error = try await #require(throws: StorageError.self) {
      try await notes.service.database.write(customer: "anna") { _ in }
    }
    #expect(error.code == .corrupt && error.message.contains("page 7"))
    await notes.stop()
    #expect(!notes.service.isReady)
  }
}
