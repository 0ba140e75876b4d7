import Messages
import RPC
import Runtime
import TLS
import TestKit
import Testing

@testable import ServiceKit

@Suite struct ProtectionSettingsTests {
  private func settings(_ values: [String: String] = [:]) throws -> ProtectionSettings {
    let known = CommonSettings.declarations(port: 7101)
    return try CommonSettings(ServiceSettings(known: known, flags: values)).protection
  }

  @Test func `nothing chosen is what a server has by itself, without compression`() throws {
    let chosen = try settings()
    let limits = ServerLimits()
    #expect(chosen.limits.maximumConnections == limits.maximumConnections)
    #expect(chosen.limits.maximumConnectionsPerIdentity == limits.maximumConnectionsPerIdentity)
    #expect(chosen.limits.concurrency == limits.concurrency)
    #expect(chosen.limits.memory.limit == limits.memory.limit)
    #expect(chosen.limits.stallTimeout == limits.stallTimeout)
    let connections = chosen.connectionSettings(software: "x")
    #expect(connections.limits.maxStreams == ConnectionSettings().limits.maxStreams)
    #expect(connections.maximumAge == ConnectionSettings().maximumAge)
    #expect(connections.maximumAgeGrace == ConnectionSettings().maximumAgeGrace)
    #expect(connections.compression == nil)
  }

  @Test func `what is chosen arrives`() throws {
    let chosen = try settings([
      "limit.connections": "1", "limit.identity.connections": "2", "limit.streams": "3",
      "limit.memory.mib": "4", "limit.concurrency": "off", "stall.seconds": "5",
      "connection.age.seconds": "6", "connection.grace.seconds": "7", "compress": "on",
    ])
    #expect(chosen.limits.maximumConnections == 1)
    #expect(chosen.limits.maximumConnectionsPerIdentity == 2)
    #expect(chosen.limits.maximumStreams == 3)
    #expect(chosen.limits.memory.limit == 4 << 20)
    #expect(chosen.limits.concurrency == nil)
    #expect(chosen.limits.stallTimeout == .seconds(5))
    let connections = chosen.connectionSettings(software: "x")
    #expect(connections.limits.software == "x")
    #expect(connections.limits.maxStreams == 3)
    #expect(connections.maximumAge == .seconds(6))
    #expect(connections.maximumAgeGrace == .seconds(7))
    #expect(connections.compression == Compression())
  }

  @Test(arguments: [
    ("limit.connections", "0"), ("limit.identity.connections", "1000001"), ("limit.streams", "0"),
    ("limit.memory.mib", "1048577"), ("limit.concurrency", "yes"), ("stall.seconds", "0"),
    ("connection.age.seconds", "1.5"), ("connection.grace.seconds", "0"), ("compress", "zstd"),
  ])
  func `a wrong value is named with what is allowed`(name: String, value: String) throws {
    let error = try #require(throws: ConfigurationError.self) { try settings([name: value]) }
    #expect(error.message.hasPrefix("\(name) is \"\(value)\", but must be "))
  }

  @Test func `a service with room for one connection turns the second away, and counts it`()
    async throws
  {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    let notes = try await Notes(
      data: folder, ["limit.connections": "1", "limit.memory.mib": "7"])
    #expect(try await notes.add("anna") == "hello 1")
    let second = Channel(
      target: notes.service.address.description,
      tls: try TestCertificates.context(.client, "client"),
      expecting: "spiffe://cameo.local/service/survey", group: notes.loops)
    let error = await #expect(throws: RPCError.self) {
      try await second.unary(NotesHandler.add, RPCV1.EchoStatus(message: "berta"))
    }
    #expect(error?.code == .unavailable)
    #expect(try await notes.add("carla") == "hello 2")
    let text = notes.registry.exposition()
    #expect(text.contains("cameo_server_connections_refused_total{reason=\"connections\"} "))
    #expect(notes.service.memory.limit == 7 << 20)
    await second.close()
    await notes.stop()
  }

  @Test func `a compressing service and channel talk to each other`() async throws {
    let folder = Notes.folder()
    defer { Notes.remove(folder) }
    let long = String(repeating: "moin ", count: 1000)
    let notes = try await Notes(
      data: folder, ["compress": "on", "greeting": long],
      settings: settings(["compress": "on"]).connectionSettings(software: "test"))
    #expect(try await notes.add("anna") == long + " 1")
    let sum = try #require(
      notes.registry.exposition().split(separator: "\n").first {
        $0.hasPrefix("grpc_server_call_sent_total_compressed_message_size_bytes_sum")
          && $0.contains("test.Notes/Add")
      })
    let bytes = try #require(sum.split(separator: " ").last.flatMap { Double($0) })
    #expect(bytes < Double(long.utf8.count) / 10)
    await notes.stop()
  }

  @Test func `what calls hold is a gauge`() {
    let registry = PrometheusRegistry()
    ProcessMetrics(registry).collect(nil, heldBytes: 4711)
    #expect(registry.exposition().contains("\ncameo_server_held_bytes 4711\n"))
  }
}
