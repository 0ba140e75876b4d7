import Foundation
import RPC
import Runtime
import Stubs
import TestKit

/// The four processes as an operator would start them, each with a folder and a port of its own.
final class Cluster: Sendable {
  let folder: Folder
  private let services: [Part: ServiceProcess]
  private let clients: EventLoopGroup

  private init(_ folder: Folder, _ settings: [String: String]) async throws {
    let clients = try EventLoopGroup(count: 1, name: "tests")
    let parts: [Part] = [.profile, .consent, .survey]
    var services = try await withThrowingTaskGroup(of: ServiceProcess.self) { group in
      for part in parts {
        group.addTask {
          try await ServiceProcess(part, folder: folder, clients: clients, settings: settings)
        }
      }
      var started: [Part: ServiceProcess] = [:]
      for try await service in group { started[service.part] = service }
      return started
    }
    services[.gateway] = try await ServiceProcess(
      .gateway, folder: folder, clients: clients,
      settings: Dictionary(
        uniqueKeysWithValues: services.map { ($0.key.rawValue, $0.value.address) }
          // A busy machine must not make a part look away.
          + [("part.timeout.ms", "30000")]
        // It has no data to seal.
      ).merging(settings.filter { !$0.key.hasPrefix("encryption.") }) { $1 })
    self.folder = folder
    self.clients = clients
    self.services = services
  }

  subscript(part: Part) -> ServiceProcess {
    guard let service = services[part] else { fatalError("all four are started by init") }
    return service
  }

  var profile: ProfileServiceClient { ProfileServiceClient(self[.profile].channel) }
  var consent: ConsentServiceClient { ConsentServiceClient(self[.consent].channel) }
  var survey: SurveyServiceClient { SurveyServiceClient(self[.survey].channel) }
  var gateway: GatewayServiceClient { GatewayServiceClient(self[.gateway].channel) }

  /// Runs the tool for people against these four.
  func cameo(_ arguments: String..., input: String? = nil) async throws -> Outcome {
    try await cameo(arguments, input: input)
  }

  func cameo(_ arguments: [String], input: String? = nil) async throws -> Outcome {
    var environment = ["CAMEO_CERTS": TestCertificates.directory]
    for (part, service) in services {
      environment["CAMEO_\(part.rawValue.uppercased())"] = service.address
    }
    return try await Outcome.of("cameo", arguments, environment: environment, input: input)
  }

  private func stop() async {
    for service in services.values { await service.channel.close() }
    for service in services.values { service.kill() }
    for service in services.values { await service.process.end() }
    clients.stop()
  }

  /// Four processes, all with these settings, for as long as `body` runs.
  ///
  /// - Parameter folder: of their data; nil for a new one.
  static func with(
    in folder: Folder? = nil, settings: [String: String] = [:],
    _ body: (Cluster) async throws -> Void
  ) async throws {
    let cluster = try await Cluster(try folder ?? Folder(), settings)
    do {
      try await body(cluster)
    } catch {
      await cluster.stop()
      throw error
    }
    await cluster.stop()
  }
}
