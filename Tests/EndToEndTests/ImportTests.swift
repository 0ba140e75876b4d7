import Foundation
import Messages
import TestKit
import Testing

extension EndToEnd {
  @Suite struct Imports {
    private static let sample = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("deploy/sample").path

    /// A rule that grew stricter would otherwise break the demo unseen.
    @Test func `the demo's data goes in, and what it has refused is refused`() async throws {
      try await Cluster.with { cluster in
        let survey = try String(contentsOfFile: "\(Self.sample)/survey.json", encoding: .utf8)
        let made = try await cluster.cameo(
          "call", "cameo.survey.v1.SurveyService/CreateSurvey", survey)
        #expect(made.status == 0, "\(made.testDescription)")
        for (name, text) in try Self.excerpt() {
          let file = try cluster.folder.write(name, text)
          let outcome = try await cluster.cameo("import", file)
          #expect(outcome.status == 0, "\(outcome.testDescription)")
          #expect(outcome.output.hasSuffix(", 0 refused"), "\(outcome.testDescription)")
          let again = try await cluster.cameo("import", file)
          #expect(
            again.output.contains(": \(Self.rows(of: text)) known already, 0 refused"),
            "\(again.testDescription)")
        }
        let refused = try await cluster.cameo("import", "\(Self.sample)/refused.csv")
        #expect(refused.status == 1, "\(refused.testDescription)")
        #expect(
          refused.output.contains("none taken in, 10 refused"), "\(refused.testDescription)")
      }
    }

    /// The first rows of each file, and the customers that they are about.
    private static func excerpt(rows: Int = 50) throws -> [(name: String, text: String)] {
      func lines(_ name: String) throws -> [Substring] {
        try String(contentsOfFile: "\(sample)/\(name)", encoding: .utf8).split(separator: "\n")
      }
      let names = ["purchases.csv", "consents.csv", "responses.csv"]
      let others = try names.map { (name: $0, lines: try lines($0).prefix(rows + 1)) }
      let known = Set(others.flatMap { $0.lines.map { cells(of: $0)[1] } })
      let customers = try lines("customers.csv").enumerated()
        .filter { $0.offset <= rows || known.contains(cells(of: $0.element)[0]) }.map(\.element)
      return [("customers.csv", customers[...])].map { ($0.0, text($0.1)) }
        + others.map { ($0.name, text($0.lines)) }
    }

    private static func cells(of line: Substring) -> [Substring] {
      line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
    }

    private static func text(_ lines: ArraySlice<Substring>) -> String {
      lines.map { $0 + "\n" }.joined()
    }

    private static func rows(of text: String) -> Int { text.split(separator: "\n").count - 1 }

    @Test func `the report and the ids are written, and standard input is read`() async throws {
      try await ServiceProcess.with(.profile) { profile, folder in
        let (report, ids) = ("\(folder.path)/report.csv", "\(folder.path)/ids.txt")
        let outcome = try await Outcome.of(
          "cameo",
          ["import", "-", "--report", report, "--ids", ids],
          environment: [
            "CAMEO_CERTS": TestCertificates.directory, "CAMEO_PROFILE": profile.address,
          ],
          input: "email,given_name\nanna@example.com,Anna\nx\"y,Berta\nnobody,Carl\n")
        #expect(outcome.status == 1, "\(outcome.testDescription)")
        #expect(
          outcome.output.hasSuffix("standard input: 1 new, 2 refused"),
          "\(outcome.testDescription)")
        let refused = try String(contentsOfFile: report, encoding: .utf8).split(separator: "\n")
        #expect(
          refused.map { $0.split(separator: ",").prefix(2).joined(separator: " ") }
            == ["line column", "3 email", "4 email"])
        let written = try String(contentsOfFile: ids, encoding: .utf8)
        #expect(written.split(separator: "\n").map(\.count) == [26])
      }
    }

    @Test func `a service that fails on the way leaves a report of what went in`() async throws {
      try await ServiceProcess.with(.profile) { profile, folder in
        let environment = [
          "CAMEO_CERTS": TestCertificates.directory, "CAMEO_PROFILE": profile.address,
          "CAMEO_CONSENT": "127.0.0.1:9",
        ]
        let customers = try folder.write("customers.csv", "crm_id\nc-1\n")
        let first = try await Outcome.of("cameo", ["import", customers], environment: environment)
        #expect(first.status == 0, "\(first.testDescription)")
        let consents = try folder.write(
          "consents.csv",
          """
          event_id,crm_id,purpose,channel,action,effective_at
          g-1,c-9,marketing,email,grant,2024-01-01
          g-2,c-1,marketing,email,grant,2024-01-01

          """)
        let outcome = try await Outcome.of(
          "cameo", ["import", consents], environment: environment)
        #expect(outcome.status == 69, "\(outcome.testDescription)")
        #expect(outcome.output.contains("none taken in, 1 refused"), "\(outcome.testDescription)")
        #expect(outcome.output.contains("consents.csv:2: crm_id:"), "\(outcome.testDescription)")
        #expect(
          outcome.error.contains("consents.csv:3: stopped here"), "\(outcome.testDescription)")
      }
    }
  }
}
