import CoreMetrics
import Foundation
import FoundationNetworking
import Logging
import Runtime
import Synchronization
import TestKit
import Testing

@testable import ServiceKit

@Suite struct AdminServerTests {
  @Test func `health, readiness and metrics are answered over HTTP`() async throws {
    let registry = PrometheusRegistry()
    Counter(label: "calls", factory: registry).increment(by: 3)
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    let ready = Ready()
    let admin = AdminServer(
      host: "127.0.0.1", port: 0, registry: registry, isReady: { ready.value },
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) { found.yield($0) }
    let running = Task { try await admin.run() }
    let port = try #require(await ports.first { _ in true })
    #expect(try await get(port, "health") == "200 ok\n")
    #expect(try await get(port, "ready") == "503 not ready\n")
    ready.value = true
    #expect(try await get(port, "ready") == "200 ready\n")
    #expect(try await get(port, "metrics") == "200 # TYPE calls counter\ncalls 3\n")
    #expect(try await get(port, "other").hasPrefix("404"))
    running.cancel()
    _ = await running.result
  }

  @Test func `a port that is taken is named`() async throws {
    let taken = try await Loopback([])
    let admin = AdminServer(
      host: "127.0.0.1", port: Int(taken.address.port), registry: PrometheusRegistry(),
      isReady: { true }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) { _ in }
    let error = try await #require(throws: AdminError.self) { try await admin.run() }
    #expect("\(error)".contains("\(taken.address)"))
    await taken.stop()
  }

  private func get(_ port: Int, _ path: String) async throws -> String {
    let url = try #require(URL(string: "http://127.0.0.1:\(port)/\(path)"))
    let (body, response) = try await URLSession.shared.data(from: url)
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    return "\(status) \(String(decoding: body, as: UTF8.self))"
  }

  private final class Ready: Sendable {
    private let state = Mutex(false)
    var value: Bool {
      get { state.withLock { $0 } }
      set { state.withLock { $0 = newValue } }
    }
  }
}
