import Messages
import RPC
import Runtime
import Storage
import Stubs
import TestKit
import Testing

extension EndToEnd {
  @Suite struct Forgetting {
    private func identify(_ service: ServiceProcess, _ id: String) async throws
      -> ProfileV1.IdentifyReply
    {
      try await ProfileServiceClient(service.channel).identify(
        .init(requestId: "r1", identifiers: [.init(kind: "crm_id", value: id)]))
    }

    @Test func `what was answered more than a week ago is forgotten while the service runs`()
      async throws
    {
      let folder = try Folder()
      let clients = try EventLoopGroup(count: 1, name: "tests")
      defer { clients.stop() }
      let service = try await ServiceProcess(.profile, folder: folder, clients: clients)
      _ = try await identify(service, "first")
      await #expect(throws: RPCError.self) { _ = try await identify(service, "second") }
      service.kill()
      await service.process.end()
      let database = try SQLiteDatabase(path: "\(folder.path)/profile/profile.db")
      try await database.write(customer: "") { writer in
        try await writer.execute("UPDATE requests SET at = 0", [])
      }
      await database.close()
      try await service.restart()
      // It is done when the service starts, beside its first calls.
      var reply: ProfileV1.IdentifyReply?
      while reply == nil {
        do {
          reply = try await identify(service, "second")
        } catch let error as RPCError where error.code == .alreadyExists { continue }
      }
      #expect(reply?.outcome == .created)
      await service.end()
    }
  }
}
