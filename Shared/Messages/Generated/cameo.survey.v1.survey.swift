// Generated from cameo/survey/v1/survey.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension SurveyV1 {
  public struct Choice: Message, @unsafe GeneratedMessage {
    /// Unique in its question: lower-case letters, digits, '-' and '_', at most 64.
    public var id: String = ""
    public var text: String = ""

    public init() {}

    public init(id: String = "", text: String = "") {
      self.id = id
      self.text = text
    }

    public static var fullName: String { "cameo.survey.v1.Choice" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__Choice
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__choice__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.id = unsafe CopyOut.text(c.pointee.id)
      self.text = unsafe CopyOut.text(c.pointee.text)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__choice__init(c)
      if !self.id.isEmpty {
        unsafe c.pointee.id = arena.text(self.id)
      }
      if !self.text.isEmpty {
        unsafe c.pointee.text = arena.text(self.text)
      }
    }
  }
}

extension SurveyV1 {
  /// Whole numbers from lowest to highest, both included; at most 101 of them.
  public struct Scale: Message, @unsafe GeneratedMessage {
    public var lowest: Int32 = 0
    public var highest: Int32 = 0
    public var lowestLabel: String = ""
    public var highestLabel: String = ""

    public init() {}

    public init(
      lowest: Int32 = 0,
      highest: Int32 = 0,
      lowestLabel: String = "",
      highestLabel: String = ""
    ) {
      self.lowest = lowest
      self.highest = highest
      self.lowestLabel = lowestLabel
      self.highestLabel = highestLabel
    }

    public static var fullName: String { "cameo.survey.v1.Scale" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__Scale
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__scale__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.lowest = unsafe c.pointee.lowest
      self.highest = unsafe c.pointee.highest
      self.lowestLabel = unsafe CopyOut.text(c.pointee.lowest_label)
      self.highestLabel = unsafe CopyOut.text(c.pointee.highest_label)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__scale__init(c)
      unsafe c.pointee.lowest = self.lowest
      unsafe c.pointee.highest = self.highest
      if !self.lowestLabel.isEmpty {
        unsafe c.pointee.lowest_label = arena.text(self.lowestLabel)
      }
      if !self.highestLabel.isEmpty {
        unsafe c.pointee.highest_label = arena.text(self.highestLabel)
      }
    }
  }
}

extension SurveyV1 {
  public struct Question: Message, @unsafe GeneratedMessage {
    /// Unique in its survey: lower-case letters, digits, '-' and '_', at most 64.
    public var id: String = ""
    public var kind: SurveyV1.QuestionKind = .init(rawValue: 0)
    /// As the respondent reads it.
    public var text: String = ""
    /// single and multi only: at least two.
    public var choices: [SurveyV1.Choice] = []
    /// scale and matrix: must be set; csat and ces: may be; others: must not be.
    public var scale: SurveyV1.Scale? = nil
    /// matrix only: at least one.
    public var rows: [SurveyV1.Choice] = []
    public var requirement: SurveyV1.Requirement = .init(rawValue: 0)

    public init() {}

    public init(
      id: String = "",
      kind: SurveyV1.QuestionKind = .init(rawValue: 0),
      text: String = "",
      choices: [SurveyV1.Choice] = [],
      scale: SurveyV1.Scale? = nil,
      rows: [SurveyV1.Choice] = [],
      requirement: SurveyV1.Requirement = .init(rawValue: 0)
    ) {
      self.id = id
      self.kind = kind
      self.text = text
      self.choices = choices
      self.scale = scale
      self.rows = rows
      self.requirement = requirement
    }

