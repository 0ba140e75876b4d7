package import Messages

/// Folds responses into a customer's summary.
///
/// Responses may come in any order; the summary of a set of responses is always the same. It shows
/// the newest first: by answered_at, then by response id, then as the respondent went through the
/// questions.
extension SurveyV1.SubjectSummary {
  /// Answers that the history shows.
  package static let historyLimit = 50
  /// Verbatims that the summary shows.
  package static let verbatimLimit = 20

  /// This summary with one response more.
  package func adding(_ submission: Submission) -> Self {
    var summary = self
    summary.count(submission)
    summary.showNewest(of: submission)
    return summary
  }

  private mutating func count(_ submission: Submission) {
    let dismissals = submission.request.answers.count(where: \.isDismissed)
    responses += 1
    answers += UInt32(submission.request.answers.count - dismissals)
    dismissed += UInt32(dismissals)
    verbatimCount += UInt32(submission.verbatims.count)
    let instant = submission.answeredAt
    firstResponseAt = min(firstResponseAt ?? instant, instant)
    lastResponseAt = max(lastResponseAt ?? instant, instant)
  }

  private mutating func showNewest(of submission: Submission) {
    let place = Place(answeredAt: submission.answeredAt, responseId: submission.request.responseId)
    history = Self.placing(submission.records, in: history, limit: Self.historyLimit) {
      Place(answeredAt: $0.answeredAt, responseId: $0.responseId) < place
    }
    verbatims = Self.placing(submission.verbatims, in: verbatims, limit: Self.verbatimLimit) {
      Place(answeredAt: $0.answeredAt, responseId: $0.responseId) < place
    }
    guard let nps = submission.nps else { return }
    let shown = lastNps.map { Place(answeredAt: $0.answeredAt, responseId: $0.responseId) }
    if shown.map({ place < $0 }) ?? true { lastNps = nps }
  }

  /// `list` with `new` behind all that come before it, cut to `limit`.
  private static func placing<Element>(
    _ new: [Element], in list: [Element], limit: Int, comesBefore: (Element) -> Bool
  ) -> [Element] {
    let place = list.firstIndex { !comesBefore($0) } ?? list.endIndex
    return Array((list[..<place] + new + list[place...]).prefix(limit))
  }
}

/// Where a response stands in a summary: the newest is the least.
private struct Place: Comparable {
  var answeredAt: Google.Timestamp
  var responseId: String

  init(answeredAt: Google.Timestamp?, responseId: String) {
    self.answeredAt = answeredAt ?? Google.Timestamp()
    self.responseId = responseId
  }

  static func < (left: Place, right: Place) -> Bool {
    left.answeredAt == right.answeredAt
      ? left.responseId < right.responseId : left.answeredAt > right.answeredAt
  }
}
