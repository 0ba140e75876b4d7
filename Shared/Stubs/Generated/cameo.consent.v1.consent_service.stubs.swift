// Generated from cameo/consent/v1/consent_service.proto by proto/generate. Do not edit.
// swift-format-ignore-file

public import Messages
public import RPC

/// The methods of cameo.consent.v1.ConsentService.
public enum ConsentServiceMethods {
  /// The service's full name.
  public static let service = "cameo.consent.v1.ConsentService"

  /// Records a yes. An earlier no is lifted only if this is later, by the subject or a guardian, and for the scope of
  /// that no or a narrower one.
  public static let grantConsent = Method<ConsentV1.GrantConsentRequest, ConsentV1.GrantConsentReply>(
    service: service, name: "GrantConsent", kind: .unary, idempotency: .idempotent)

  /// Records a no: a withdrawal, or a denial or an objection.
  public static let withdrawConsent = Method<ConsentV1.WithdrawConsentRequest, ConsentV1.WithdrawConsentReply>(
    service: service, name: "WithdrawConsent", kind: .unary, idempotency: .idempotent)

  /// Sets how, when and about what the subject wants to be spoken to. A new entry of the ledger as well.
  public static let setPreferences = Method<ConsentV1.SetPreferencesRequest, ConsentV1.SetPreferencesReply>(
    service: service, name: "SetPreferences", kind: .unary, idempotency: .idempotent)

  /// All that is permitted and preferred, with a verdict per purpose and channel; with `as_of`, as it was then, from the
  /// ledger alone.
  public static let getConsentState = Method<ConsentV1.GetConsentStateRequest, ConsentV1.ConsentState>(
    service: service, name: "GetConsentState", kind: .unary, idempotency: .noSideEffects)

  /// The decision. Rules in this order, and every failing reason is returned; the first DENY decides, and without one a
  /// DEFER does. Transactional purposes skip objection and topic.
  ///   subject    SUBJECT_ERASED, SUBJECT_RESTRICTED
  ///   objection  OBJECTED
  ///   consent    NO_CONSENT, CONSENT_DENIED, CONSENT_WITHDRAWN, CONSENT_EXPIRED
  ///   topic      TOPIC_UNWANTED
  ///   channel    CHANNEL_REFUSED
  ///   pause      PAUSED
  ///   hours      QUIET_HOURS, OUTSIDE_CONTACT_HOURS: DEFER; ZONE_UNKNOWN, NO_CONTACT_HOURS: DENY
  /// If the ledger cannot be read the verdict is DENY with UNAVAILABLE (rule "available"): never an unknown.
  public static let mayContact = Method<ConsentV1.MayContactRequest, ConsentV1.MayContactReply>(
    service: service, name: "MayContact", kind: .unary, idempotency: .noSideEffects)

  /// Erases a customer: what they permitted and preferred, its evidence and the key that sealed them. Contact is denied
  /// with SUBJECT_ERASED, for ever. Of each consent stays, as GDPR Art. 17(3) permits, what proves that contact was
  /// lawful: action, purpose and its version, channel, legal basis, times, method and notice. The chain still verifies.
  /// Once for a customer: a second call gives the first answer, whatever its request_id. One never heard of is erased
  /// too, so that nothing about them is taken in later. Writes for an erased customer, and their past (as_of), are
  /// NOT_FOUND with reason ERASED.
  public static let eraseSubject = Method<ConsentV1.EraseSubjectRequest, ConsentV1.EraseSubjectReply>(
    service: service, name: "EraseSubject", kind: .unary, idempotency: .idempotent)

  /// Recomputes one subject's chain from its first entry to its head.
  public static let verifyLedger = Method<ConsentV1.VerifyLedgerRequest, ConsentV1.VerifyLedgerReply>(
    service: service, name: "VerifyLedger", kind: .unary, idempotency: .noSideEffects)