    public static var fullName: String { "cameo.survey.v1.Question" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__Question
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__question__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.id = unsafe CopyOut.text(c.pointee.id)
      self.kind = unsafe SurveyV1.QuestionKind(rawValue: Int32(truncatingIfNeeded: c.pointee.kind.rawValue))
      self.text = unsafe CopyOut.text(c.pointee.text)
      self.choices = unsafe CopyOut.messages(c.pointee.n_choices, c.pointee.choices)
      if let value = unsafe c.pointee.scale {
        self.scale = unsafe SurveyV1.Scale(copying: value)
      }
      self.rows = unsafe CopyOut.messages(c.pointee.n_rows, c.pointee.rows)
      self.requirement = unsafe SurveyV1.Requirement(rawValue: Int32(truncatingIfNeeded: c.pointee.requirement.rawValue))
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__question__init(c)
      if !self.id.isEmpty {
        unsafe c.pointee.id = arena.text(self.id)
      }
      unsafe c.pointee.kind = .init(rawValue: .init(truncatingIfNeeded: self.kind.rawValue))
      if !self.text.isEmpty {
        unsafe c.pointee.text = arena.text(self.text)
      }
      if !self.choices.isEmpty {
        unsafe c.pointee.n_choices = self.choices.count
        unsafe c.pointee.choices = arena.messages(self.choices)
      }
      if let value = self.scale {
        unsafe c.pointee.scale = arena.make(value)
      }
      if !self.rows.isEmpty {
        unsafe c.pointee.n_rows = self.rows.count
        unsafe c.pointee.rows = arena.messages(self.rows)
      }
      unsafe c.pointee.requirement = .init(rawValue: .init(truncatingIfNeeded: self.requirement.rawValue))
    }
  }
}

extension SurveyV1 {
  /// One frozen version of a survey.
  public struct Survey: Message, @unsafe GeneratedMessage {
    /// Starts with "srv_".
    public var surveyId: String = ""
    /// 1, 2, 3 ...
    public var version: UInt32 = 0
    public var title: String = ""
    /// BCP 47, "en" or "de-AT"; may be empty.
    public var language: String = ""
    public var questions: [SurveyV1.Question] = []
    public var createdAt: Google.Timestamp? = nil

    public init() {}

    public init(
      surveyId: String = "",
      version: UInt32 = 0,
      title: String = "",
      language: String = "",
      questions: [SurveyV1.Question] = [],
      createdAt: Google.Timestamp? = nil
    ) {
      self.surveyId = surveyId
      self.version = version
      self.title = title
      self.language = language
      self.questions = questions
      self.createdAt = createdAt
    }

    public static var fullName: String { "cameo.survey.v1.Survey" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__Survey
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__survey__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.surveyId = unsafe CopyOut.text(c.pointee.survey_id)
      self.version = unsafe c.pointee.version
      self.title = unsafe CopyOut.text(c.pointee.title)
      self.language = unsafe CopyOut.text(c.pointee.language)
      self.questions = unsafe CopyOut.messages(c.pointee.n_questions, c.pointee.questions)
      if let value = unsafe c.pointee.created_at {
        self.createdAt = unsafe Google.Timestamp(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__survey__init(c)
      if !self.surveyId.isEmpty {
        unsafe c.pointee.survey_id = arena.text(self.surveyId)
      }
      unsafe c.pointee.version = self.version
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
      if let value = self.createdAt {
        unsafe c.pointee.created_at = arena.make(value)
      }
    }
  }
}

extension SurveyV1 {
  /// The question was seen and closed without an answer. Recorded, and never part of a denominator.
  public struct Dismissal: Message, @unsafe GeneratedMessage {
    public init() {}

    public static var fullName: String { "cameo.survey.v1.Dismissal" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__Dismissal
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__dismissal__init)

    init(copying c: UnsafePointer<CStruct>) {
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__dismissal__init(c)
    }
  }
}

extension SurveyV1 {
  public struct Selection: Message, @unsafe GeneratedMessage {
    /// At least one; order is kept, none twice.
    public var choiceIds: [String] = []

    public init() {}

    public init(choiceIds: [String] = []) {
      self.choiceIds = choiceIds
    }

    public static var fullName: String { "cameo.survey.v1.Selection" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__Selection
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__selection__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.choiceIds = unsafe CopyOut.list(c.pointee.n_choice_ids, c.pointee.choice_ids) { unsafe CopyOut.text($0) }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__selection__init(c)
      if !self.choiceIds.isEmpty {
        unsafe c.pointee.n_choice_ids = self.choiceIds.count
        unsafe c.pointee.choice_ids = arena.list(self.choiceIds) { unsafe arena.text($0) }
      }
    }
  }
}

extension SurveyV1 {
  public struct RowValue: Message, @unsafe GeneratedMessage {
    public var rowId: String = ""
    public var number: Int32 = 0

    public init() {}

    public init(rowId: String = "", number: Int32 = 0) {
      self.rowId = rowId
      self.number = number
    }

