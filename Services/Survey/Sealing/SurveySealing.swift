import Encryption
import Logging
import Messages
import ServiceKit
import Storage

/// Seals what was stored before encryption was switched on.
struct SurveySealing {
  let store: SurveyStore
  let logger: Logger
  let clock: @Sendable () -> Int64

  var record: SealingRecord {
    SealingRecord(store.database, of: SurveyService.name, whole: "responses", clock: clock)
  }

  /// - Throws: ``ConfigurationError`` if data are sealed and no key is set, or another.
  func prepare() async throws {
    try await record.prepare(store.vault.keys, customersIn: "summaries", logger) {
      try await store.erasures(logger, clock: clock).recover(store.deletion)
    } seal: {
      try await CustomerSealing(store: store).run($0)
    }
  }
}

/// Seals what is stored of one customer.
struct CustomerSealing {
  let store: SurveyStore

  func run(_ customer: String) async throws {
    let vault = try await store.vault.writing(customer)
    try await store.database.write(customer: customer) { writer in
      guard let summary = try await SurveyStore.storedSummary(of: customer, in: writer),
        !SealedPayload.isSealed(summary)
      else { return }
      try await sealResponses(customer, vault, writer)
      try await SealingRecord.sealChanges(of: customer, in: writer) { kind, detail in
        try vault.seal(detail, .change, row: kind)
      }
      try await SurveyStore.keep(summary, of: customer, vault, in: writer)
    }
  }

  private func sealResponses(
    _ customer: String, _ vault: CustomerVault, _ writer: any Writer
  ) async throws {
    let responses = try await writer.query(
      "SELECT response_id, content FROM responses WHERE customer_id = $1", [.text(customer)]
    ) { (id: $0.text(0), content: $0.blob(1)) }
    for response in responses {
      try await writer.execute(
        "UPDATE responses SET content = $3 WHERE customer_id = $1 AND response_id = $2",
        [
          .text(customer), .text(response.id),
          .blob(try vault.seal(response.content, .response, row: response.id)),
        ])
      try await SurveyStore.renameScores(
        of: customer, response.id, to: try vault.respondent(), try vault.response(response.id),
        in: writer)
    }
  }
}
