// Generated from cameo/survey/v1/survey_service.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension SurveyV1 {
  public struct CreateSurveyRequest: Message, @unsafe GeneratedMessage {
    /// The client's own, 1 to 128 graphic characters of ASCII: an idempotency key.
    public var requestId: String = ""
    /// Empty: a new survey is made and gets an id. Else "srv_...": the next version of that survey, or its first.
    public var surveyId: String = ""
    /// With a survey_id: the version that the caller has seen last (0: none yet). Another one is ABORTED.
    public var expectedVersion: UInt32 = 0
    public var title: String = ""
    public var language: String = ""
    /// 1 to 200.
    public var questions: [SurveyV1.Question] = []

    public init() {}

    public init(
      requestId: String = "",
      surveyId: String = "",
      expectedVersion: UInt32 = 0,
      title: String = "",
      language: String = "",
      questions: [SurveyV1.Question] = []
    ) {
      self.requestId = requestId
      self.surveyId = surveyId
      self.expectedVersion = expectedVersion
      self.title = title
      self.language = language
      self.questions = questions
    }

    public static var fullName: String { "cameo.survey.v1.CreateSurveyRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__CreateSurveyRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__create_survey_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.requestId = unsafe CopyOut.text(c.pointee.request_id)
      self.surveyId = unsafe CopyOut.text(c.pointee.survey_id)
      self.expectedVersion = unsafe c.pointee.expected_version
      self.title = unsafe CopyOut.text(c.pointee.title)
      self.language = unsafe CopyOut.text(c.pointee.language)
      self.questions = unsafe CopyOut.messages(c.pointee.n_questions, c.pointee.questions)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__create_survey_request__init(c)
      if !self.requestId.isEmpty {
        unsafe c.pointee.request_id = arena.text(self.requestId)
      }
      if !self.surveyId.isEmpty {
        unsafe c.pointee.survey_id = arena.text(self.surveyId)
      }
      unsafe c.pointee.expected_version = self.expectedVersion
      if !self.title.isEmpty {
        unsafe c.pointee.title = arena.text(self.title)
      }
      if !self.language.isEmpty {
        unsafe c.pointee.language = arena.text(self.language)
      }
      if !self.questions.isEmpty {
        unsafe c.pointee.n_questions = self.questions.count
        unsafe c.pointee.questions = arena.messages(self.questions)
      }
    }
  }
}

extension SurveyV1 {
  public struct CreateSurveyReply: Message, @unsafe GeneratedMessage {
    public var survey: SurveyV1.Survey? = nil

    public init() {}

    public init(survey: SurveyV1.Survey? = nil) {
      self.survey = survey
    }

    public static var fullName: String { "cameo.survey.v1.CreateSurveyReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__CreateSurveyReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__create_survey_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      if let value = unsafe c.pointee.survey {
        self.survey = unsafe SurveyV1.Survey(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__create_survey_reply__init(c)
      if let value = self.survey {
        unsafe c.pointee.survey = arena.make(value)
      }
    }
  }
}

extension SurveyV1 {
  public struct GetSurveyRequest: Message, @unsafe GeneratedMessage {
    public var surveyId: String = ""
    /// 0: the newest.
    public var version: UInt32 = 0

    public init() {}

    public init(surveyId: String = "", version: UInt32 = 0) {
      self.surveyId = surveyId
      self.version = version
    }

    public static var fullName: String { "cameo.survey.v1.GetSurveyRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__GetSurveyRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__get_survey_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.surveyId = unsafe CopyOut.text(c.pointee.survey_id)
      self.version = unsafe c.pointee.version
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__get_survey_request__init(c)
      if !self.surveyId.isEmpty {
        unsafe c.pointee.survey_id = arena.text(self.surveyId)
      }
      unsafe c.pointee.version = self.version
    }
  }
}

extension SurveyV1 {
  public struct SubmitResponseRequest: Message, @unsafe GeneratedMessage {
    /// Made by the client, 1 to 128 graphic characters of ASCII: the idempotency key of this write.
    public var responseId: String = ""
    public var customerId: String = ""
    public var surveyId: String = ""
    /// The version that was answered; it must be named.
    public var surveyVersion: UInt32 = 0
    public var mode: SurveyV1.Mode = .init(rawValue: 0)
    /// When the customer answered; absent: now. At most 5 minutes ahead of the service's clock.
    public var answeredAt: Google.Timestamp? = nil
    /// At most one for each question, at least one in all.
    public var answers: [SurveyV1.Answer] = []