    public static var fullName: String { "cameo.survey.v1.RowValue" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__RowValue
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__row_value__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.rowId = unsafe CopyOut.text(c.pointee.row_id)
      self.number = unsafe c.pointee.number
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__row_value__init(c)
      if !self.rowId.isEmpty {
        unsafe c.pointee.row_id = arena.text(self.rowId)
      }
      unsafe c.pointee.number = self.number
    }
  }
}

extension SurveyV1 {
  public struct MatrixValue: Message, @unsafe GeneratedMessage {
    /// One for each row of the question.
    public var rows: [SurveyV1.RowValue] = []

    public init() {}

    public init(rows: [SurveyV1.RowValue] = []) {
      self.rows = rows
    }

    public static var fullName: String { "cameo.survey.v1.MatrixValue" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__MatrixValue
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__matrix_value__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.rows = unsafe CopyOut.messages(c.pointee.n_rows, c.pointee.rows)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__matrix_value__init(c)
      if !self.rows.isEmpty {
        unsafe c.pointee.n_rows = self.rows.count
        unsafe c.pointee.rows = arena.messages(self.rows)
      }
    }
  }
}

extension SurveyV1 {
  public struct Answer: Message, @unsafe GeneratedMessage {
    public var questionId: String = ""
    public var value: Value? = nil
    /// Why, in the respondent's own words; may be empty, and must be so with `dismissed`. At most 4 000 bytes.
    public var comment: String = ""

    public init() {}

    public init(questionId: String = "", value: Value? = nil, comment: String = "") {
      self.questionId = questionId
      self.value = value
      self.comment = comment
    }

    public enum Value: Sendable, Equatable {
      /// nps, csat, ces and scale: whole numbers only, never rounded.
      case number(Int32)
      /// single: the id of a choice.
      case choiceId(String)
      /// multi.
      case selection(SurveyV1.Selection)
      /// text: at most 4 000 bytes.
      case text(String)
      /// matrix.
      case matrix(SurveyV1.MatrixValue)
      case dismissed(SurveyV1.Dismissal)
    }

    public static var fullName: String { "cameo.survey.v1.Answer" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__Answer
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__answer__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.questionId = unsafe CopyOut.text(c.pointee.question_id)
      switch unsafe c.pointee.value_case.rawValue {
      case 2:
        self.value = unsafe .number(c.pointee.number)
      case 3:
        self.value = unsafe .choiceId(CopyOut.text(c.pointee.choice_id))
      case 4:
        if let value = unsafe c.pointee.selection {
          self.value = unsafe .selection(SurveyV1.Selection(copying: value))
        }
      case 5:
        self.value = unsafe .text(CopyOut.text(c.pointee.text))
      case 6:
        if let value = unsafe c.pointee.matrix {
          self.value = unsafe .matrix(SurveyV1.MatrixValue(copying: value))
        }
      case 7:
        if let value = unsafe c.pointee.dismissed {
          self.value = unsafe .dismissed(SurveyV1.Dismissal(copying: value))
        }
      default: break
      }
      self.comment = unsafe CopyOut.text(c.pointee.comment)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__answer__init(c)
      if !self.questionId.isEmpty {
        unsafe c.pointee.question_id = arena.text(self.questionId)
      }
      switch self.value {
      case .number(let value)?:
        unsafe c.pointee.value_case = .init(rawValue: 2)
        unsafe c.pointee.number = value
      case .choiceId(let value)?:
        unsafe c.pointee.value_case = .init(rawValue: 3)
        unsafe c.pointee.choice_id = arena.text(value)
      case .selection(let value)?:
        unsafe c.pointee.value_case = .init(rawValue: 4)
        unsafe c.pointee.selection = arena.make(value)
      case .text(let value)?:
        unsafe c.pointee.value_case = .init(rawValue: 5)
        unsafe c.pointee.text = arena.text(value)
      case .matrix(let value)?:
        unsafe c.pointee.value_case = .init(rawValue: 6)
        unsafe c.pointee.matrix = arena.make(value)
      case .dismissed(let value)?:
        unsafe c.pointee.value_case = .init(rawValue: 7)
        unsafe c.pointee.dismissed = arena.make(value)
      case nil: break
      }
      if !self.comment.isEmpty {
        unsafe c.pointee.comment = arena.text(self.comment)
      }
    }
  }
}

extension SurveyV1 {
  public struct NpsAnswer: Message, @unsafe GeneratedMessage {
    /// 0 to 10.
    public var score: UInt32 = 0
    public var category: SurveyV1.NpsCategory = .init(rawValue: 0)
    /// The respondent's own words; may be empty.
    public var comment: String = ""
    public var answeredAt: Google.Timestamp? = nil
    public var surveyId: String = ""
    public var questionId: String = ""
    public var responseId: String = ""

