// Generated from cameo/profile/v1/profile_service.proto by proto/generate. Do not edit.
// swift-format-ignore-file

public import Messages
public import RPC

/// The methods of cameo.profile.v1.ProfileService.
public enum ProfileServiceMethods {
  /// The service's full name.
  public static let service = "cameo.profile.v1.ProfileService"

  /// Says that identifiers belong to one customer, and what else is known. Makes the customer when no identifier is
  /// known.
  public static let identify = Method<ProfileV1.IdentifyRequest, ProfileV1.IdentifyReply>(
    service: service, name: "Identify", kind: .unary, idempotency: .idempotent)

  /// Records that something happened to a customer. In any order the outcome is the same.
  public static let track = Method<ProfileV1.TrackRequest, ProfileV1.TrackReply>(
    service: service, name: "Track", kind: .unary, idempotency: .idempotent)

  /// Records values of attributes. Values that lose are kept for ListAttributeValues.
  public static let upsertAttributes = Method<ProfileV1.UpsertAttributesRequest, ProfileV1.UpsertAttributesReply>(
    service: service, name: "UpsertAttributes", kind: .unary, idempotency: .idempotent)

  /// Finds the customer that owns an identifier.
  public static let resolveIdentifier = Method<ProfileV1.ResolveIdentifierRequest, ProfileV1.ResolveIdentifierReply>(
    service: service, name: "ResolveIdentifier", kind: .unary, idempotency: .noSideEffects)

  /// The customer's part of the single customer view, with stored bytes.
  public static let getProfile = Method<ProfileV1.GetProfileRequest, ProfileV1.Profile>(
    service: service, name: "GetProfile", kind: .unary, idempotency: .noSideEffects)

  /// What happened to a customer, newest first.
  public static let getTimeline = Method<ProfileV1.GetTimelineRequest, ProfileV1.GetTimelineReply>(
    service: service, name: "GetTimeline", kind: .unary, idempotency: .noSideEffects)

  /// Every value ever recorded, winners and losers, with its source.
  public static let listAttributeValues = Method<ProfileV1.ListAttributeValuesRequest, ProfileV1.ListAttributeValuesReply>(
    service: service, name: "ListAttributeValues", kind: .unary, idempotency: .noSideEffects)

  /// Takes in the rows of a table, customers or events. Good rows go in, bad rows are reported by line and column. A
  /// second run of the same rows changes nothing.
  public static let importBatch = Method<ProfileV1.ImportBatchRequest, ProfileV1.ImportBatchReply>(
    service: service, name: "ImportBatch", kind: .unary, idempotency: .idempotent)

  /// Erases a customer: identifiers, values, events and remembered answers are deleted, and the key that sealed them is
  /// destroyed. Once for a customer: a second call gives the first answer, whatever its request_id. From then on the id
  /// is NOT_FOUND with reason ERASED, for ever; an identifier of theirs that is seen again makes a new customer. Kind of
  /// the change: subject.erased.
  public static let eraseSubject = Method<ProfileV1.EraseSubjectRequest, ProfileV1.EraseSubjectReply>(
    service: service, name: "EraseSubject", kind: .unary, idempotency: .idempotent)

  /// The change log from a cursor on, and then every change as it happens. At least once, in order per customer. A
  /// cursor that has been compacted is OUT_OF_RANGE; see cameo.rpc.v1.ChangeLogService, also for consumers with a name.
  public static let watchChanges = Method<ProfileV1.WatchChangesRequest, ProfileV1.WatchChangesReply>(
    service: service, name: "WatchChanges", kind: .serverStreaming, idempotency: .noSideEffects)
}

/// What a server does for cameo.profile.v1.ProfileService.
///
/// Who the customers are. Writes that may be sent again carry an id of the client's (request_id or event id): the same
/// id with the same content returns the first answer, with other content ALREADY_EXISTS. Request ids are remembered
/// for seven days, event ids for ever.
///
/// Errors: bad input is INVALID_ARGUMENT with FieldViolations; an unknown customer or identifier NOT_FOUND; an
/// identifier that another customer owns ALREADY_EXISTS; identifiers of two customers in one request
/// FAILED_PRECONDITION (nothing is ever merged silently); another expected_version ABORTED; a bound reached
/// RESOURCE_EXHAUSTED.
public protocol ProfileServiceHandler: ServiceHandler {
  /// Says that identifiers belong to one customer, and what else is known. Makes the customer when no identifier is
  /// known.
  func identify(
    _ request: ProfileV1.IdentifyRequest,
    _ call: CallContext
  ) async throws -> ProfileV1.IdentifyReply