  /// The change log from a cursor on, and then every change as it happens. At least once, in order per customer; it goes
  /// on until the caller ends it. A cursor that has been compacted is OUT_OF_RANGE; see cameo.rpc.v1.ChangeLogService, also for
  /// consumers with a name. Kinds: consent.granted, consent.denied, consent.withdrawn, consent.objected, preferences.set,
  /// subject.erased (detail: a cameo.rpc.v1.SubjectErased).
  public static let watchChanges = Method<ConsentV1.WatchChangesRequest, ConsentV1.WatchChangesReply>(
    service: service, name: "WatchChanges", kind: .serverStreaming, idempotency: .noSideEffects)
}

/// What a server does for cameo.consent.v1.ConsentService.
///
/// May I contact this person, for this purpose, on this channel, about this, now? With proof: every write is an entry of
/// the subject's append-only, hash-chained ledger, and every answer names the entry it was decided on.
///
/// Purposes, channels and controllers are a catalogue that the operator ships. As delivered: purposes marketing, research
/// and personalisation (by consent) and service (by contract, transactional); channels email, sms, phone, post, push; one
/// controller, "cameo".
///
/// Every write carries a request_id (1 to 128 graphic characters of ASCII, unique per customer): the same id with the same content returns the
/// first answer, with other content ALREADY_EXISTS. Errors: bad input is INVALID_ARGUMENT with FieldViolations (an unknown
/// purpose, channel or controller with the known ones); another expected_version ABORTED; a full ledger
/// RESOURCE_EXHAUSTED, but a no is always taken. A customer never heard of is one who has said nothing: contact nobody.
public protocol ConsentServiceHandler: ServiceHandler {
  /// Records a yes. An earlier no is lifted only if this is later, by the subject or a guardian, and for the scope of
  /// that no or a narrower one.
  func grantConsent(
    _ request: ConsentV1.GrantConsentRequest,
    _ call: CallContext
  ) async throws -> ConsentV1.GrantConsentReply

  /// Records a no: a withdrawal, or a denial or an objection.
  func withdrawConsent(
    _ request: ConsentV1.WithdrawConsentRequest,
    _ call: CallContext
  ) async throws -> ConsentV1.WithdrawConsentReply

  /// Sets how, when and about what the subject wants to be spoken to. A new entry of the ledger as well.
  func setPreferences(
    _ request: ConsentV1.SetPreferencesRequest,
    _ call: CallContext
  ) async throws -> ConsentV1.SetPreferencesReply

  /// All that is permitted and preferred, with a verdict per purpose and channel; with `as_of`, as it was then, from the
  /// ledger alone.
  func getConsentState(
    _ request: ConsentV1.GetConsentStateRequest,
    _ call: CallContext
  ) async throws -> Encoded<ConsentV1.ConsentState>

  /// The decision. Rules in this order, and every failing reason is returned; the first DENY decides, and without one a
  /// DEFER does. Transactional purposes skip objection and topic.
  ///   subject    SUBJECT_ERASED, SUBJECT_RESTRICTED
  ///   objection  OBJECTED
  ///   consent    NO_CONSENT, CONSENT_DENIED, CONSENT_WITHDRAWN, CONSENT_EXPIRED
  ///   topic      TOPIC_UNWANTED
  ///   channel    CHANNEL_REFUSED
  ///   pause      PAUSED
  ///   hours      QUIET_HOURS, OUTSIDE_CONTACT_HOURS: DEFER; ZONE_UNKNOWN, NO_CONTACT_HOURS: DENY
  /// If the ledger cannot be read the verdict is DENY with UNAVAILABLE (rule "available"): never an unknown.
  func mayContact(
    _ request: ConsentV1.MayContactRequest,
    _ call: CallContext
  ) async throws -> ConsentV1.MayContactReply

  /// Erases a customer: what they permitted and preferred, its evidence and the key that sealed them. Contact is denied
  /// with SUBJECT_ERASED, for ever. Of each consent stays, as GDPR Art. 17(3) permits, what proves that contact was
  /// lawful: action, purpose and its version, channel, legal basis, times, method and notice. The chain still verifies.
  /// Once for a customer: a second call gives the first answer, whatever its request_id. One never heard of is erased
  /// too, so that nothing about them is taken in later. Writes for an erased customer, and their past (as_of), are
  /// NOT_FOUND with reason ERASED.
  func eraseSubject(
    _ request: ConsentV1.EraseSubjectRequest,
    _ call: CallContext
  ) async throws -> ConsentV1.EraseSubjectReply