    public init() {}

    public init(
      score: UInt32 = 0,
      category: SurveyV1.NpsCategory = .init(rawValue: 0),
      comment: String = "",
      answeredAt: Google.Timestamp? = nil,
      surveyId: String = "",
      questionId: String = "",
      responseId: String = ""
    ) {
      self.score = score
      self.category = category
      self.comment = comment
      self.answeredAt = answeredAt
      self.surveyId = surveyId
      self.questionId = questionId
      self.responseId = responseId
    }

    public static var fullName: String { "cameo.survey.v1.NpsAnswer" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__NpsAnswer
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__nps_answer__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.score = unsafe c.pointee.score
      self.category = unsafe SurveyV1.NpsCategory(rawValue: Int32(truncatingIfNeeded: c.pointee.category.rawValue))
      self.comment = unsafe CopyOut.text(c.pointee.comment)
      if let value = unsafe c.pointee.answered_at {
        self.answeredAt = unsafe Google.Timestamp(copying: value)
      }
      self.surveyId = unsafe CopyOut.text(c.pointee.survey_id)
      self.questionId = unsafe CopyOut.text(c.pointee.question_id)
      self.responseId = unsafe CopyOut.text(c.pointee.response_id)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__nps_answer__init(c)
      unsafe c.pointee.score = self.score
      unsafe c.pointee.category = .init(rawValue: .init(truncatingIfNeeded: self.category.rawValue))
      if !self.comment.isEmpty {
        unsafe c.pointee.comment = arena.text(self.comment)
      }
      if let value = self.answeredAt {
        unsafe c.pointee.answered_at = arena.make(value)
      }
      if !self.surveyId.isEmpty {
        unsafe c.pointee.survey_id = arena.text(self.surveyId)
      }
      if !self.questionId.isEmpty {
        unsafe c.pointee.question_id = arena.text(self.questionId)
      }
      if !self.responseId.isEmpty {
        unsafe c.pointee.response_id = arena.text(self.responseId)
      }
    }
  }
}

extension SurveyV1 {
  public struct AnswerRecord: Message, @unsafe GeneratedMessage {
    public var responseId: String = ""
    public var surveyId: String = ""
    public var surveyVersion: UInt32 = 0
    public var kind: SurveyV1.QuestionKind = .init(rawValue: 0)
    /// As the respondent read it.
    public var questionText: String = ""
    public var answer: SurveyV1.Answer? = nil
    public var mode: SurveyV1.Mode = .init(rawValue: 0)
    public var answeredAt: Google.Timestamp? = nil

    public init() {}

    public init(
      responseId: String = "",
      surveyId: String = "",
      surveyVersion: UInt32 = 0,
      kind: SurveyV1.QuestionKind = .init(rawValue: 0),
      questionText: String = "",
      answer: SurveyV1.Answer? = nil,
      mode: SurveyV1.Mode = .init(rawValue: 0),
      answeredAt: Google.Timestamp? = nil
    ) {
      self.responseId = responseId
      self.surveyId = surveyId
      self.surveyVersion = surveyVersion
      self.kind = kind
      self.questionText = questionText
      self.answer = answer
      self.mode = mode
      self.answeredAt = answeredAt
    }

