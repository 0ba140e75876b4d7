import Foundation
import Messages
import RPC
import Stubs

/// Puts generated customers into the three services, by their own methods, many at a time.
struct Population: Sendable {
  let profile: ProfileServiceClient
  let consent: ConsentServiceClient
  let survey: SurveyServiceClient
  let options: @Sendable () -> CallOptions

  static let survey = "srv_bench_nps"
  static let question = "recommend"
  private static let source = "bench"

  private let batchSize = 150
  private let batchesAtOnce = 4

  /// The customers' ids, in the order of their numbers.
  func make(_ numbers: Range<Int>, progress: ProgressBar) async throws -> [String] {
    try await createSurvey()
    var batches = stride(from: numbers.lowerBound, to: numbers.upperBound, by: batchSize)
      .map { $0..<min($0 + batchSize, numbers.upperBound) }.makeIterator()
    return try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
      func addNext() {
        guard let batch = batches.next() else { return }
        group.addTask { (batch.lowerBound, try await make(batch)) }
      }
      for _ in 0..<batchesAtOnce { addNext() }
      var made: [Int: [String]] = [:]
      while let (first, ids) = try await group.next() {
        made[first] = ids
        progress.advance(ids.count)
        addNext()
      }
      return made.sorted { $0.key < $1.key }.flatMap(\.value)
    }
  }

  private func createSurvey() async throws {
    let question = SurveyV1.Question(
      id: Self.question, kind: .nps, text: "How likely are you to recommend us to a friend?",
      requirement: .required)
    _ = try await survey.createSurvey(
      SurveyV1.CreateSurveyRequest(
        requestId: "bench-survey", surveyId: Self.survey, title: "Benchmark", language: "en",
        questions: [question]), options())
  }

  private func make(_ numbers: Range<Int>) async throws -> [String] {
    let customers = numbers.map(GeneratedCustomer.init)
    let ids = try await identify(customers)
    let pairs = Array(zip(customers, ids))
    async let purchases: Void = track(pairs)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (customer, id) in pairs { group.addTask { try await permitAndAnswer(customer, id) } }
      try await group.waitForAll()
    }
    try await purchases
    return ids
  }

  private func identify(_ customers: [GeneratedCustomer]) async throws -> [String] {
    let reply = try await takeIn(
      .customers, GeneratedCustomer.columns, customers.map(\.cells), customers)
    return reply.rows.map(\.customerId)
  }

  private func track(_ pairs: [(GeneratedCustomer, String)]) async throws {
    let rows = pairs.flatMap { $0.purchases(of: $1) }
    guard !rows.isEmpty else { return }
    _ = try await takeIn(.events, GeneratedCustomer.purchaseColumns, rows, pairs.map(\.0))
  }

  private func takeIn(
    _ kind: ProfileV1.ImportKind, _ columns: [String], _ rows: [[String]],
    _ customers: [GeneratedCustomer]
  ) async throws -> ProfileV1.ImportBatchReply {
    let batch = ProfileV1.ImportBatchRequest(
      requestId: "bench-\(UUID().uuidString)", kind: kind, columns: columns,
      rows: rows.enumerated().map { .init(line: UInt32($0 + 1), cells: $1) },
      source: Self.source, provenance: .declared,
      observedAt: Google.Timestamp(seconds: 1_704_067_200))
    let reply = try await patiently { try await profile.importBatch(batch, options()) }
    if let problem = reply.rows.lazy.flatMap(\.problems).first {
      throw ExitError(
        code: .software,
        message: "a generated row was refused: \(problem.column) \(problem.message)")
    }
    return reply
  }

  private func permitAndAnswer(_ customer: GeneratedCustomer, _ id: String) async throws {
    for grant in customer.grants(of: id) {
      _ = try await patiently { try await consent.grantConsent(grant, options()) }
    }
    if let preferences = customer.preferences(of: id) {
      _ = try await patiently { try await consent.setPreferences(preferences, options()) }
    }
    let response = customer.response(of: id)
    _ = try await patiently { try await survey.submitResponse(response, options()) }
  }

  /// How often a call is sent that a service refuses because it has too much to do at once.
  private static let attempts = 100

  /// Sends a call again when the service asks for that: there are more of them on their way than it may
  /// let in, and each may be sent twice.
  private func patiently<Reply>(_ call: () async throws -> Reply) async throws -> Reply {
    for _ in 1..<Self.attempts {
      do {
        return try await call()
      } catch let error as RPCError
        where error.code == .resourceExhausted
        && error.retryAfterMilliseconds != RPCError.neverRetry
      {
        let pause = max(20, Int64(error.retryAfterMilliseconds))
        try await Task.sleep(for: .milliseconds(pause + .random(in: 0...pause)))
      }
    }
    return try await call()
  }
}
