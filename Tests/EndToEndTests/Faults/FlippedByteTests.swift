import Foundation
import Messages
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// A bit of a service's file changes on the disk.
  @Suite struct FlippedByte {
    @Test func `what is damaged is DATA_LOSS, never a wrong answer, and the service NOT_SERVING`()
      async throws
    {
      try await ServiceProcess.with(.profile) { service, folder in
        let client = ProfileServiceClient(service.channel)
        var customers: [String] = []
        for number in 0..<60 {
          customers.append(try await client.identify(Self.identity(number)).customerId)
        }
        // What is in the write-ahead log would stand before what is damaged in the file.
        service.process.signal(SIGTERM)
        await service.process.end()
        #expect(try Self.flip("\(folder.path)/profile/profile.db", near: "no. 30,") > 0)
        try await service.restart()
        var health = HealthClient(service.channel).watch(RPCV1.HealthRequest()).makeAsyncIterator()
        #expect(try await health.next()?.status == .serving)
        var damaged = 0
        for (number, customer) in customers.enumerated() {
          do {
            let profile = try await client.getProfile(.init(customerId: customer))
            #expect(profile.attributes.first?.value?.kind == .text("no. \(number), whole"))
          } catch let error as RPCError {
            #expect(error.code == .dataLoss, "\(error)")
            damaged += 1
          }
        }
        #expect(damaged > 0)
        #expect(try await health.next()?.status == .notServing)
        let refusal = await #expect(throws: RPCError.self) {
          _ = try await client.identify(Self.identity(1_000))
        }
        #expect(refusal?.code == .dataLoss)
        #expect(await service.tells("NOT_SERVING", "code=corrupt"))
      }
    }

    private static func identity(_ number: Int) -> ProfileV1.IdentifyRequest {
      ProfileV1.IdentifyRequest(
        requestId: "\(number)", identifiers: [.init(kind: "crm_id", value: "\(number)")],
        attributes: [
          ProfileV1.Attribute(
            name: "given_name", value: .init(kind: .text("no. \(number), whole")),
            provenance: .declared, source: "test", observedAt: .init(microseconds: 1))
        ])
    }

    /// Flips one bit wherever a text stands, and answers how often it does.
    private static func flip(_ path: String, near text: String) throws -> Int {
      var data = try Data(contentsOf: URL(fileURLWithPath: path))
      var count = 0
      while let range = data.range(of: Data(text.utf8)) {
        data[range.lowerBound] ^= 1
        count += 1
      }
      try data.write(to: URL(fileURLWithPath: path))
      return count
    }
  }
}