  /// Recomputes one subject's chain from its first entry to its head.
  func verifyLedger(
    _ request: ConsentV1.VerifyLedgerRequest,
    _ call: CallContext
  ) async throws -> ConsentV1.VerifyLedgerReply

  /// The change log from a cursor on, and then every change as it happens. At least once, in order per customer; it goes
  /// on until the caller ends it. A cursor that has been compacted is OUT_OF_RANGE; see cameo.rpc.v1.ChangeLogService, also for
  /// consumers with a name. Kinds: consent.granted, consent.denied, consent.withdrawn, consent.objected, preferences.set,
  /// subject.erased (detail: a cameo.rpc.v1.SubjectErased).
  func watchChanges(
    _ request: ConsentV1.WatchChangesRequest,
    _ replies: ReplyWriter<ConsentV1.WatchChangesReply>,
    _ call: CallContext
  ) async throws
}

extension ConsentServiceHandler {
  public func register(in router: inout Router) {
    router.unary(ConsentServiceMethods.grantConsent) { request in
      { call in call.reply(with: try await self.grantConsent(request, call.context)) }
    }
    router.unary(ConsentServiceMethods.withdrawConsent) { request in
      { call in call.reply(with: try await self.withdrawConsent(request, call.context)) }
    }
    router.unary(ConsentServiceMethods.setPreferences) { request in
      { call in call.reply(with: try await self.setPreferences(request, call.context)) }
    }
    router.unary(ConsentServiceMethods.getConsentState.encodedReply) { request in
      { call in call.reply(with: try await self.getConsentState(request, call.context)) }
    }
    router.unary(ConsentServiceMethods.mayContact) { request in
      { call in call.reply(with: try await self.mayContact(request, call.context)) }
    }
    router.unary(ConsentServiceMethods.eraseSubject) { request in
      { call in call.reply(with: try await self.eraseSubject(request, call.context)) }
    }
    router.unary(ConsentServiceMethods.verifyLedger) { request in
      { call in call.reply(with: try await self.verifyLedger(request, call.context)) }
    }
    router.serverStreaming(ConsentServiceMethods.watchChanges) { try await self.watchChanges($0, $1, $2) }
  }
}

/// Calls cameo.consent.v1.ConsentService.
///
/// May I contact this person, for this purpose, on this channel, about this, now? With proof: every write is an entry of
/// the subject's append-only, hash-chained ledger, and every answer names the entry it was decided on.
///
/// Purposes, channels and controllers are a catalogue that the operator ships. As delivered: purposes marketing, research
/// and personalisation (by consent) and service (by contract, transactional); channels email, sms, phone, post, push; one
/// controller, "cameo".
///
/// Every write carries a request_id (1 to 128 graphic characters of ASCII, unique per customer): the same id with the same content returns the
/// first answer, with other content ALREADY_EXISTS. Errors: bad input is INVALID_ARGUMENT with FieldViolations (an unknown
/// purpose, channel or controller with the known ones); another expected_version ABORTED; a full ledger
/// RESOURCE_EXHAUSTED, but a no is always taken. A customer never heard of is one who has said nothing: contact nobody.
public struct ConsentServiceClient: Sendable {
  /// Where the calls go.
  public let channel: Channel

  public init(_ channel: Channel) {
    self.channel = channel
  }

