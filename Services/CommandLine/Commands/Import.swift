import ArgumentParser
import Foundation
import Messages
import RPC
import Stubs

/// Takes in a CSV file: what is good goes in, what is not is reported by line and column.
struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Import customers, events, consents or survey responses from a CSV file.",
    discussion: """
      FILE.csv may be - for standard input. What a file holds is seen by its columns; customers and \
      events take no others than these. IDENTIFIER is any of email, phone, crm_id, user_id, \
      account:SYSTEM and social:NETWORK, with a label in brackets where it has one, as in \
      phone[home]; TYPE is text, integer, real, flag or date.

      customers: one or more IDENTIFIER, or postal.line1 to line4, postal.locality, postal.region, \
      postal.postal_code, postal.country, postal.addressee (postal[billing].line1 with a label). \
      Attributes: display_name, given_name, family_name, title, gender, birth_date, time_zone, \
      jurisdiction, language, job_title, employer, education, household_size, marital_status, \
      interests, annual_income_minor, lifetime_orders, attitude, motivation, opinion, \
      satisfaction; any other as identity:NAME, quantitative:NAME, descriptive:NAME or \
      qualitative:NAME, and :TYPE after it. Of the row: observed_at, source, provenance (declared, \
      observed, inferred, purchased).

      events: event_id, type, occurred_at, customer_id or IDENTIFIER, amount, currency, quantity, \
      order_id, channel, device, source, property:NAME or property:NAME:TYPE.

      consents: event_id, customer_id or IDENTIFIER, purpose, channel, action (grant, withdraw, \
      deny, object), effective_at, valid_until, collection_method, source.

      responses: response_id, customer_id or IDENTIFIER, survey_id, survey_version (1 if empty), \
      question_id, score (dismissed if empty), verbatim, submitted_at.

      Times are RFC 3339 or dates, which begin at midnight UTC. A second run of the same file \
      changes nothing; consents and responses count as known already when the service recorded \
      them before this run began by this machine's clock. Exits with 1 where rows were refused; \
      the others are in. Where a service fails on the way, what went in is counted all the same, \
      and the same file can be run again.

      Examples:
        cameo import customers.csv --region AU
        cameo import purchases.csv --report refused.csv
        zcat purchases.csv.gz | cameo import - --source purchases.csv
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case customers, events, consents, responses

    /// Nil where the columns fit none.
    init?(columns: Set<String>) {
      if columns.isSuperset(of: ["purpose", "channel", "action"]) {
        self = .consents
      } else if columns.isSuperset(of: ["response_id", "survey_id"]) {
        self = .responses
      } else if columns.isSuperset(of: ["event_id", "occurred_at"]) {
        self = .events
      } else if columns.contains(where: RowReader.isIdentifier) {
        self = .customers
      } else {
        return nil
      }
    }
  }

  @Argument(
    help: ArgumentHelp(
      "A CSV file in UTF-8 with a header; - is standard input.", valueName: "FILE.csv"))
  var file: String

  @Option(
    name: .customLong("kind"),
    help: ArgumentHelp(
      "customers, events, consents or responses; seen by the columns if left out.",
      valueName: "KIND"))
  var statedKind: Kind?

  @Option(
    help: ArgumentHelp("Where the data is from; the file's name if left out.", valueName: "TEXT"))
  var source: String?

  @Option(help: ArgumentHelp("Country of phone numbers without +, as in AU.", valueName: "COUNTRY"))
  var region = ""

  @Option(help: ArgumentHelp("Currency of amounts without a currency column.", valueName: "CODE"))
  var currency = ""

  @Option(
    help: ArgumentHelp(
      "When the table was true; the file's time if left out.", valueName: "TIME"))
  var observedAt: String?

  @Option(help: ArgumentHelp("Write refused rows to this file as CSV too.", valueName: "FILE"))
  var report: String?

  @Option(
    help: ArgumentHelp("Write the customers' ids to this file, one a line.", valueName: "FILE"))
  var ids: String?

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    try await exiting {
      try checkOutputs()
      let table = try Table(file: file)
      guard let kind = statedKind ?? Kind(columns: Set(table.columns)) else {
        throw ExitError(
          code: .dataError, message: "\(name) has no column that names a customer",
          hint: "`cameo import --help` lists the columns; --kind says what the file holds.")
      }
      try check(table.columns, for: kind)
      var outcome = try await outcome(of: table, kind)
      if let stop = outcome.stop, outcome.isEmpty { throw stop.error }
      outcome.refused += table.problems
      outcome.refused.sort { ($0.line, $0.column) < ($1.line, $1.column) }
      tell(kind, outcome)
      try writeFiles(outcome)
      if let stop = outcome.stop { throw stopped(stop) }
      if !outcome.refused.isEmpty { throw ExitCode(ExitError.Code.refused.rawValue) }
    }
  }

  private func outcome(of table: Table, _ kind: Kind) async throws -> ImportOutcome {
    let importer = try importer(kind, table, try Session(connection))
    let progress = ProgressBar(kind.rawValue, total: table.rows.count)
    defer { progress.finish() }
    return await importer.run(table.rows, progress: progress)
  }

  private func stopped(_ stop: ImportOutcome.Stop) -> ExitError {
    let error = ExitError(stop.error, talkingTo: "the service")
    return ExitError(
      code: error.code, message: "\(name):\(stop.line): stopped here: \(error.message)",
      hint: """
        The lines before it are dealt with, and some after it may be. Run the same file again when \
        the service is well: what is in stays as it is.
        """)
  }

  /// Of the file, for people.
  private var name: String {
    file == "-" ? "standard input" : URL(fileURLWithPath: file).lastPathComponent
  }

  /// A file without a column that every row needs is the wrong file: one line says so, not one a row.
  private func check(_ columns: [String], for kind: Kind) throws {
    let needed =
      switch kind {
      case .customers: [String]()
      case .events: ["event_id", "occurred_at"]
      case .consents: ["event_id", "purpose", "channel", "action"]
      case .responses: ["response_id", "survey_id"]
      }
    let missing = needed.filter { !columns.contains($0) }
    guard !missing.isEmpty else { return }
    throw ExitError(
      code: .dataError,
      message: "\(name) has no column \(missing.joined(separator: ", ")), which \(kind) need",
      hint: "`cameo import --help` lists the columns; --kind says what the file holds.")
  }

  private func importer(_ kind: Kind, _ table: Table, _ session: Session) throws -> any Importer {
    let profile = ProfileServiceClient(session.channel(to: .profile))
    let connection = self.connection
    let options: @Sendable () -> CallOptions = { connection.callOptions }
    switch kind {
    case .customers, .events:
      return ProfileImporter(
        client: profile, columns: table.columns, template: try template(kind), options: options)
    case .consents:
      return RowImporter.consents(
        table.columns, profile, ConsentServiceClient(session.channel(to: .consent)),
        options: options)
    case .responses:
      return RowImporter.responses(
        table.columns, profile, SurveyServiceClient(session.channel(to: .survey)), options: options)
    }
  }

  private func template(_ kind: Kind) throws -> ProfileV1.ImportBatchRequest {
    ProfileV1.ImportBatchRequest(
      kind: kind == .events ? .events : .customers,
      source: source ?? name, provenance: .declared,
      observedAt: try observation(), region: region, currency: currency)
  }

  private func observation() throws -> Google.Timestamp {
    guard let observedAt else {
      let attributes = try? FileManager.default.attributesOfItem(atPath: file)
      return Google.Timestamp(attributes?[.modificationDate] as? Date ?? Date())
    }
    guard let stated = Google.Timestamp(text: observedAt) else {
      throw ExitError(
        code: .dataError, message: "--observed-at \(observedAt) is no time",
        hint: "Write it as in 2026-11-21T20:00:00Z or 2026-11-21.")
    }
    return stated
  }

  private func tell(_ kind: Kind, _ outcome: ImportOutcome) {
    let lines = Set(outcome.refused.map(\.line)).count
    for report in outcome.refused.prefix(20) { print(report.text(name)) }
    if outcome.refused.count > 20 {
      let rest = outcome.refused.count - 20
      print("... and \(rest) more" + (report == nil ? "; --report FILE lists all" : ""))
    }
    let taken = [
      (outcome.created, "new"), (outcome.changed, kind == .customers ? "changed" : "taken in"),
      (outcome.unchanged, "known already"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let summary = (taken.isEmpty ? ["none taken in"] : taken) + ["\(lines) refused"]
    print("\(name): \(summary.joined(separator: ", "))")
  }
}
