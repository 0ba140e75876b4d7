package import Messages
package import RPC
import TLS

extension ConsentHandlers {
  package func grantConsent(
    _ request: ConsentV1.GrantConsentRequest, _ call: CallContext
  ) async throws -> ConsentV1.GrantConsentReply {
    try await answering(call) {
      let draft = try Draft(request, recorder: recorder(call), reader(call))
      let receipt = try await append(draft, call)
      return ConsentV1.GrantConsentReply(
        ledgerHead: ConsentV1.LedgerHead(receipt.head),
        recordedAt: Google.Timestamp(receipt.entry.recordedAt),
        effectiveAt: Google.Timestamp(receipt.entry.effectiveAt))
    }
  }

  package func withdrawConsent(
    _ request: ConsentV1.WithdrawConsentRequest, _ call: CallContext
  ) async throws -> ConsentV1.WithdrawConsentReply {
    try await answering(call) {
      let draft = try Draft(request, recorder: recorder(call), reader(call))
      let receipt = try await append(draft, call)
      return ConsentV1.WithdrawConsentReply(
        ledgerHead: ConsentV1.LedgerHead(receipt.head),
        recordedAt: Google.Timestamp(receipt.entry.recordedAt),
        effectiveAt: Google.Timestamp(receipt.entry.effectiveAt))
    }
  }

  package func setPreferences(
    _ request: ConsentV1.SetPreferencesRequest, _ call: CallContext
  ) async throws -> ConsentV1.SetPreferencesReply {
    try await answering(call) {
      let draft = try Draft(request, recorder: recorder(call), reader(call)) {
        zones[$0] != nil
      }
      let receipt = try await append(draft, call)
      return ConsentV1.SetPreferencesReply(
        ledgerHead: ConsentV1.LedgerHead(receipt.head),
        recordedAt: Google.Timestamp(receipt.entry.recordedAt),
        preferences: receipt.entry.preferences.map(ConsentV1.Preferences.init))
    }
  }

  private func append(_ draft: Draft, _ call: CallContext) async throws -> Receipt {
    let now = Instant(microseconds: call.now.microseconds)
    return try await store.append(draft, now: now, salt: makeSalt()) { appended in
      (appended.entry.content.changeKind, ConsentV1.ConsentChange(appended).encoded())
    }
  }

  /// Through whom an entry came: the certificate's name.
  private func recorder(_ call: CallContext) -> String { call.peer.uri }
}