  /// Records a yes. An earlier no is lifted only if this is later, by the subject or a guardian, and for the scope of
  /// that no or a narrower one.
  public func grantConsent(
    _ request: ConsentV1.GrantConsentRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ConsentV1.GrantConsentReply {
    try await channel.unary(ConsentServiceMethods.grantConsent, request, options)
  }

  /// Records a no: a withdrawal, or a denial or an objection.
  public func withdrawConsent(
    _ request: ConsentV1.WithdrawConsentRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ConsentV1.WithdrawConsentReply {
    try await channel.unary(ConsentServiceMethods.withdrawConsent, request, options)
  }

  /// Sets how, when and about what the subject wants to be spoken to. A new entry of the ledger as well.
  public func setPreferences(
    _ request: ConsentV1.SetPreferencesRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ConsentV1.SetPreferencesReply {
    try await channel.unary(ConsentServiceMethods.setPreferences, request, options)
  }

  /// All that is permitted and preferred, with a verdict per purpose and channel; with `as_of`, as it was then, from the
  /// ledger alone.
  public func getConsentState(
    _ request: ConsentV1.GetConsentStateRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ConsentV1.ConsentState {
    try await channel.unary(ConsentServiceMethods.getConsentState, request, options)
  }

  /// The same with the reply's bytes as they came, to be passed on.
  public func getConsentStateEncoded(
    _ request: ConsentV1.GetConsentStateRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> Encoded<ConsentV1.ConsentState> {
    try await channel.unary(ConsentServiceMethods.getConsentState.encodedReply, request, options)
  }

  /// The decision. Rules in this order, and every failing reason is returned; the first DENY decides, and without one a
  /// DEFER does. Transactional purposes skip objection and topic.
  ///   subject    SUBJECT_ERASED, SUBJECT_RESTRICTED
  ///   objection  OBJECTED
  ///   consent    NO_CONSENT, CONSENT_DENIED, CONSENT_WITHDRAWN, CONSENT_EXPIRED
  ///   topic      TOPIC_UNWANTED
  ///   channel    CHANNEL_REFUSED
  ///   pause      PAUSED
  ///   hours      QUIET_HOURS, OUTSIDE_CONTACT_HOURS: DEFER; ZONE_UNKNOWN, NO_CONTACT_HOURS: DENY
  /// If the ledger cannot be read the verdict is DENY with UNAVAILABLE (rule "available"): never an unknown.
  public func mayContact(
    _ request: ConsentV1.MayContactRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ConsentV1.MayContactReply {
    try await channel.unary(ConsentServiceMethods.mayContact, request, options)
  }

  /// Erases a customer: what they permitted and preferred, its evidence and the key that sealed them. Contact is denied
  /// with SUBJECT_ERASED, for ever. Of each consent stays, as GDPR Art. 17(3) permits, what proves that contact was
  /// lawful: action, purpose and its version, channel, legal basis, times, method and notice. The chain still verifies.
  /// Once for a customer: a second call gives the first answer, whatever its request_id. One never heard of is erased
  /// too, so that nothing about them is taken in later. Writes for an erased customer, and their past (as_of), are
  /// NOT_FOUND with reason ERASED.
  public func eraseSubject(
    _ request: ConsentV1.EraseSubjectRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ConsentV1.EraseSubjectReply {
    try await channel.unary(ConsentServiceMethods.eraseSubject, request, options)
  }

  /// Recomputes one subject's chain from its first entry to its head.
  public func verifyLedger(
    _ request: ConsentV1.VerifyLedgerRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ConsentV1.VerifyLedgerReply {
    try await channel.unary(ConsentServiceMethods.verifyLedger, request, options)
  }

  /// The change log from a cursor on, and then every change as it happens. At least once, in order per customer; it goes
  /// on until the caller ends it. A cursor that has been compacted is OUT_OF_RANGE; see cameo.rpc.v1.ChangeLogService, also for
  /// consumers with a name. Kinds: consent.granted, consent.denied, consent.withdrawn, consent.objected, preferences.set,
  /// subject.erased (detail: a cameo.rpc.v1.SubjectErased).
  public func watchChanges(
    _ request: ConsentV1.WatchChangesRequest,
    _ options: CallOptions = CallOptions()
  ) -> ReplyStream<ConsentV1.WatchChangesReply> {
    channel.serverStreaming(ConsentServiceMethods.watchChanges, request, options)
  }
}
