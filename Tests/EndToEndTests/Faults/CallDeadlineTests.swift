import Foundation
import Messages
import RPC
import Storage
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

    /// The line in which a server tells that it has given a statement up, and why.
    private static func cancellation(in path: String) async throws -> Substring {
      while true {
        let log = try String(contentsOfFile: path, encoding: .utf8)
        let line = log.split(separator: "\n").first { $0.contains("canceling statement due to") }
        if let line { return line }
        await Task.yield()
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
        #expect(try await Self.cancellation(in: "\(server.folder)/log").hasSuffix("user request"))
        try await held.release()
        let ledger = try await client.verifyLedger(.init(customerId: customer))
        #expect(ledger.ledgerHead?.version ?? 0 == 0)
        // The connection serves on.
        #expect(try await client.grantConsent(grant).ledgerHead?.version == 1)
      }
    }
  }
}

/// A transaction of another process that holds a customer.
private final class HeldCustomer: Sendable {
  private let database: PostgreSQLDatabase
  private let gate = Signal()
  private let holder: Task<Void, any Error>

  init(_ customer: String, in schema: String, of server: PostgreSQLCluster) async throws {
    var options = PostgreSQLOptions()
    options.schema = schema
    // It sits in its transaction for as long as the test takes.
    options.statementTime = .seconds(600)
    let database = try PostgreSQLDatabase(
      PostgreSQLTarget(server.connectionString), options: options)
    let (begun, gate) = (Signal(), gate)
    holder = Task {
      try await database.write(customer: customer) { writer in
        _ = try await writer.query("SELECT 1", []) { _ in }
        begun.send()
        await gate.wait()
      }
    }
    self.database = database
    await begun.wait()
  }

  /// Whether somebody comes to wait for the customer before `call` has ended.
  func isWaited<R: Sendable>(till call: Task<R, any Error>) async throws -> Bool {
    let hasEnded = Signal()
    Task {
      _ = await call.result
      hasEnded.send()
    }
    while !hasEnded.isSent { if try await waiters() > 0 { return true } }
    return false
  }

  /// Returns when nobody waits for the customer.
  func isFree() async throws { while try await waiters() > 0 { await Task.yield() } }

  func release() async throws {
    gate.send()
    try await holder.value
    await database.close()
  }

  private func waiters() async throws -> Int64 {
    try await database.read { reader in
      try await reader.first(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'", []
      ) { $0.integer(0) } ?? 0
    }
  }
}