    public init() {}

    public init(
      responseId: String = "",
      customerId: String = "",
      surveyId: String = "",
      surveyVersion: UInt32 = 0,
      mode: SurveyV1.Mode = .init(rawValue: 0),
      answeredAt: Google.Timestamp? = nil,
      answers: [SurveyV1.Answer] = []
    ) {
      self.responseId = responseId
      self.customerId = customerId
      self.surveyId = surveyId
      self.surveyVersion = surveyVersion
      self.mode = mode
      self.answeredAt = answeredAt
      self.answers = answers
    }

    public static var fullName: String { "cameo.survey.v1.SubmitResponseRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__SubmitResponseRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__submit_response_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.responseId = unsafe CopyOut.text(c.pointee.response_id)
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.surveyId = unsafe CopyOut.text(c.pointee.survey_id)
      self.surveyVersion = unsafe c.pointee.survey_version
      self.mode = unsafe SurveyV1.Mode(rawValue: Int32(truncatingIfNeeded: c.pointee.mode.rawValue))
      if let value = unsafe c.pointee.answered_at {
        self.answeredAt = unsafe Google.Timestamp(copying: value)
      }
      self.answers = unsafe CopyOut.messages(c.pointee.n_answers, c.pointee.answers)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__submit_response_request__init(c)
      if !self.responseId.isEmpty {
        unsafe c.pointee.response_id = arena.text(self.responseId)
      }
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if !self.surveyId.isEmpty {
        unsafe c.pointee.survey_id = arena.text(self.surveyId)
      }
      unsafe c.pointee.survey_version = self.surveyVersion
      unsafe c.pointee.mode = .init(rawValue: .init(truncatingIfNeeded: self.mode.rawValue))
      if let value = self.answeredAt {
        unsafe c.pointee.answered_at = arena.make(value)
      }
      if !self.answers.isEmpty {
        unsafe c.pointee.n_answers = self.answers.count
        unsafe c.pointee.answers = arena.messages(self.answers)
      }
    }
  }
}

extension SurveyV1 {
  public struct SubmitResponseReply: Message, @unsafe GeneratedMessage {
    public var responseId: String = ""
    public var answeredAt: Google.Timestamp? = nil
    public var recordedAt: Google.Timestamp? = nil

    public init() {}

    public init(
      responseId: String = "",
      answeredAt: Google.Timestamp? = nil,
      recordedAt: Google.Timestamp? = nil
    ) {
      self.responseId = responseId
      self.answeredAt = answeredAt
      self.recordedAt = recordedAt
    }

