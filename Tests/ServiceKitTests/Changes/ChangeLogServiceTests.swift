import Logging
import Messages
import RPC
import Runtime
import Storage
import StorageKit
import TLS
import TestKit
import Testing

@testable import ServiceKit

@Suite struct ChangeLogServiceTests {
  /// A notes service with settings, and its log as a client sees it.
  private static func with(
    _ settings: [String: String] = [:],
    logger: Logger = Logger(label: "test") { _ in
      SwiftLogNoOpLogHandler()
    }, _ body: (Notes, ChangeLogServiceClient) async throws -> Void
  ) async throws {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    let notes = try await Notes(data: folder, settings, logger: logger)
    do {
      try await body(notes, ChangeLogServiceClient(notes.channel))
    } catch {
      await notes.stop()
      throw error
    }
    await notes.stop()
  }

  @Test func `a consumer registers, acknowledges and is listed with its lag`() async throws {
    try await Self.with { notes, log in
      try await notes.append(3)
      let cursors = try await notes.cursors()
      let start = try await log.registerConsumer(.init(consumer: "a", start: .oldest))
      #expect(start.cursor == 0)
      #expect(
        try await log.registerConsumer(.init(consumer: "b", start: .newest)).cursor == cursors[2])
      let third = RPCV1.RegisterConsumerRequest(
        consumer: "c", start: .after, afterCursor: cursors[1])
      #expect(try await log.registerConsumer(third).cursor == cursors[1])
      _ = try await log.ackChanges(.init(consumer: "a", cursor: cursors[0]))
      let listed = try await log.listConsumers(.init())
      #expect(listed.consumers.map(\.consumer) == ["a", "b", "c"])
      #expect(listed.consumers.map(\.cursor) == [cursors[0], cursors[2], cursors[1]])
      #expect(listed.consumers.map(\.entriesBehind) == [2, 0, 1])
      #expect(listed.consumers.map { $0.behind == nil } == [false, true, false])
      #expect(listed.newestCursor == cursors[2] && listed.compactedCursor == 0)
      _ = try await log.removeConsumer(.init(consumer: "b"))
      #expect(try await log.listConsumers(.init()).consumers.map(\.consumer) == ["a", "c"])
    }
  }

  @Test func `what is wrong with a request is said`() async throws {
    try await Self.with { notes, log in
      try await notes.append(1)
      let newest = try await notes.cursors()[0]
      _ = try await log.registerConsumer(.init(consumer: "a", start: .oldest))
      func code(_ body: () async throws -> Void) async throws -> (StatusCode, String?) {
        let error = try await #require(throws: RPCError.self) { try await body() }
        return (error.code, error.reasonCode)
      }
      #expect(
        try await code {
          _ = try await log.registerConsumer(.init(consumer: "a b", start: .oldest))
        }
          == (.invalidArgument, nil))
      #expect(
        try await code { _ = try await log.registerConsumer(.init(consumer: "x")) }
          == (.invalidArgument, nil))
      #expect(
        try await code { _ = try await log.ackChanges(.init(consumer: "a", cursor: .max)) }
          == (.invalidArgument, nil))
      #expect(
        try await code { _ = try await log.ackChanges(.init(consumer: "a", cursor: newest + 1)) }
          == (.outOfRange, "AHEAD"))
      #expect(
        try await code { _ = try await log.ackChanges(.init(consumer: "x", cursor: 1)) }
          == (.notFound, "CONSUMER_UNKNOWN"))
      #expect(
        try await code { _ = try await log.removeConsumer(.init(consumer: "x")) }
          == (.notFound, "CONSUMER_UNKNOWN"))
    }
  }

  @Test func `nobody acknowledges for another identity`() async throws {
    try await Self.with { notes, log in
      _ = try await log.registerConsumer(.init(consumer: "a", start: .oldest))
      let other = Channel(
        target: notes.service.address.description,
        tls: try TestCertificates.context(.client, "operator"),
        expecting: "spiffe://cameo.local/service/survey", group: notes.loops)
      for attempt in [
        { _ = try await ChangeLogServiceClient(other).ackChanges(.init(consumer: "a", cursor: 0)) },
        {
          _ = try await ChangeLogServiceClient(other).registerConsumer(
            .init(consumer: "a", start: .newest))
        },
      ] {
        let error = try await #require(throws: RPCError.self) { try await attempt() }
        #expect(error.code == .permissionDenied && error.reasonCode == "CONSUMER_FOREIGN")
      }
      await other.close()
    }
  }

  @Test func `a consumer too far behind is dropped loudly, and told what to do`() async throws {
    let written = Written()
    let output = LogOutput { written.add($0) }
    let logger = Logger(label: "test") { _ in
      ServiceLogHandler(
        service: "survey", format: .text, output: output, clock: { 0 }, logLevel: .info)
    }
    try await Self.with(["changes.consumer.entries": "2"], logger: logger) { notes, log in
      _ = try await log.registerConsumer(.init(consumer: "away", start: .oldest))
      try await notes.append(2)
      let keeping = try #require(notes.service.changes)
      await keeping.round()
      let lag = "cameo_change_consumer_lag_entries{consumer=\"away\"}"
      #expect(notes.registry.exposition().contains("\(lag) 2\n"))
      #expect(
        notes.registry.exposition().contains(
          "cameo_change_consumer_lag_seconds{consumer=\"away\"}"))
      #expect(!notes.registry.exposition().contains("cameo_change_consumers_dropped_total"))
      try await notes.append(1)
      await keeping.round()
      let text = notes.registry.exposition()
      #expect(text.contains("cameo_change_consumers_dropped_total 1\n"))
      #expect(!text.contains(lag))
      let newest = try await notes.cursors()[2]
      output.flush()
      let line = written.text.split(separator: "\n").first { $0.contains("was dropped") }
      #expect(line?.contains(" error survey: ") == true)
      #expect(line?.contains("3 entries behind, 2 allowed") == true)
      let error = try await #require(throws: RPCError.self) {
        _ = try await log.ackChanges(.init(consumer: "away", cursor: newest))
      }
      #expect(error.code == .failedPrecondition && error.reasonCode == "CONSUMER_DROPPED")
      #expect(error.message.contains("take a snapshot"))
      let again = try await log.registerConsumer(.init(consumer: "away", start: .newest))
      #expect(again.cursor == newest)
    }
  }
}

extension Notes {
  /// Appends entries to the log, of customers in turn, and waits till readers see them.
  func append(_ count: Int, customers: [String] = ["anna"]) async throws {
    for number in 0..<count {
      let customer = customers[number % customers.count]
      try await service.database.write(customer: customer) { writer in
        try await writer.appendChange(customer: customer, kind: "note", detail: [])
      }
    }
    try await service.database.settle()
  }

  /// Of all entries of the log, of which none has gone.
  func cursors() async throws -> [UInt64] {
    try await service.database.settledChanges().map { UInt64($0.cursor) }
  }
}
