package import Messages
package import RPC

extension ConsentHandlers {
  package func getConsentState(
    _ request: ConsentV1.GetConsentStateRequest, _ call: CallContext
  ) async throws -> Encoded<ConsentV1.ConsentState> {
    try await answering(call) {
      let request = try StateRequest(request, reader(call))
      let state: SubjectState
      if let past = request.asOf {
        state = try await store.state(of: request.customer, asOf: past)
      } else {
        state = try await store.state(of: request.customer)
      }
      let now = max(Instant(microseconds: call.now.microseconds), state.head.recordedAt)
      return Encoded(reply(to: request, at: request.asOf ?? now, on: state))
    }
  }

  private func reply(
    to request: StateRequest, at instant: Instant, on state: SubjectState
  ) -> ConsentV1.ConsentState {
    let zone = state.subject.preferences.flatMap { zones[$0.timeZone] }
    let overview = Overview(
      of: state.subject, by: catalogue, for: request.controller, at: instant, in: zone)
    return ConsentV1.ConsentState(
      overview, of: request.customer, for: request.controller, at: instant, on: state,
      isPast: request.asOf != nil)
  }

  /// Never fails for want of the store: what cannot be known is a denial.
  package func mayContact(
    _ request: ConsentV1.MayContactRequest, _ call: CallContext
  ) async throws -> ConsentV1.MayContactReply {
    let request = try await answering(call) { try ContactRequest(request, reader(call)) }
    do {
      return reply(to: request, on: try await store.state(of: request.customer))
    } catch let error where !(error is CancellationError) {
      failed(call.method, error)
      let instant = request.question.instant
      return ConsentV1.MayContactReply(.unavailable(at: instant), for: instant, on: .empty)
    }
  }

  private func reply(
    to request: ContactRequest, on state: SubjectState
  ) -> ConsentV1.MayContactReply {
    let recorded = state.subject.preferences?.timeZone ?? ""
    var question = request.question
    // Another machine's clock may have written what is read here: decide from then on.
    question.instant = max(question.instant, state.head.recordedAt)
    let decision = Decision(
      question, about: state.subject, in: zones[recorded.isEmpty ? request.timeZone : recorded])
    return ConsentV1.MayContactReply(decision, for: question.instant, on: state.head)
  }

  package func verifyLedger(
    _ request: ConsentV1.VerifyLedgerRequest, _ call: CallContext
  ) async throws -> ConsentV1.VerifyLedgerReply {
    try await answering(call) {
      var reader = reader(call)
      let customer = reader.customer(request.customerId)
      try reader.finish()
      return ConsentV1.VerifyLedgerReply(try await store.verify(customer))
    }
  }
}