    public static var fullName: String { "cameo.survey.v1.AnswerRecord" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__AnswerRecord
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__answer_record__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.responseId = unsafe CopyOut.text(c.pointee.response_id)
      self.surveyId = unsafe CopyOut.text(c.pointee.survey_id)
      self.surveyVersion = unsafe c.pointee.survey_version
      self.kind = unsafe SurveyV1.QuestionKind(rawValue: Int32(truncatingIfNeeded: c.pointee.kind.rawValue))
      self.questionText = unsafe CopyOut.text(c.pointee.question_text)
      if let value = unsafe c.pointee.answer {
        self.answer = unsafe SurveyV1.Answer(copying: value)
      }
      self.mode = unsafe SurveyV1.Mode(rawValue: Int32(truncatingIfNeeded: c.pointee.mode.rawValue))
      if let value = unsafe c.pointee.answered_at {
        self.answeredAt = unsafe Google.Timestamp(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__answer_record__init(c)
      if !self.responseId.isEmpty {
        unsafe c.pointee.response_id = arena.text(self.responseId)
      }
      if !self.surveyId.isEmpty {
        unsafe c.pointee.survey_id = arena.text(self.surveyId)
      }
      unsafe c.pointee.survey_version = self.surveyVersion
      unsafe c.pointee.kind = .init(rawValue: .init(truncatingIfNeeded: self.kind.rawValue))
      if !self.questionText.isEmpty {
        unsafe c.pointee.question_text = arena.text(self.questionText)
      }
      if let value = self.answer {
        unsafe c.pointee.answer = arena.make(value)
      }
      unsafe c.pointee.mode = .init(rawValue: .init(truncatingIfNeeded: self.mode.rawValue))
      if let value = self.answeredAt {
        unsafe c.pointee.answered_at = arena.make(value)
      }
    }
  }
}

extension SurveyV1 {
  /// Something said in the customer's own words.
  public struct Verbatim: Message, @unsafe GeneratedMessage {
    public var text: String = ""
    public var responseId: String = ""
    public var surveyId: String = ""
    public var questionId: String = ""
    public var answeredAt: Google.Timestamp? = nil

    public init() {}

    public init(
      text: String = "",
      responseId: String = "",
      surveyId: String = "",
      questionId: String = "",
      answeredAt: Google.Timestamp? = nil
    ) {
      self.text = text
      self.responseId = responseId
      self.surveyId = surveyId
      self.questionId = questionId
      self.answeredAt = answeredAt
    }

    public static var fullName: String { "cameo.survey.v1.Verbatim" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__Verbatim
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__verbatim__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.text = unsafe CopyOut.text(c.pointee.text)
      self.responseId = unsafe CopyOut.text(c.pointee.response_id)
      self.surveyId = unsafe CopyOut.text(c.pointee.survey_id)
      self.questionId = unsafe CopyOut.text(c.pointee.question_id)
      if let value = unsafe c.pointee.answered_at {
        self.answeredAt = unsafe Google.Timestamp(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__verbatim__init(c)
      if !self.text.isEmpty {
        unsafe c.pointee.text = arena.text(self.text)
      }
      if !self.responseId.isEmpty {
        unsafe c.pointee.response_id = arena.text(self.responseId)
      }
      if !self.surveyId.isEmpty {
        unsafe c.pointee.survey_id = arena.text(self.surveyId)
      }
      if !self.questionId.isEmpty {
        unsafe c.pointee.question_id = arena.text(self.questionId)
      }
      if let value = self.answeredAt {
        unsafe c.pointee.answered_at = arena.make(value)
      }
    }
  }
}

extension SurveyV1 {
  public struct SubjectSummary: Message, @unsafe GeneratedMessage {
    public var customerId: String = ""
    /// Absent where no NPS question was ever answered (a dismissal is no answer).
    public var lastNps: SurveyV1.NpsAnswer? = nil
    /// Newest first, at most 50; `answers` and `dismissed` say how many there are.
    public var history: [SurveyV1.AnswerRecord] = []
    /// Newest first, at most 20; `verbatim_count` says how many there are.
    public var verbatims: [SurveyV1.Verbatim] = []
    public var responses: UInt32 = 0
    /// Questions answered, in all responses; dismissals not counted.
    public var answers: UInt32 = 0
    public var dismissed: UInt32 = 0
    public var verbatimCount: UInt32 = 0
    /// By answered_at. Absent without a response.
    public var firstResponseAt: Google.Timestamp? = nil
    public var lastResponseAt: Google.Timestamp? = nil

    public init() {}