    public static var fullName: String { "cameo.survey.v1.SubmitResponseReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__SubmitResponseReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__submit_response_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.responseId = unsafe CopyOut.text(c.pointee.response_id)
      if let value = unsafe c.pointee.answered_at {
        self.answeredAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.recorded_at {
        self.recordedAt = unsafe Google.Timestamp(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__submit_response_reply__init(c)
      if !self.responseId.isEmpty {
        unsafe c.pointee.response_id = arena.text(self.responseId)
      }
      if let value = self.answeredAt {
        unsafe c.pointee.answered_at = arena.make(value)
      }
      if let value = self.recordedAt {
        unsafe c.pointee.recorded_at = arena.make(value)
      }
    }
  }
}

extension SurveyV1 {
  public struct GetNpsRequest: Message, @unsafe GeneratedMessage {
    public var surveyId: String = ""
    /// Must be an NPS question; may be empty where the survey has exactly one.
    public var questionId: String = ""
    /// 0: answers to all versions that have the question.
    public var surveyVersion: UInt32 = 0
    /// Half-open window [from_at, to_at) of answered_at; each end may be absent.
    public var fromAt: Google.Timestamp? = nil
    public var toAt: Google.Timestamp? = nil
    public var counting: SurveyV1.NpsCounting = .init(rawValue: 0)
    public var method: SurveyV1.IntervalMethod = .init(rawValue: 0)

    public init() {}

    public init(
      surveyId: String = "",
      questionId: String = "",
      surveyVersion: UInt32 = 0,
      fromAt: Google.Timestamp? = nil,
      toAt: Google.Timestamp? = nil,
      counting: SurveyV1.NpsCounting = .init(rawValue: 0),
      method: SurveyV1.IntervalMethod = .init(rawValue: 0)
    ) {
      self.surveyId = surveyId
      self.questionId = questionId
      self.surveyVersion = surveyVersion
      self.fromAt = fromAt
      self.toAt = toAt
      self.counting = counting
      self.method = method
    }

    public static var fullName: String { "cameo.survey.v1.GetNpsRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__GetNpsRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__get_nps_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.surveyId = unsafe CopyOut.text(c.pointee.survey_id)
      self.questionId = unsafe CopyOut.text(c.pointee.question_id)
      self.surveyVersion = unsafe c.pointee.survey_version
      if let value = unsafe c.pointee.from_at {
        self.fromAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.to_at {
        self.toAt = unsafe Google.Timestamp(copying: value)
      }
      self.counting = unsafe SurveyV1.NpsCounting(rawValue: Int32(truncatingIfNeeded: c.pointee.counting.rawValue))
      self.method = unsafe SurveyV1.IntervalMethod(rawValue: Int32(truncatingIfNeeded: c.pointee.method.rawValue))
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__get_nps_request__init(c)
      if !self.surveyId.isEmpty {
        unsafe c.pointee.survey_id = arena.text(self.surveyId)
      }
      if !self.questionId.isEmpty {
        unsafe c.pointee.question_id = arena.text(self.questionId)
      }
      unsafe c.pointee.survey_version = self.surveyVersion
      if let value = self.fromAt {
        unsafe c.pointee.from_at = arena.make(value)
      }
      if let value = self.toAt {
        unsafe c.pointee.to_at = arena.make(value)
      }
      unsafe c.pointee.counting = .init(rawValue: .init(truncatingIfNeeded: self.counting.rawValue))
      unsafe c.pointee.method = .init(rawValue: .init(truncatingIfNeeded: self.method.rawValue))
    }
  }
}

extension SurveyV1 {
  /// Percentage points, -100 to 100.
  public struct NpsScore: Message, @unsafe GeneratedMessage {
    public var points: Double = 0

    public init() {}

    public init(points: Double = 0) {
      self.points = points
    }

    public static var fullName: String { "cameo.survey.v1.NpsScore" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__NpsScore
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__nps_score__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.points = unsafe c.pointee.points
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__nps_score__init(c)
      unsafe c.pointee.points = self.points
    }
  }
}

extension SurveyV1 {
  public struct NpsInterval: Message, @unsafe GeneratedMessage {
    /// Percentage points, within [-100, 100].
    public var low: Double = 0
    public var high: Double = 0
    /// 0.95.
    public var confidence: Double = 0
    public var method: SurveyV1.IntervalMethod = .init(rawValue: 0)

    public init() {}

    public init(
      low: Double = 0,
      high: Double = 0,
      confidence: Double = 0,
      method: SurveyV1.IntervalMethod = .init(rawValue: 0)
    ) {
      self.low = low
      self.high = high
      self.confidence = confidence
      self.method = method
    }

    public static var fullName: String { "cameo.survey.v1.NpsInterval" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__NpsInterval
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__nps_interval__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.low = unsafe c.pointee.low
      self.high = unsafe c.pointee.high
      self.confidence = unsafe c.pointee.confidence
      self.method = unsafe SurveyV1.IntervalMethod(rawValue: Int32(truncatingIfNeeded: c.pointee.method.rawValue))
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__nps_interval__init(c)
      unsafe c.pointee.low = self.low
      unsafe c.pointee.high = self.high
      unsafe c.pointee.confidence = self.confidence
      unsafe c.pointee.method = .init(rawValue: .init(truncatingIfNeeded: self.method.rawValue))
    }
  }
}

extension SurveyV1 {
  public struct ModeCount: Message, @unsafe GeneratedMessage {
    public var mode: SurveyV1.Mode = .init(rawValue: 0)
    public var n: UInt32 = 0

    public init() {}

    public init(mode: SurveyV1.Mode = .init(rawValue: 0), n: UInt32 = 0) {
      self.mode = mode
      self.n = n
    }

    public static var fullName: String { "cameo.survey.v1.ModeCount" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__ModeCount
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__mode_count__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.mode = unsafe SurveyV1.Mode(rawValue: Int32(truncatingIfNeeded: c.pointee.mode.rawValue))
      self.n = unsafe c.pointee.n
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__mode_count__init(c)
      unsafe c.pointee.mode = .init(rawValue: .init(truncatingIfNeeded: self.mode.rawValue))
      unsafe c.pointee.n = self.n
    }
  }
}

extension SurveyV1 {
  public struct GetNpsReply: Message, @unsafe GeneratedMessage {
    public var surveyId: String = ""
    public var questionId: String = ""
    /// Absent with n = 0: no answer is no score, not a score of 0.
    public var score: SurveyV1.NpsScore? = nil
    /// promoters + passives + detractors.
    public var n: UInt32 = 0
    /// 9 and 10.
    public var promoters: UInt32 = 0
    /// 7 and 8.
    public var passives: UInt32 = 0
    /// 0 to 6.
    public var detractors: UInt32 = 0
    /// Absent with n = 0.
    public var interval: SurveyV1.NpsInterval? = nil
    /// One answer moves the score by up to this many points: 200/n. 0 with n = 0.
    public var pointsPerAnswer: Double = 0
    /// Seen and closed without an answer; not in n.
    public var dismissed: UInt32 = 0
    /// Answers left out because the same customer answered later; not in n.
    public var superseded: UInt32 = 0
    public var counting: SurveyV1.NpsCounting = .init(rawValue: 0)
    /// How the n answers were collected, most frequent first.
    public var modes: [SurveyV1.ModeCount] = []

    public init() {}

    public init(
      surveyId: String = "",
      questionId: String = "",
      score: SurveyV1.NpsScore? = nil,
      n: UInt32 = 0,
      promoters: UInt32 = 0,
      passives: UInt32 = 0,
      detractors: UInt32 = 0,
      interval: SurveyV1.NpsInterval? = nil,
      pointsPerAnswer: Double = 0,
      dismissed: UInt32 = 0,
      superseded: UInt32 = 0,
      counting: SurveyV1.NpsCounting = .init(rawValue: 0),
      modes: [SurveyV1.ModeCount] = []
    ) {
      self.surveyId = surveyId
      self.questionId = questionId
      self.score = score
      self.n = n
      self.promoters = promoters
      self.passives = passives
      self.detractors = detractors
      self.interval = interval
      self.pointsPerAnswer = pointsPerAnswer
      self.dismissed = dismissed
      self.superseded = superseded
      self.counting = counting
      self.modes = modes
    }

    public static var fullName: String { "cameo.survey.v1.GetNpsReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__GetNpsReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__get_nps_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.surveyId = unsafe CopyOut.text(c.pointee.survey_id)
      self.questionId = unsafe CopyOut.text(c.pointee.question_id)
      if let value = unsafe c.pointee.score {
        self.score = unsafe SurveyV1.NpsScore(copying: value)
      }
      self.n = unsafe c.pointee.n
      self.promoters = unsafe c.pointee.promoters
      self.passives = unsafe c.pointee.passives
      self.detractors = unsafe c.pointee.detractors
      if let value = unsafe c.pointee.interval {
        self.interval = unsafe SurveyV1.NpsInterval(copying: value)
      }
      self.pointsPerAnswer = unsafe c.pointee.points_per_answer
      self.dismissed = unsafe c.pointee.dismissed
      self.superseded = unsafe c.pointee.superseded
      self.counting = unsafe SurveyV1.NpsCounting(rawValue: Int32(truncatingIfNeeded: c.pointee.counting.rawValue))
      self.modes = unsafe CopyOut.messages(c.pointee.n_modes, c.pointee.modes)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__get_nps_reply__init(c)
      if !self.surveyId.isEmpty {
        unsafe c.pointee.survey_id = arena.text(self.surveyId)
      }
      if !self.questionId.isEmpty {
        unsafe c.pointee.question_id = arena.text(self.questionId)
      }
      if let value = self.score {
        unsafe c.pointee.score = arena.make(value)
      }
      unsafe c.pointee.n = self.n
      unsafe c.pointee.promoters = self.promoters
      unsafe c.pointee.passives = self.passives
      unsafe c.pointee.detractors = self.detractors
      if let value = self.interval {
        unsafe c.pointee.interval = arena.make(value)
      }
      unsafe c.pointee.points_per_answer = self.pointsPerAnswer
      unsafe c.pointee.dismissed = self.dismissed
      unsafe c.pointee.superseded = self.superseded
      unsafe c.pointee.counting = .init(rawValue: .init(truncatingIfNeeded: self.counting.rawValue))
      if !self.modes.isEmpty {
        unsafe c.pointee.n_modes = self.modes.count
        unsafe c.pointee.modes = arena.messages(self.modes)
      }
    }
  }
}

extension SurveyV1 {
  public struct GetSubjectSummaryRequest: Message, @unsafe GeneratedMessage {
    public var customerId: String = ""

    public init() {}

    public init(customerId: String = "") {
      self.customerId = customerId
    }

    public static var fullName: String { "cameo.survey.v1.GetSubjectSummaryRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__GetSubjectSummaryRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__get_subject_summary_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__get_subject_summary_request__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
    }
  }
}

extension SurveyV1 {
  public struct EraseSubjectRequest: Message, @unsafe GeneratedMessage {
    /// 1 to 128 graphic characters of ASCII: for the record of who asked for what
    public var requestId: String = ""
    public var customerId: String = ""

    public init() {}

    public init(requestId: String = "", customerId: String = "") {
      self.requestId = requestId
      self.customerId = customerId
    }

    public static var fullName: String { "cameo.survey.v1.EraseSubjectRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__EraseSubjectRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__erase_subject_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.requestId = unsafe CopyOut.text(c.pointee.request_id)
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__erase_subject_request__init(c)
      if !self.requestId.isEmpty {
        unsafe c.pointee.request_id = arena.text(self.requestId)
      }
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
    }
  }
}

extension SurveyV1 {
  public struct EraseSubjectReply: Message, @unsafe GeneratedMessage {
    public var erasedAt: Google.Timestamp? = nil
    public var reach: RPCV1.ErasureReach = .init(rawValue: 0)
    /// for a person: what is gone, and what is not
    public var message: String = ""

    public init() {}

    public init(
      erasedAt: Google.Timestamp? = nil,
      reach: RPCV1.ErasureReach = .init(rawValue: 0),
      message: String = ""
    ) {
      self.erasedAt = erasedAt
      self.reach = reach
      self.message = message
    }

    public static var fullName: String { "cameo.survey.v1.EraseSubjectReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__EraseSubjectReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__erase_subject_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      if let value = unsafe c.pointee.erased_at {
        self.erasedAt = unsafe Google.Timestamp(copying: value)
      }
      self.reach = unsafe RPCV1.ErasureReach(rawValue: Int32(truncatingIfNeeded: c.pointee.reach.rawValue))
      self.message = unsafe CopyOut.text(c.pointee.message)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__erase_subject_reply__init(c)
      if let value = self.erasedAt {
        unsafe c.pointee.erased_at = arena.make(value)
      }
      unsafe c.pointee.reach = .init(rawValue: .init(truncatingIfNeeded: self.reach.rawValue))
      if !self.message.isEmpty {
        unsafe c.pointee.message = arena.text(self.message)
      }
    }
  }
}

extension SurveyV1 {
  public struct WatchChangesRequest: Message, @unsafe GeneratedMessage {
    /// 0: from the beginning of the log.
    public var afterCursor: UInt64 = 0
    /// Empty: every customer.
    public var customerId: String = ""
    /// The name of a registered consumer (cameo.rpc.v1.ChangeLogService), which goes on behind what it has acknowledged; empty:
    /// nobody's.
    public var consumer: String = ""
    /// How often the log may grow by others' changes alone before a passed_cursor is sent; the first comes at once. 0: none
    /// is sent.
    public var passedEvery: UInt32 = 0

    public init() {}

    public init(
      afterCursor: UInt64 = 0,
      customerId: String = "",
      consumer: String = "",
      passedEvery: UInt32 = 0
    ) {
      self.afterCursor = afterCursor
      self.customerId = customerId
      self.consumer = consumer
      self.passedEvery = passedEvery
    }

    public static var fullName: String { "cameo.survey.v1.WatchChangesRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__WatchChangesRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__watch_changes_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.afterCursor = unsafe c.pointee.after_cursor
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.consumer = unsafe CopyOut.text(c.pointee.consumer)
      self.passedEvery = unsafe c.pointee.passed_every
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__watch_changes_request__init(c)
      unsafe c.pointee.after_cursor = self.afterCursor
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if !self.consumer.isEmpty {
        unsafe c.pointee.consumer = arena.text(self.consumer)
      }
      unsafe c.pointee.passed_every = self.passedEvery
    }
  }
}

extension SurveyV1 {
  /// Kinds: "survey.created" (customer_id empty; detail is a SurveyCreated) and "response.submitted" (detail is a
  /// ResponseSubmitted); "subject.erased" (detail is a cameo.rpc.v1.SubjectErased).
  public struct WatchChangesReply: Message, @unsafe GeneratedMessage {
    public var change: RPCV1.Change? = nil
    /// Without a change: nothing else has come up to here, and a watch may go on behind it.
    public var passedCursor: UInt64 = 0

    public init() {}

    public init(change: RPCV1.Change? = nil, passedCursor: UInt64 = 0) {
      self.change = change
      self.passedCursor = passedCursor
    }

    public static var fullName: String { "cameo.survey.v1.WatchChangesReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__WatchChangesReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__watch_changes_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      if let value = unsafe c.pointee.change {
        self.change = unsafe RPCV1.Change(copying: value)
      }
      self.passedCursor = unsafe c.pointee.passed_cursor
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__watch_changes_reply__init(c)
      if let value = self.change {
        unsafe c.pointee.change = arena.make(value)
      }
      unsafe c.pointee.passed_cursor = self.passedCursor
    }
  }
}

extension SurveyV1 {
  /// Whose answers count when a customer answered more than once.
  public struct NpsCounting: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    /// The same as LATEST_PER_CUSTOMER.
    public static let unspecified = Self(rawValue: 0)
    /// One person, one voice: the latest answer in the window, by answered_at.
    public static let latestPerCustomer = Self(rawValue: 1)
    /// Every answer. The interval then says less than it seems to: answers of one person are not independent.
    public static let everyAnswer = Self(rawValue: 2)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .latestPerCustomer, .everyAnswer]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "NPS_COUNTING_UNSPECIFIED"
      case 1: "NPS_COUNTING_LATEST_PER_CUSTOMER"
      case 2: "NPS_COUNTING_EVERY_ANSWER"
      default: "\(rawValue)"
      }
    }
  }
}

