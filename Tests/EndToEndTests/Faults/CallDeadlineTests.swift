import Foundation
import Messages
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// A call that ends before its statement has the server give the statement up.
  @Suite struct CallDeadlines {
    private static let customer = customerID(1)
    private static let grant = ConsentV1.GrantConsentRequest(
      requestId: "grant", customerId: customer, purpose: "marketing", channel: "email",
      actor: .subject)

    @Test func `a call's deadline ends its statement, and nothing of it is kept`() async throws {
      try await Self.withHeldCustomer { client, held in
        // A busy machine may not come as far as the statement in time: then with more time.
        var timeout = Duration.milliseconds(500)
        while true {
          let options = CallOptions(timeout: timeout)
          let call = Task { try await client.grantConsent(Self.grant, options) }
          let isWaiting = try await held.isWaited(till: call)
          let error = await #expect(throws: RPCError.self) { _ = try await call.value }
          #expect(error?.code == .deadlineExceeded)
          if isWaiting { return }
          timeout *= 2
        }
      }
    }

    @Test func `a call that its client cancels ends its statement, and nothing of it is kept`()
      async throws
    {
      try await Self.withHeldCustomer { client, held in
        let call = Task { try await client.grantConsent(Self.grant) }
        let isWaiting = try await held.isWaited(till: call)
        #expect(isWaiting)
        call.cancel()
        await #expect(throws: (any Error).self) { _ = try await call.value }
      }
    }

    /// A service of which nobody can write to the customer while `body` runs.
    private static func withHeldCustomer(
      _ body: (ConsentServiceClient, HeldCustomer) async throws -> Void
    ) async throws {
      let server = try await PostgreSQLCluster()
      try await ServiceProcess.with(.consent, settings: ["database": server.connectionString]) {
        service, _ in
        let client = ConsentServiceClient(service.channel)
        let held = try await HeldCustomer(customer, in: "consent", of: server)
        try await body(client, held)
        try await held.isFree()
        let line = try await server.logLine { $0.contains("canceling statement due to") }
        #expect(line.hasSuffix("user request"))
        try await held.release()
        let ledger = try await client.verifyLedger(.init(customerId: customer))
        #expect(ledger.ledgerHead?.version ?? 0 == 0)
        // The connection serves on.
        #expect(try await client.grantConsent(grant).ledgerHead?.version == 1)
      }
    }
  }
}
