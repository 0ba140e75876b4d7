import Gateway
import Messages
import RPC
import Stubs
import Synchronization

/// One of the three services, which does as it is told: answers, fails or never answers.
final class FakePart: ServiceHandler {
  enum Behaviour: Sendable {
    case answers
    case fails(RPCError)
    case hangs
  }

  let part: Part
  private let behaviour = Mutex(Behaviour.answers)
  private let log = Mutex<[RPCV1.Change]>([])
  /// The cursors that watchers came with.
  private let cursors = Mutex<[UInt64]>([])
  /// For whom the last call was made.
  private let lastCaller = Mutex<Caller?>(nil)

  init(_ part: Part) {
    self.part = part
  }

  /// The attempt number of each call so far that it was to act on.
  private let attempts = Mutex<[UInt32]>([])

  var askedAttempts: [UInt32] { attempts.withLock { $0 } }
  var caller: Caller? { lastCaller.withLock { $0 } }
  var watchedFrom: [UInt64] { cursors.withLock { $0 } }

  func will(_ next: Behaviour) {
    behaviour.withLock { $0 = next }
  }

  /// Adds to the change log; those who watch already are not told.
  func change(_ cursor: UInt64, _ customerId: String = Samples.anna) {
    log.withLock {
      $0.append(RPCV1.Change(cursor: cursor, customerId: customerId, kind: part.rawValue))
    }
  }

  func register(in router: inout Router) {
    router.unary(HealthMethods.check) { _, _ in RPCV1.HealthReply(status: .serving) }
    switch part {
    case .profile: registerProfile(in: &router)
    case .consent: registerConsent(in: &router)
    case .survey: registerSurvey(in: &router)
    }
  }

  private func registerProfile(in router: inout Router) {
    router.unary(ProfileServiceMethods.resolveIdentifier) { request, call in
      try await self.act(call)
      guard request.identifier?.value == Samples.email.value else {
        throw RPCError(.notFound, "Nobody owns that identifier.")
      }
      return ProfileV1.ResolveIdentifierReply(customerId: Samples.anna)
    }
    router.unary(ProfileServiceMethods.getProfile.encodedReply) { request, call in
      try await self.act(call)
      return Samples.profile(of: request.customerId)
    }
    router.serverStreaming(ProfileServiceMethods.watchChanges) { request, replies, call in
      try await self.watch(request.afterCursor, call) {
        try await replies.write(ProfileV1.WatchChangesReply(change: $0))
      }
    }
  }

  private func registerConsent(in router: inout Router) {
    router.unary(ConsentServiceMethods.getConsentState) { request, call in
      try await self.act(call)
      return ConsentV1.ConsentState(customerId: request.customerId)
    }
    router.serverStreaming(ConsentServiceMethods.watchChanges) { request, replies, call in
      try await self.watch(request.afterCursor, call) {
        try await replies.write(ConsentV1.WatchChangesReply(change: $0))
      }
    }
  }

  private func registerSurvey(in router: inout Router) {
    router.unary(SurveyServiceMethods.getSubjectSummary) { request, call in
      try await self.act(call)
      return SurveyV1.SubjectSummary(customerId: request.customerId, responses: 3)
    }
    router.serverStreaming(SurveyServiceMethods.watchChanges) { request, replies, call in
      try await self.watch(request.afterCursor, call) {
        try await replies.write(SurveyV1.WatchChangesReply(change: $0))
      }
    }
  }

  private func act(_ call: CallContext) async throws {
    lastCaller.withLock { $0 = call.caller }
    attempts.withLock { $0.append(call.attempt) }
    switch behaviour.withLock({ $0 }) {
    case .answers: return
    case .fails(let error): throw error
    case .hangs: try await Self.forever()
    }
  }

  /// What the log has past the cursor, and then nothing, for ever.
  private func watch(
    _ after: UInt64, _ call: CallContext, _ write: (RPCV1.Change) async throws -> Void
  ) async throws {
    try await act(call)
    cursors.withLock { $0.append(after) }
    for change in log.withLock({ $0 }) where change.cursor > after { try await write(change) }
    try await Self.forever()
  }

  /// Until the call is cancelled.
  private static func forever() async throws {
    while true { try await Task.sleep(for: .seconds(3600)) }
  }
}