extension SurveyV1 {
  public struct IntervalMethod: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    /// The same as ADJUSTED_WALD.
    public static let unspecified = Self(rawValue: 0)
    /// Rocks 2016, The American Statistician; arXiv 1601.07235.
    public static let adjustedWald = Self(rawValue: 1)
    /// Tango 1998, the trinomial score interval: wider, for n < 10 or to be conservative.
    public static let score = Self(rawValue: 2)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .adjustedWald, .score]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "INTERVAL_METHOD_UNSPECIFIED"
      case 1: "INTERVAL_METHOD_ADJUSTED_WALD"
      case 2: "INTERVAL_METHOD_SCORE"
      default: "\(rawValue)"
      }
    }
  }
}

extension SubmessageField where Whole == SurveyV1.CreateSurveyRequest, Part == SurveyV1.Question {
  /// ``SurveyV1.CreateSurveyRequest/questions``
  public static var questions: Self { Self(number: 6) }
}

extension SubmessageField where Whole == SurveyV1.CreateSurveyReply, Part == SurveyV1.Survey {
  /// ``SurveyV1.CreateSurveyReply/survey``
  public static var survey: Self { Self(number: 1) }
}

extension SubmessageField where Whole == SurveyV1.SubmitResponseRequest, Part == Google.Timestamp {
  /// ``SurveyV1.SubmitResponseRequest/answeredAt``
  public static var answeredAt: Self { Self(number: 6) }
}

