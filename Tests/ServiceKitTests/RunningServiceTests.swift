import Foundation
import Logging
import Messages
import RPC
import Storage
import TLS
import TestKit
import Testing

@testable import ServiceKit

@Suite struct RunningServiceTests {
  @Test func `a service answers, with health, reflection, settings, data and metrics`() async throws
  {
    let folder = Notes.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let notes = try await Notes(data: folder + "/deep/er", ["greeting": "moin"])
    #expect(try await notes.add("anna") == "moin 1")
    #expect(try await notes.add("berta") == "moin 2")
    let health = HealthClient(notes.channel)
    let reply = try await health.check(RPCV1.HealthRequest(service: "test.Notes"))
    #expect(reply.status == .serving)
    let described = try await ReflectionClient(notes.channel).describe(RPCV1.DescribeRequest())
    #expect(
      described.services == [
        "test.Notes", "cameo.rpc.v1.ChangeLogService", "cameo.rpc.v1.Health", "cameo.rpc.v1.Reflection",
      ])
    #expect(!described.fileDescriptorSet.isEmpty)
    let text = notes.registry.exposition()
    let labels = "grpc_method=\"test.Notes/Add\",grpc_status=\"OK\""
    #expect(text.contains("grpc_server_call_duration_seconds_count{\(labels)} 2\n"))
    await notes.stop()
  }

  @Test func `what was answered is there after a restart`() async throws {
    let folder = Notes.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = try await Notes(data: folder)
    _ = try await first.add("anna")
    await first.stop()
    let second = try await Notes(data: folder)
    #expect(try await second.add("berta") == "hello 2")
    await second.stop()
  }

  @Test func `two services cannot share one database`() async throws {
    let folder = Notes.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let notes = try await Notes(data: folder)
    let error = try await #require(throws: StorageError.self) {
      await (try await Notes(data: folder)).stop()
    }
    #expect(error.code == .busy)
    #expect(try await notes.add("anna") == "hello 1")
    await notes.stop()
  }

  @Test func `a failed start lets go of the data`() async throws {
    let folder = Notes.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let other = try await Notes(data: Notes.folder())
    await #expect(throws: (any Error).self) {
      await (try await Notes(data: folder, ["listen": "\(other.service.address)"])).stop()
    }
    await other.stop()
    let notes = try await Notes(data: folder)
    #expect(try await notes.add("anna") == "hello 1")
    await notes.stop()
  }

  @Test func `a start that gets no loops lets go of the data, and says why`() async throws {
    let folder = Notes.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let settings = try ServiceSettings(
      for: NotesService.self,
      ["listen": "127.0.0.1:0", "certs": TestCertificates.directory, "data": folder])
    await #expect(throws: NoThreads.self) {
      let service = try await RunningService.start(
        NotesService.self, settings, logger: Logger(label: "test"), metrics: PrometheusRegistry(),
        instrument: nil, clock: SQLiteOptions.systemClock
      ) { _ in throw NoThreads() }
      await service.stop()
    }
    let notes = try await Notes(data: folder)
    #expect(try await notes.add("anna") == "hello 1")
    await notes.stop()
  }

  @Test(arguments: [
    (["certs": "/no/such/folder"], "/no/such/folder"), (["listen": "nonsense"], "nonsense"),
    (["loops": "0"], "loops"), (["data": "/proc/nothing/here"], "/proc/nothing/here"),
  ])
  func `a wrong setting is named`(_ values: [String: String], _ name: String) async throws {
    let folder = Notes.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let error = try await #require(throws: (any Error).self) {
      await (try await Notes(data: folder, values)).stop()
    }
    #expect("\(error)".contains(name))
  }

  @Test func `a service without migrations has no data`() async throws {
    await #expect(throws: StorageError.self) {
      try await NoDatabase().read { _ in }
    }
  }
}

private struct NoThreads: Error {}
