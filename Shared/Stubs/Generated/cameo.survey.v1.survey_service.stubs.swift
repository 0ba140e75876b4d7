// Generated from cameo/survey/v1/survey_service.proto by proto/generate. Do not edit.
// swift-format-ignore-file

public import Messages
public import RPC

/// The methods of cameo.survey.v1.SurveyService.
public enum SurveyServiceMethods {
  /// The service's full name.
  public static let service = "cameo.survey.v1.SurveyService"

  /// Makes a survey, or the next version of one. A version is frozen from the moment it exists: its questions never
  /// change, so that an answer always means what it meant when it was given.
  public static let createSurvey = Method<SurveyV1.CreateSurveyRequest, SurveyV1.CreateSurveyReply>(
    service: service, name: "CreateSurvey", kind: .unary, idempotency: .idempotent)

  /// A survey as it was frozen. NOT_FOUND where there is none.
  public static let getSurvey = Method<SurveyV1.GetSurveyRequest, SurveyV1.Survey>(
    service: service, name: "GetSurvey", kind: .unary, idempotency: .noSideEffects)

  /// Stores one customer's answers. The same response_id with the same content returns the first reply; with other
  /// content it is ALREADY_EXISTS.
  public static let submitResponse = Method<SurveyV1.SubmitResponseRequest, SurveyV1.SubmitResponseReply>(
    service: service, name: "SubmitResponse", kind: .unary, idempotency: .idempotent)

  /// The Net Promoter Score of one question, never without n and an interval; with n = 0 there is no score.
  public static let getNps = Method<SurveyV1.GetNpsRequest, SurveyV1.GetNpsReply>(
    service: service, name: "GetNps", kind: .unary, idempotency: .noSideEffects)

  /// All that one customer has told us, in brief. A customer who never answered has a summary with counts of zero.
  public static let getSubjectSummary = Method<SurveyV1.GetSubjectSummaryRequest, SurveyV1.SubjectSummary>(
    service: service, name: "GetSubjectSummary", kind: .unary, idempotency: .noSideEffects)

  /// Erases a customer: answers, summary, and the key that sealed them. Scores stay as counts that name nobody, so that
  /// the scores of past surveys do not move. Once for a customer: a second call gives the first answer, whatever its
  /// request_id. From then on the id is NOT_FOUND with reason ERASED, for ever: an answer that comes late is not taken.
  /// One never heard of is erased too.
  public static let eraseSubject = Method<SurveyV1.EraseSubjectRequest, SurveyV1.EraseSubjectReply>(
    service: service, name: "EraseSubject", kind: .unary, idempotency: .idempotent)

  /// The change log from a cursor on, at least once and in order per customer; it goes on until the caller ends it. A
  /// cursor that has been compacted is OUT_OF_RANGE; see cameo.rpc.v1.ChangeLogService, also for consumers with a name.
  public static let watchChanges = Method<SurveyV1.WatchChangesRequest, SurveyV1.WatchChangesReply>(
    service: service, name: "WatchChanges", kind: .serverStreaming, idempotency: .noSideEffects)
}

/// What a server does for cameo.survey.v1.SurveyService.
public protocol SurveyServiceHandler: ServiceHandler {
  /// Makes a survey, or the next version of one. A version is frozen from the moment it exists: its questions never
  /// change, so that an answer always means what it meant when it was given.
  func createSurvey(
    _ request: SurveyV1.CreateSurveyRequest,
    _ call: CallContext
  ) async throws -> SurveyV1.CreateSurveyReply

  /// A survey as it was frozen. NOT_FOUND where there is none.
  func getSurvey(
    _ request: SurveyV1.GetSurveyRequest,
    _ call: CallContext
  ) async throws -> SurveyV1.Survey

  /// Stores one customer's answers. The same response_id with the same content returns the first reply; with other
  /// content it is ALREADY_EXISTS.
  func submitResponse(
    _ request: SurveyV1.SubmitResponseRequest,
    _ call: CallContext
  ) async throws -> SurveyV1.SubmitResponseReply

  /// The Net Promoter Score of one question, never without n and an interval; with n = 0 there is no score.
  func getNps(
    _ request: SurveyV1.GetNpsRequest,
    _ call: CallContext
  ) async throws -> SurveyV1.GetNpsReply

  /// All that one customer has told us, in brief. A customer who never answered has a summary with counts of zero.
  func getSubjectSummary(
    _ request: SurveyV1.GetSubjectSummaryRequest,
    _ call: CallContext
  ) async throws -> Encoded<SurveyV1.SubjectSummary>

  /// Erases a customer: answers, summary, and the key that sealed them. Scores stay as counts that name nobody, so that
  /// the scores of past surveys do not move. Once for a customer: a second call gives the first answer, whatever its
  /// request_id. From then on the id is NOT_FOUND with reason ERASED, for ever: an answer that comes late is not taken.
  /// One never heard of is erased too.
  func eraseSubject(
    _ request: SurveyV1.EraseSubjectRequest,
    _ call: CallContext
  ) async throws -> SurveyV1.EraseSubjectReply

