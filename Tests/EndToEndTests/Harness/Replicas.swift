import RPC
import Runtime
import TestKit

/// Two processes of one service over one PostgreSQL server.
enum Replicas {
  /// - Parameter prefixes: what stands before each one's command.
  static func with(
    _ part: Part, prefixes: [[String]] = [[], []],
    _ body: ([ServiceProcess], PostgreSQLCluster) async throws -> Void
  ) async throws {
    let server = try await PostgreSQLCluster(settings: [])
    let folder = try Folder("replicas")
    let clients = try EventLoopGroup(count: 1, name: "tests")
    var services: [ServiceProcess] = []
    var result = Result<Void, any Error>.success(())
    do {
      for prefix in prefixes {
        services.append(
          try await ServiceProcess(
            part, folder: folder, clients: clients,
            settings: ["database": server.connectionString], prefix: prefix))
      }
      try await body(services, server)
    } catch { result = .failure(error) }
    for service in services {
      await service.channel.close()
      service.kill()
      await service.process.end()
    }
    clients.stop()
    try result.get()
  }
}