extension SubmessageField where Whole == SurveyV1.SubmitResponseRequest, Part == SurveyV1.Answer {
  /// ``SurveyV1.SubmitResponseRequest/answers``
  public static var answers: Self { Self(number: 7) }
}

extension SubmessageField where Whole == SurveyV1.SubmitResponseReply, Part == Google.Timestamp {
  /// ``SurveyV1.SubmitResponseReply/answeredAt``
  public static var answeredAt: Self { Self(number: 2) }
}

extension SubmessageField where Whole == SurveyV1.SubmitResponseReply, Part == Google.Timestamp {
  /// ``SurveyV1.SubmitResponseReply/recordedAt``
  public static var recordedAt: Self { Self(number: 3) }
}

extension SubmessageField where Whole == SurveyV1.GetNpsRequest, Part == Google.Timestamp {
  /// ``SurveyV1.GetNpsRequest/fromAt``
  public static var fromAt: Self { Self(number: 4) }
}

extension SubmessageField where Whole == SurveyV1.GetNpsRequest, Part == Google.Timestamp {
  /// ``SurveyV1.GetNpsRequest/toAt``
  public static var toAt: Self { Self(number: 5) }
}

extension SubmessageField where Whole == SurveyV1.GetNpsReply, Part == SurveyV1.NpsScore {
  /// ``SurveyV1.GetNpsReply/score``
  public static var score: Self { Self(number: 3) }
}

extension SubmessageField where Whole == SurveyV1.GetNpsReply, Part == SurveyV1.NpsInterval {
  /// ``SurveyV1.GetNpsReply/interval``
  public static var interval: Self { Self(number: 8) }
}

extension SubmessageField where Whole == SurveyV1.GetNpsReply, Part == SurveyV1.ModeCount {
  /// ``SurveyV1.GetNpsReply/modes``
  public static var modes: Self { Self(number: 13) }
}

extension SubmessageField where Whole == SurveyV1.EraseSubjectReply, Part == Google.Timestamp {
  /// ``SurveyV1.EraseSubjectReply/erasedAt``
  public static var erasedAt: Self { Self(number: 1) }
}

extension SubmessageField where Whole == SurveyV1.WatchChangesReply, Part == RPCV1.Change {
  /// ``SurveyV1.WatchChangesReply/change``
  public static var change: Self { Self(number: 1) }
}
