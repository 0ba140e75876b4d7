import Foundation
import Messages
import RPC
import Runtime
import Synchronization
import TLS
import TestKit

/// The four services.
enum Part: String, CaseIterable, Sendable, CustomStringConvertible {
  case profile, consent, survey, gateway

  var description: String { rawValue }
  var executable: String { "cameo-\(rawValue)" }
}

/// A service's process at a port of its own, to be killed and started again; and the way to it.
final class ServiceProcess: Sendable {
  let part: Part
  let port: UInt16
  let channel: Channel
  private let arguments: [String]
  private let current: Mutex<ChildProcess>

  var address: String { "127.0.0.1:\(port)" }
  var process: ChildProcess { current.withLock { $0 } }

  /// Starts it and returns when it says SERVING.
  init(
    _ part: Part, folder: Folder, clients: EventLoopGroup, settings: [String: String] = [:]
  ) async throws {
    self.part = part
    port = try Ports.free()
    arguments =
      [
        "--listen", "127.0.0.1:\(port)", "--admin", "127.0.0.1:0",
        "--certs", TestCertificates.directory, "--data", "\(folder.path)/\(part)",
        "--log-level", "debug",
      ] + settings.sorted { $0.key < $1.key }.flatMap { ["--set", "\($0.key)=\($0.value)"] }
    channel = Channel(
      target: "127.0.0.1:\(port)", tls: try TestCertificates.context(.client, "client"),
      expecting: "spiffe://cameo.local/service/\(part)", group: clients)
    current = Mutex(try await ChildProcess.start(part.executable, arguments))
    try await becomesReady()
  }

  /// As a crash would, or the kernel out of memory. Returns at once.
  func kill() { process.signal(SIGKILL) }

  /// Starts it anew where it was, once the process before has ended.
  func restart() async throws {
    await process.end()
    let next = try await ChildProcess.start(part.executable, arguments)
    current.withLock { $0 = next }
    try await becomesReady()
  }

  /// Returns at the first SERVING; throws, with its log, where the process ends instead.
  private func becomesReady() async throws {
    let process = self.process
    let isServing = try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask { try await self.serves() }
      group.addTask {
        _ = await process.error.whole()
        return false
      }
      defer { group.cancelAll() }
      return try await group.next() ?? false
    }
    guard isServing else { throw HarnessError("\(part) ended:\n\(await process.error.whole())") }
  }

  private func serves() async throws -> Bool {
    let options = CallOptions(timeout: .seconds(60), waitsForReady: true)
    for try await reply in HealthClient(channel).watch(RPCV1.HealthRequest(), options)
    where reply.status == .serving { return true }
    return false
  }
}

extension ServiceProcess {
  /// One service alone, for as long as `body` runs.
  static func with(
    _ part: Part, settings: [String: String] = [:],
    _ body: (ServiceProcess, Folder) async throws -> Void
  ) async throws {
    let folder = try Folder()
    let clients = try EventLoopGroup(count: 1, name: "tests")
    let service = try await ServiceProcess(
      part, folder: folder, clients: clients, settings: settings)
    func stop() async {
      await service.channel.close()
      service.kill()
      await service.process.end()
      clients.stop()
    }
    do {
      try await body(service, folder)
    } catch {
      await stop()
      throw error
    }
    await stop()
  }
}