    public init(
      customerId: String = "",
      lastNps: SurveyV1.NpsAnswer? = nil,
      history: [SurveyV1.AnswerRecord] = [],
      verbatims: [SurveyV1.Verbatim] = [],
      responses: UInt32 = 0,
      answers: UInt32 = 0,
      dismissed: UInt32 = 0,
      verbatimCount: UInt32 = 0,
      firstResponseAt: Google.Timestamp? = nil,
      lastResponseAt: Google.Timestamp? = nil
    ) {
      self.customerId = customerId
      self.lastNps = lastNps
      self.history = history
      self.verbatims = verbatims
      self.responses = responses
      self.answers = answers
      self.dismissed = dismissed
      self.verbatimCount = verbatimCount
      self.firstResponseAt = firstResponseAt
      self.lastResponseAt = lastResponseAt
    }

    public static var fullName: String { "cameo.survey.v1.SubjectSummary" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__SubjectSummary
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__subject_summary__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      if let value = unsafe c.pointee.last_nps {
        self.lastNps = unsafe SurveyV1.NpsAnswer(copying: value)
      }
      self.history = unsafe CopyOut.messages(c.pointee.n_history, c.pointee.history)
      self.verbatims = unsafe CopyOut.messages(c.pointee.n_verbatims, c.pointee.verbatims)
      self.responses = unsafe c.pointee.responses
      self.answers = unsafe c.pointee.answers
      self.dismissed = unsafe c.pointee.dismissed
      self.verbatimCount = unsafe c.pointee.verbatim_count
      if let value = unsafe c.pointee.first_response_at {
        self.firstResponseAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.last_response_at {
        self.lastResponseAt = unsafe Google.Timestamp(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__subject_summary__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if let value = self.lastNps {
        unsafe c.pointee.last_nps = arena.make(value)
      }
      if !self.history.isEmpty {
        unsafe c.pointee.n_history = self.history.count
        unsafe c.pointee.history = arena.messages(self.history)
      }
      if !self.verbatims.isEmpty {
        unsafe c.pointee.n_verbatims = self.verbatims.count
        unsafe c.pointee.verbatims = arena.messages(self.verbatims)
      }
      unsafe c.pointee.responses = self.responses
      unsafe c.pointee.answers = self.answers
      unsafe c.pointee.dismissed = self.dismissed
      unsafe c.pointee.verbatim_count = self.verbatimCount
      if let value = self.firstResponseAt {
        unsafe c.pointee.first_response_at = arena.make(value)
      }
      if let value = self.lastResponseAt {
        unsafe c.pointee.last_response_at = arena.make(value)
      }
    }
  }
}

extension SurveyV1 {
  public struct SurveyCreated: Message, @unsafe GeneratedMessage {
    public var surveyId: String = ""
    public var version: UInt32 = 0
    public var title: String = ""

    public init() {}

    public init(surveyId: String = "", version: UInt32 = 0, title: String = "") {
      self.surveyId = surveyId
      self.version = version
      self.title = title
    }

    public static var fullName: String { "cameo.survey.v1.SurveyCreated" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__SurveyCreated
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__survey_created__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.surveyId = unsafe CopyOut.text(c.pointee.survey_id)
      self.version = unsafe c.pointee.version
      self.title = unsafe CopyOut.text(c.pointee.title)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__survey_created__init(c)
      if !self.surveyId.isEmpty {
        unsafe c.pointee.survey_id = arena.text(self.surveyId)
      }
      unsafe c.pointee.version = self.version
      if !self.title.isEmpty {
        unsafe c.pointee.title = arena.text(self.title)
      }
    }
  }
}

extension SurveyV1 {
  public struct ResponseSubmitted: Message, @unsafe GeneratedMessage {
    public var responseId: String = ""
    public var surveyId: String = ""
    public var surveyVersion: UInt32 = 0
    public var mode: SurveyV1.Mode = .init(rawValue: 0)
    public var answeredAt: Google.Timestamp? = nil
    /// Absent where the response answers no NPS question.
    public var nps: SurveyV1.NpsAnswer? = nil

    public init() {}

    public init(
      responseId: String = "",
      surveyId: String = "",
      surveyVersion: UInt32 = 0,
      mode: SurveyV1.Mode = .init(rawValue: 0),
      answeredAt: Google.Timestamp? = nil,
      nps: SurveyV1.NpsAnswer? = nil
    ) {
      self.responseId = responseId
      self.surveyId = surveyId
      self.surveyVersion = surveyVersion
      self.mode = mode
      self.answeredAt = answeredAt
      self.nps = nps
    }

    public static var fullName: String { "cameo.survey.v1.ResponseSubmitted" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Survey__V1__ResponseSubmitted
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__survey__v1__response_submitted__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.responseId = unsafe CopyOut.text(c.pointee.response_id)
      self.surveyId = unsafe CopyOut.text(c.pointee.survey_id)
      self.surveyVersion = unsafe c.pointee.survey_version
      self.mode = unsafe SurveyV1.Mode(rawValue: Int32(truncatingIfNeeded: c.pointee.mode.rawValue))
      if let value = unsafe c.pointee.answered_at {
        self.answeredAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.nps {
        self.nps = unsafe SurveyV1.NpsAnswer(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__survey__v1__response_submitted__init(c)
      if !self.responseId.isEmpty {
        unsafe c.pointee.response_id = arena.text(self.responseId)
      }
      if !self.surveyId.isEmpty {
        unsafe c.pointee.survey_id = arena.text(self.surveyId)
      }
      unsafe c.pointee.survey_version = self.surveyVersion
      unsafe c.pointee.mode = .init(rawValue: .init(truncatingIfNeeded: self.mode.rawValue))
      if let value = self.answeredAt {
        unsafe c.pointee.answered_at = arena.make(value)
      }
      if let value = self.nps {
        unsafe c.pointee.nps = arena.make(value)
      }
    }
  }
}

extension SurveyV1 {
  public struct QuestionKind: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    /// "How likely are you to recommend us?": whole numbers 0 to 10, always. No other question is ever scored as NPS.
    public static let nps = Self(rawValue: 1)
    /// Satisfaction: 1 to 5 unless `scale` says otherwise.
    public static let csat = Self(rawValue: 2)
    /// Effort: 1 to 7 unless `scale` says otherwise.
    public static let ces = Self(rawValue: 3)
    /// One of `choices`.
    public static let single = Self(rawValue: 4)
    /// Any of `choices`, each at most once.
    public static let multi = Self(rawValue: 5)
    /// A whole number on `scale`.
    public static let scale = Self(rawValue: 6)
    /// The respondent's own words.
    public static let text = Self(rawValue: 7)
    /// One number on `scale` for each of `rows`.
    public static let matrix = Self(rawValue: 8)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [
      .unspecified,
      .nps,
      .csat,
      .ces,
      .single,
      .multi,
      .scale,
      .text,
      .matrix
    ]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "QUESTION_KIND_UNSPECIFIED"
      case 1: "QUESTION_KIND_NPS"
      case 2: "QUESTION_KIND_CSAT"
      case 3: "QUESTION_KIND_CES"
      case 4: "QUESTION_KIND_SINGLE"
      case 5: "QUESTION_KIND_MULTI"
      case 6: "QUESTION_KIND_SCALE"
      case 7: "QUESTION_KIND_TEXT"
      case 8: "QUESTION_KIND_MATRIX"
      default: "\(rawValue)"
      }
    }
  }
}

extension SurveyV1 {
  /// Whether a response may leave a question out. A dismissed answer is not a missing one.
  public struct Requirement: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    /// The same as OPTIONAL.
    public static let unspecified = Self(rawValue: 0)
    public static let optional = Self(rawValue: 1)
    public static let required = Self(rawValue: 2)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .optional, .required]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "REQUIREMENT_UNSPECIFIED"
      case 1: "REQUIREMENT_OPTIONAL"
      case 2: "REQUIREMENT_REQUIRED"
      default: "\(rawValue)"
      }
    }
  }
}

extension SurveyV1 {
  /// How the answers were collected.
  public struct Mode: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    public static let online = Self(rawValue: 1)
    public static let phone = Self(rawValue: 2)
    public static let faceToFace = Self(rawValue: 3)
    public static let video = Self(rawValue: 4)
    public static let focusGroup = Self(rawValue: 5)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [
      .unspecified,
      .online,
      .phone,
      .faceToFace,
      .video,
      .focusGroup
    ]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "MODE_UNSPECIFIED"
      case 1: "MODE_ONLINE"
      case 2: "MODE_PHONE"
      case 3: "MODE_FACE_TO_FACE"
      case 4: "MODE_VIDEO"
      case 5: "MODE_FOCUS_GROUP"
      default: "\(rawValue)"
      }
    }
  }
}

extension SurveyV1 {
  public struct NpsCategory: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    public static let promoter = Self(rawValue: 1)
    public static let passive = Self(rawValue: 2)
    public static let detractor = Self(rawValue: 3)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .promoter, .passive, .detractor]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "NPS_CATEGORY_UNSPECIFIED"
      case 1: "NPS_CATEGORY_PROMOTER"
      case 2: "NPS_CATEGORY_PASSIVE"
      case 3: "NPS_CATEGORY_DETRACTOR"
      default: "\(rawValue)"
      }
    }
  }
}