  /// Records that something happened to a customer. In any order the outcome is the same.
  func track(
    _ request: ProfileV1.TrackRequest,
    _ call: CallContext
  ) async throws -> ProfileV1.TrackReply

  /// Records values of attributes. Values that lose are kept for ListAttributeValues.
  func upsertAttributes(
    _ request: ProfileV1.UpsertAttributesRequest,
    _ call: CallContext
  ) async throws -> ProfileV1.UpsertAttributesReply

  /// Finds the customer that owns an identifier.
  func resolveIdentifier(
    _ request: ProfileV1.ResolveIdentifierRequest,
    _ call: CallContext
  ) async throws -> ProfileV1.ResolveIdentifierReply

  /// The customer's part of the single customer view, with stored bytes.
  func getProfile(
    _ request: ProfileV1.GetProfileRequest,
    _ call: CallContext
  ) async throws -> Encoded<ProfileV1.Profile>

  /// What happened to a customer, newest first.
  func getTimeline(
    _ request: ProfileV1.GetTimelineRequest,
    _ call: CallContext
  ) async throws -> ProfileV1.GetTimelineReply

  /// Every value ever recorded, winners and losers, with its source.
  func listAttributeValues(
    _ request: ProfileV1.ListAttributeValuesRequest,
    _ call: CallContext
  ) async throws -> ProfileV1.ListAttributeValuesReply

  /// Takes in the rows of a table, customers or events. Good rows go in, bad rows are reported by line and column. A
  /// second run of the same rows changes nothing.
  func importBatch(
    _ request: ProfileV1.ImportBatchRequest,
    _ call: CallContext
  ) async throws -> ProfileV1.ImportBatchReply

  /// Erases a customer: identifiers, values, events and remembered answers are deleted, and the key that sealed them is
  /// destroyed. Once for a customer: a second call gives the first answer, whatever its request_id. From then on the id
  /// is NOT_FOUND with reason ERASED, for ever; an identifier of theirs that is seen again makes a new customer. Kind of
  /// the change: subject.erased.
  func eraseSubject(
    _ request: ProfileV1.EraseSubjectRequest,
    _ call: CallContext
  ) async throws -> ProfileV1.EraseSubjectReply

  /// The change log from a cursor on, and then every change as it happens. At least once, in order per customer. A
  /// cursor that has been compacted is OUT_OF_RANGE; see cameo.rpc.v1.ChangeLogService, also for consumers with a name.
  func watchChanges(
    _ request: ProfileV1.WatchChangesRequest,
    _ replies: ReplyWriter<ProfileV1.WatchChangesReply>,
    _ call: CallContext
  ) async throws
}

extension ProfileServiceHandler {
  public func register(in router: inout Router) {
    router.unary(ProfileServiceMethods.identify) { request in
      { call in call.reply(with: try await self.identify(request, call.context)) }
    }
    router.unary(ProfileServiceMethods.track) { request in
      { call in call.reply(with: try await self.track(request, call.context)) }
    }
    router.unary(ProfileServiceMethods.upsertAttributes) { request in
      { call in call.reply(with: try await self.upsertAttributes(request, call.context)) }
    }
    router.unary(ProfileServiceMethods.resolveIdentifier) { request in
      { call in call.reply(with: try await self.resolveIdentifier(request, call.context)) }
    }
    router.unary(ProfileServiceMethods.getProfile.encodedReply) { request in
      { call in call.reply(with: try await self.getProfile(request, call.context)) }
    }
    router.unary(ProfileServiceMethods.getTimeline) { request in
      { call in call.reply(with: try await self.getTimeline(request, call.context)) }
    }
    router.unary(ProfileServiceMethods.listAttributeValues) { request in
      { call in call.reply(with: try await self.listAttributeValues(request, call.context)) }
    }
    router.unary(ProfileServiceMethods.importBatch) { request in
      { call in call.reply(with: try await self.importBatch(request, call.context)) }
    }
    router.unary(ProfileServiceMethods.eraseSubject) { request in
      { call in call.reply(with: try await self.eraseSubject(request, call.context)) }
    }
    router.serverStreaming(ProfileServiceMethods.watchChanges) { try await self.watchChanges($0, $1, $2) }
  }
}