  /// The change log from a cursor on, at least once and in order per customer; it goes on until the caller ends it. A
  /// cursor that has been compacted is OUT_OF_RANGE; see cameo.rpc.v1.ChangeLogService, also for consumers with a name.
  func watchChanges(
    _ request: SurveyV1.WatchChangesRequest,
    _ replies: ReplyWriter<SurveyV1.WatchChangesReply>,
    _ call: CallContext
  ) async throws
}

extension SurveyServiceHandler {
  public func register(in router: inout Router) {
    router.unary(SurveyServiceMethods.createSurvey) { request in
      { call in call.reply(with: try await self.createSurvey(request, call.context)) }
    }
    router.unary(SurveyServiceMethods.getSurvey) { request in
      { call in call.reply(with: try await self.getSurvey(request, call.context)) }
    }
    router.unary(SurveyServiceMethods.submitResponse) { request in
      { call in call.reply(with: try await self.submitResponse(request, call.context)) }
    }
    router.unary(SurveyServiceMethods.getNps) { request in
      { call in call.reply(with: try await self.getNps(request, call.context)) }
    }
    router.unary(SurveyServiceMethods.getSubjectSummary.encodedReply) { request in
      { call in call.reply(with: try await self.getSubjectSummary(request, call.context)) }
    }
    router.unary(SurveyServiceMethods.eraseSubject) { request in
      { call in call.reply(with: try await self.eraseSubject(request, call.context)) }
    }
    router.serverStreaming(SurveyServiceMethods.watchChanges) { try await self.watchChanges($0, $1, $2) }
  }
}

/// Calls cameo.survey.v1.SurveyService.
public struct SurveyServiceClient: Sendable {
  /// Where the calls go.
  public let channel: Channel

  public init(_ channel: Channel) {
    self.channel = channel
  }

  /// Makes a survey, or the next version of one. A version is frozen from the moment it exists: its questions never
  /// change, so that an answer always means what it meant when it was given.
  public func createSurvey(
    _ request: SurveyV1.CreateSurveyRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> SurveyV1.CreateSurveyReply {
    try await channel.unary(SurveyServiceMethods.createSurvey, request, options)
  }

  /// A survey as it was frozen. NOT_FOUND where there is none.
  public func getSurvey(
    _ request: SurveyV1.GetSurveyRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> SurveyV1.Survey {
    try await channel.unary(SurveyServiceMethods.getSurvey, request, options)
  }

  /// Stores one customer's answers. The same response_id with the same content returns the first reply; with other
  /// content it is ALREADY_EXISTS.
  public func submitResponse(
    _ request: SurveyV1.SubmitResponseRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> SurveyV1.SubmitResponseReply {
    try await channel.unary(SurveyServiceMethods.submitResponse, request, options)
  }

  /// The Net Promoter Score of one question, never without n and an interval; with n = 0 there is no score.
  public func getNps(
    _ request: SurveyV1.GetNpsRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> SurveyV1.GetNpsReply {
    try await channel.unary(SurveyServiceMethods.getNps, request, options)
  }

  /// All that one customer has told us, in brief. A customer who never answered has a summary with counts of zero.
  public func getSubjectSummary(
    _ request: SurveyV1.GetSubjectSummaryRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> SurveyV1.SubjectSummary {
    try await channel.unary(SurveyServiceMethods.getSubjectSummary, request, options)
  }

  /// The same with the reply's bytes as they came, to be passed on.
  public func getSubjectSummaryEncoded(
    _ request: SurveyV1.GetSubjectSummaryRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> Encoded<SurveyV1.SubjectSummary> {
    try await channel.unary(SurveyServiceMethods.getSubjectSummary.encodedReply, request, options)
  }

  /// Erases a customer: answers, summary, and the key that sealed them. Scores stay as counts that name nobody, so that
  /// the scores of past surveys do not move. Once for a customer: a second call gives the first answer, whatever its
  /// request_id. From then on the id is NOT_FOUND with reason ERASED, for ever: an answer that comes late is not taken.
  /// One never heard of is erased too.
  public func eraseSubject(
    _ request: SurveyV1.EraseSubjectRequest,
    _ options: CallOptions = CallOptions()
  ) async throws -> SurveyV1.EraseSubjectReply {
    try await channel.unary(SurveyServiceMethods.eraseSubject, request, options)
  }

  /// The change log from a cursor on, at least once and in order per customer; it goes on until the caller ends it. A
  /// cursor that has been compacted is OUT_OF_RANGE; see cameo.rpc.v1.ChangeLogService, also for consumers with a name.
  public func watchChanges(
    _ request: SurveyV1.WatchChangesRequest,
    _ options: CallOptions = CallOptions()
  ) -> ReplyStream<SurveyV1.WatchChangesReply> {
    channel.serverStreaming(SurveyServiceMethods.watchChanges, request, options)
  }
}
