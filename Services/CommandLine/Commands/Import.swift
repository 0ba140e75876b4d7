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
      What a file holds is seen by its columns:
        customers  identifiers (email, phone, crm_id, account:SYSTEM ...) and attributes
                   (given_name, birth_date, descriptive:pets ...)
        events     event_id, type, occurred_at, an identifier, amount, currency, quantity ...
        consents   event_id, an identifier, purpose, channel, action (grant, withdraw, deny, object),
                   effective_at, valid_until, collection_method, source
        responses  response_id, an identifier, survey_id, question_id, score, verbatim, submitted_at
      `cameo call --list cameo.profile.v1.ProfileService` and its comments tell all columns.

      A second run of the same file changes nothing. Exits with 1 where rows were refused; the others
      are in.

      Examples:
        cameo import customers.csv --region AU
        cameo import purchases.csv --report refused.csv
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

  @Argument(help: ArgumentHelp("A CSV file in UTF-8 with a header.", valueName: "FILE.csv"))
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
      "When the table was true, RFC 3339; the file's time if left out.", valueName: "TIME"))
  var observedAt: String?

  @Option(help: ArgumentHelp("Write refused rows to this file as CSV too.", valueName: "FILE"))
  var report: String?

  @Option(
    help: ArgumentHelp("Write the customers' ids to this file, one a line.", valueName: "FILE"))
  var ids: String?

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    try await exiting {
      let table = try Table(file: file)
      guard let kind = statedKind ?? Kind(columns: Set(table.columns)) else {
        throw ExitError(
          code: .dataError, message: "\(file) has no column that names a customer",
          hint: "`cameo import --help` lists the columns; --kind says what the file holds.")
      }
      try check(table.columns, for: kind)
      let session = try Session(connection)
      let progress = ProgressBar(kind.rawValue, total: table.rows.count)
      var outcome = try await importer(kind, table, session).run(table.rows, progress: progress)
      progress.finish()
      outcome.refused += table.problems
      outcome.refused.sort { ($0.line, $0.column) < ($1.line, $1.column) }
      try tell(kind, outcome)
    }
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
      message: "\(file) has no column \(missing.joined(separator: ", ")), which \(kind) need",
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
      source: source ?? URL(fileURLWithPath: file).lastPathComponent, provenance: .declared,
      observedAt: try observation(), region: region, currency: currency)
  }

  private func observation() throws -> Google.Timestamp {
    var date = try? FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
    if let observedAt {
      guard let stated = try? Date(observedAt, strategy: .iso8601) else {
        throw ExitError(
          code: .dataError, message: "--observed-at \(observedAt) is no time",
          hint: "Write it as in 2026-11-21T20:00:00Z.")
      }
      date = stated
    }
    return Google.Timestamp(
      microseconds: Int64((date ?? Date()).timeIntervalSince1970 * 1_000_000))
  }

  private func tell(_ kind: Kind, _ outcome: ImportOutcome) throws {
    let lines = Set(outcome.refused.map(\.line)).count
    let name = URL(fileURLWithPath: file).lastPathComponent
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
    try writeFiles(outcome)
    if lines > 0 { throw ExitCode(ExitError.Code.refused.rawValue) }
  }

  private func writeFiles(_ outcome: ImportOutcome) throws {
    if let report {
      let rows = outcome.refused.map {
        [String($0.line), $0.column, $0.rule, $0.message].map(Self.quoted).joined(separator: ",")
      }
      try write((["line,column,rule,message"] + rows), to: report)
    }
    if let ids { try write(outcome.customerIDs.values.uniqued().sorted(), to: ids) }
  }

  private func write(_ lines: [String], to path: String) throws {
    do {
      try Data(lines.map { $0 + "\n" }.joined().utf8).write(
        to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw ExitError(
        code: .noInput, message: "\(path) cannot be written: \(error.why)",
        hint: "Is its folder there, and may you write in it?")
    }
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { ",\"\n\r".contains($0) }) else { return cell }
    return "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