extension SubmessageField where Whole == SurveyV1.Question, Part == SurveyV1.Choice {
  /// ``SurveyV1.Question/choices``
  public static var choices: Self { Self(number: 4) }
}

extension SubmessageField where Whole == SurveyV1.Question, Part == SurveyV1.Scale {
  /// ``SurveyV1.Question/scale``
  public static var scale: Self { Self(number: 5) }
}

extension SubmessageField where Whole == SurveyV1.Question, Part == SurveyV1.Choice {
  /// ``SurveyV1.Question/rows``
  public static var rows: Self { Self(number: 6) }
}

extension SubmessageField where Whole == SurveyV1.Survey, Part == SurveyV1.Question {
  /// ``SurveyV1.Survey/questions``
  public static var questions: Self { Self(number: 5) }
}

extension SubmessageField where Whole == SurveyV1.Survey, Part == Google.Timestamp {
  /// ``SurveyV1.Survey/createdAt``
  public static var createdAt: Self { Self(number: 6) }
}

extension SubmessageField where Whole == SurveyV1.MatrixValue, Part == SurveyV1.RowValue {
  /// ``SurveyV1.MatrixValue/rows``
  public static var rows: Self { Self(number: 1) }
}

extension SubmessageField where Whole == SurveyV1.NpsAnswer, Part == Google.Timestamp {
  /// ``SurveyV1.NpsAnswer/answeredAt``
  public static var answeredAt: Self { Self(number: 4) }
}

