import Messages
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// Replicas whose clocks are an hour ahead and four minutes behind, as libfaketime tells them.
  @Suite struct SkewedClocks {
    /// ld.so puts the folder of this machine's libraries for `$LIB`. The shell is the first to load the
    /// library, which changes its variables: Swift finds a command's arguments by their place beside them.
    private static func offset(_ offset: String) -> [String] {
      [
        "/usr/bin/env", "LD_PRELOAD=/usr/$LIB/faketime/libfaketimeMT.so.1", "FAKETIME=\(offset)",
        "DONT_FAKE_MONOTONIC=1", "FAKETIME_DISABLE_SHM=1", "/bin/sh", "-c", "exec \"$@\"", "sh",
      ]
    }

    private static let offsets = [offset("+1h"), offset("-4m")]

    @Test func `no write is lost, ledgers stay whole, and the logs tell of the clocks`()
      async throws
    {
      try await Replicas.with(.consent, prefixes: Self.offsets) { replicas, _ in
        let loads = replicas.map { ConsentLoad(client: .init($0.channel)) }
        let writing = Insistence(replicas: loads, writers: 8, each: 10, isChanging: true)
        let acknowledged = try await writing.run()
        for (writer, receipts) in acknowledged {
          try await loads[(writer + 1) % 2].check(receipts, of: writer)
        }
        for (replica, word) in zip(replicas, ["ahead of", "behind"]) {
          #expect(await replica.tells("this machine's clock is", word))
        }
      }
    }

    @Test func `what comes later counts, whatever the clock of the replica that takes it`()
      async throws
    {
      try await Replicas.with(.consent, prefixes: Self.offsets) { replicas, _ in
        let clients = replicas.map { ConsentServiceClient($0.channel) }
        let customer = customerID(1)
        let grant = ConsentV1.GrantConsentRequest(
          requestId: "grant", customerId: customer, purpose: "marketing", channel: "email",
          actor: .subject)
        let granted = try await clients[0].grantConsent(grant)
        for client in clients { #expect(try await Self.consent(client, customer) == .granted) }
        let withdrawn = try await clients[1].withdrawConsent(
          .init(
            requestId: "withdraw", customerId: customer, purpose: "marketing", channel: "email",
            actor: .subject))
        #expect(withdrawn.ledgerHead?.version == 2)
        if let later = withdrawn.recordedAt, let earlier = granted.recordedAt {
          #expect(later >= earlier)
        }
        for client in clients { #expect(try await Self.consent(client, customer) != .granted) }
        // The same request again gets the first answer from the other.
        #expect(try await clients[1].grantConsent(grant) == granted)
        let ledger = try await clients[0].verifyLedger(.init(customerId: customer))
        #expect(ledger.verdict == .intact && ledger.ledgerHead?.version == 2)
      }
    }

    private static func consent(
      _ client: ConsentServiceClient, _ customer: String
    ) async throws -> ConsentV1.ConsentStatus? {
      let state = try await client.getConsentState(.init(customerId: customer))
      return state.verdicts.first { $0.purpose == "marketing" && $0.channel == "email" }?.consent
    }
  }
}