/// Calls cameo.profile.v1.ProfileService.
///
/// Who the customers are. Writes that may be sent again carry an id of the client's (request_id or event id): the same
/// id with the same content returns the first answer, with other content ALREADY_EXISTS. Request ids are remembered
/// for seven days, event ids for ever.
///
/// Errors: bad input is INVALID_ARGUMENT with FieldViolations; an unknown customer or identifier NOT_FOUND; an
/// identifier that another customer owns ALREADY_EXISTS; identifiers of two customers in one request
/// FAILED_PRECONDITION (nothing is ever merged silently); another expected_version ABORTED; a bound reached
/// RESOURCE_EXHAUSTED.
public struct ProfileServiceClient: Sendable {
  /// Where the calls go.
  public let channel: Channel

  public init(_ channel: Channel) {
    self.channel = channel
  }

  /// Says that identifiers belong to one customer, and what else is known. Makes the customer when no identifier is
  /// known.
  public func identify(
    _ request: ProfileV1.IdentifyRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ProfileV1.IdentifyReply {
    try await channel.unary(ProfileServiceMethods.identify, request, options)
  }

  /// Records that something happened to a customer. In any order the outcome is the same.
  public func track(
    _ request: ProfileV1.TrackRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ProfileV1.TrackReply {
    try await channel.unary(ProfileServiceMethods.track, request, options)
  }

  /// Records values of attributes. Values that lose are kept for ListAttributeValues.
  public func upsertAttributes(
    _ request: ProfileV1.UpsertAttributesRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ProfileV1.UpsertAttributesReply {
    try await channel.unary(ProfileServiceMethods.upsertAttributes, request, options)
  }

  /// Finds the customer that owns an identifier.
  public func resolveIdentifier(
    _ request: ProfileV1.ResolveIdentifierRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ProfileV1.ResolveIdentifierReply {
    try await channel.unary(ProfileServiceMethods.resolveIdentifier, request, options)
  }

  /// The customer's part of the single customer view, with stored bytes.
  public func getProfile(
    _ request: ProfileV1.GetProfileRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ProfileV1.Profile {
    try await channel.unary(ProfileServiceMethods.getProfile, request, options)
  }

  /// The same with the reply's bytes as they came, to be passed on.
  public func getProfileEncoded(
    _ request: ProfileV1.GetProfileRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> Encoded<ProfileV1.Profile> {
    try await channel.unary(ProfileServiceMethods.getProfile.encodedReply, request, options)
  }

  /// What happened to a customer, newest first.
  public func getTimeline(
    _ request: ProfileV1.GetTimelineRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ProfileV1.GetTimelineReply {
    try await channel.unary(ProfileServiceMethods.getTimeline, request, options)
  }

  /// Every value ever recorded, winners and losers, with its source.
  public func listAttributeValues(
    _ request: ProfileV1.ListAttributeValuesRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ProfileV1.ListAttributeValuesReply {
    try await channel.unary(ProfileServiceMethods.listAttributeValues, request, options)
  }

  /// Takes in the rows of a table, customers or events. Good rows go in, bad rows are reported by line and column. A
  /// second run of the same rows changes nothing.
  public func importBatch(
    _ request: ProfileV1.ImportBatchRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ProfileV1.ImportBatchReply {
    try await channel.unary(ProfileServiceMethods.importBatch, request, options)
  }

  /// Erases a customer: identifiers, values, events and remembered answers are deleted, and the key that sealed them is
  /// destroyed. Once for a customer: a second call gives the first answer, whatever its request_id. From then on the id
  /// is NOT_FOUND with reason ERASED, for ever; an identifier of theirs that is seen again makes a new customer. Kind of
  /// the change: subject.erased.
  public func eraseSubject(
    _ request: ProfileV1.EraseSubjectRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> ProfileV1.EraseSubjectReply {
    try await channel.unary(ProfileServiceMethods.eraseSubject, request, options)
  }

  /// The change log from a cursor on, and then every change as it happens. At least once, in order per customer. A
  /// cursor that has been compacted is OUT_OF_RANGE; see cameo.rpc.v1.ChangeLogService, also for consumers with a name.
  public func watchChanges(
    _ request: ProfileV1.WatchChangesRequest,
    _ options: CallOptions = CallOptions()
  ) -> ReplyStream<ProfileV1.WatchChangesReply> {
    channel.serverStreaming(ProfileServiceMethods.watchChanges, request, options)
  }
}
