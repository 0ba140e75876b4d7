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
  /// The program, and what stands before it; then the arguments.
  private let command: [String]
  private let current: Mutex<ChildProcess>

  var address: String { "127.0.0.1:\(port)" }
  var process: ChildProcess { current.withLock { $0 } }

  /// Starts it and returns when it says SERVING.
  ///
  /// - Parameter prefix: a program that starts it, where FOLDER stands for the folder.
  init(
    _ part: Part, folder: Folder, clients: EventLoopGroup, settings: [String: String] = [:],
    prefix: [String] = []
  ) async throws {
    self.part = part
    port = try Ports.free()
    let program = prefix.isEmpty ? part.executable : "\(Executables.folder)/\(part.executable)"
    command =
      prefix.map { $0.replacing("FOLDER", with: folder.path) } + [
        program, "--listen", "127.0.0.1:\(port)", "--admin", "127.0.0.1:0",
        "--certs", TestCertificates.directory, "--data", "\(folder.path)/\(part)",
        "--log-level", "debug",
      ]
      + settings.sorted { $0.key < $1.key }.flatMap {
        ["--set", "\($0.key)=\($0.value.replacing("BACKUPS", with: "\(folder.path)/backups"))"]
      }
    channel = Channel(
      target: "127.0.0.1:\(port)", tls: try TestCertificates.context(.client, "client"),
      expecting: "spiffe://cameo.local/service/\(part)", group: clients)
    current = Mutex(try await ChildProcess.start(command[0], Array(command.dropFirst())))
    try await becomesReady()
  }

  /// As a crash would, or the kernel out of memory. Returns at once.
  func kill() { process.signal(SIGKILL) }

  /// Starts it anew where it was, once the process before has ended.
  func restart() async throws {
    await process.end()
    let next = try await ChildProcess.start(command[0], Array(command.dropFirst()))
    current.withLock { $0 = next }
    try await becomesReady()
  }

  /// Where its admin port is, as its log says.
  func adminAddress() async throws -> String {
    let line = await process.error.line { $0.contains(" ready ") }
    let word = line?.split(separator: " ").first { $0.hasPrefix("admin=") }
    guard let word else { throw HarnessError("\(part) has no admin port:\n\(process.error.text)") }
    return String(word.dropFirst(6))
  }

  /// Returns when there is a line in its log that has all these words; false where it ends without.
  func tells(_ words: String...) async -> Bool {
    await process.error.line { line in words.allSatisfy { line.contains($0) } } != nil
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
    _ part: Part, settings: [String: String] = [:], prefix: [String] = [],
    _ body: (ServiceProcess, Folder) async throws -> Void
  ) async throws {
    let folder = try Folder()
    let clients = try EventLoopGroup(count: 1, name: "tests")
    let service = try await ServiceProcess(
      part, folder: folder, clients: clients, settings: settings, prefix: prefix)
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