extension SubmessageField where Whole == SurveyV1.AnswerRecord, Part == SurveyV1.Answer {
  /// ``SurveyV1.AnswerRecord/answer``
  public static var answer: Self { Self(number: 6) }
}

extension SubmessageField where Whole == SurveyV1.AnswerRecord, Part == Google.Timestamp {
  /// ``SurveyV1.AnswerRecord/answeredAt``
  public static var answeredAt: Self { Self(number: 8) }
}

extension SubmessageField where Whole == SurveyV1.Verbatim, Part == Google.Timestamp {
  /// ``SurveyV1.Verbatim/answeredAt``
  public static var answeredAt: Self { Self(number: 5) }
}

extension SubmessageField where Whole == SurveyV1.SubjectSummary, Part == SurveyV1.NpsAnswer {
  /// ``SurveyV1.SubjectSummary/lastNps``
  public static var lastNps: Self { Self(number: 2) }
}

extension SubmessageField where Whole == SurveyV1.SubjectSummary, Part == SurveyV1.AnswerRecord {
  /// ``SurveyV1.SubjectSummary/history``
  public static var history: Self { Self(number: 3) }
}

extension SubmessageField where Whole == SurveyV1.SubjectSummary, Part == SurveyV1.Verbatim {
  /// ``SurveyV1.SubjectSummary/verbatims``
  public static var verbatims: Self { Self(number: 4) }
}

extension SubmessageField where Whole == SurveyV1.SubjectSummary, Part == Google.Timestamp {
  /// ``SurveyV1.SubjectSummary/firstResponseAt``
  public static var firstResponseAt: Self { Self(number: 9) }
}

extension SubmessageField where Whole == SurveyV1.SubjectSummary, Part == Google.Timestamp {
  /// ``SurveyV1.SubjectSummary/lastResponseAt``
  public static var lastResponseAt: Self { Self(number: 10) }
}

extension SubmessageField where Whole == SurveyV1.ResponseSubmitted, Part == Google.Timestamp {
  /// ``SurveyV1.ResponseSubmitted/answeredAt``
  public static var answeredAt: Self { Self(number: 5) }
}

extension SubmessageField where Whole == SurveyV1.ResponseSubmitted, Part == SurveyV1.NpsAnswer {
  /// ``SurveyV1.ResponseSubmitted/nps``
  public static var nps: Self { Self(number: 6) }
}
