import Messages
import RPC

extension GatewayHandlers {
  /// Asks the three services at once, under one deadline, and puts their answers together.
  ///
  /// - Throws: NOT_FOUND where the profile service says that there is no such customer,
  ///   INVALID_ARGUMENT where it says that nobody can have such an id.
  func view(of subject: Subject, _ call: CallContext) async throws
    -> Encoded<GatewayV1.CustomerView>
  {
    let options = CallOptions(
      inheriting: call, onBehalfOf: Caller(of: call),
      timeout: budget.parts(remaining: call.remainingTime))
    let id = subject.customerId
    async let profile = upstreams.answer(.profile, of: id, options)
    async let consent = upstreams.answer(.consent, of: id, options)
    // The third needs no task of its own: this one has nothing else to do.
    let survey = await upstreams.answer(.survey, of: id, options)
    let answers = await [(Part.profile, profile), (.consent, consent), (.survey, survey)]
    try refuseMissing(answers, subject)
    let scope = CallerScope(call)
    let parts = answers.map { judge($0.0, $0.1, subject, scope) }
    return ViewAssembly.encodedView(of: id, asOf: call.now, parts: parts)
  }

  private func refuseMissing(_ answers: [(Part, PartAnswer)], _ subject: Subject) throws {
    for case (.profile, .failed(let error)) in answers
    where error.code == .notFound || error.code == .invalidArgument {
      copies.remove(subject.customerId)
      throw error
    }
  }

  private func judge(
    _ part: Part, _ answer: PartAnswer, _ subject: Subject, _ scope: CallerScope
  ) -> JudgedPart {
    let id = subject.customerId
    guard case .good(let bytes) = answer else {
      return PartRules.judge(
        part, answer, copy: copies.part(part, of: id, scope, at: now()))
    }
    copies.store(bytes, of: part, id, scope, at: now())
    let judged = PartRules.judge(part, answer, copy: nil)
    guard part == .profile, let remembered = subject.remembered else { return judged }
    return PartRules.judge(judged, ownerRemembered: remembered.error, age: remembered.age)
  }
}
