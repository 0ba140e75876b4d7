import Messages
import Testing

@testable import cameo

@Suite struct TableTests {
  @Test func `rows carry the line that they begin at, as an editor counts`() throws {
    let text = "email,note\na@example.com,\"two\nlines\"\n\nb@example.com,one\n"
    let table = try Table(text: text, name: "t.csv")
    #expect(table.columns == ["email", "note"])
    #expect(table.rows.map(\.line) == [2, 5])
    #expect(
      table.rows.map(\.cells) == [["a@example.com", "two\nlines"], ["b@example.com", "one"]])
    #expect(table.problems.isEmpty)
  }

  @Test func `a byte order mark, carriage returns, quotes and commas are read`() throws {
    let text = "\u{FEFF}email , note\r\n\"a@example.com\",\"said \"\"no\"\", twice\"\r\n"
    let table = try Table(text: text, name: "t.csv")
    #expect(table.columns == ["email", "note"])
    #expect(table.rows.map(\.cells) == [["a@example.com", "said \"no\", twice"]])
  }

  @Test func `a row with cells missing is a problem of its own, and the others are good`() throws {
    let table = try Table(text: "a,b\n1,2\n3\n4,5,6\n7,8\n", name: "t.csv")
    #expect(table.rows.map(\.line) == [2, 5])
    #expect(table.problems.map(\.line) == [3, 4])
    #expect(
      table.problems.first?.text("t.csv")
        == "t.csv:3: 1 cells, but the header names 2 columns [row.cells]")
  }

  @Test func `an empty last cell counts, with and without an end of the last line`() throws {
    for text in ["a,b\n1,\n", "a,b\n1,", "a,b\r\n1,\r\n"] {
      #expect(try Table(text: text, name: "t.csv").rows.map(\.cells) == [["1", ""]])
    }
  }

  @Test func `a misplaced quote refuses its row by line and column, and the others are good`()
    throws
  {
    let table = try Table(text: "a,b\n1,\"two\nlines\"\n3,\"4\"5\n\"6,7\n8,9\n", name: "t.csv")
    #expect(table.rows.map(\.line) == [2, 6])
    #expect(
      table.problems.map { $0.text("t.csv") } == [
        "t.csv:4: b: a quote stands in the middle of a cell; double the quotes in a quoted cell "
          + "[row.quotes]",
        "t.csv:5: a: a quote is never closed; double the quotes in a quoted cell [row.quotes]",
      ])
  }

  @Test func `a header whose quotes do not fit is no table`() {
    let error = #expect(throws: ExitError.self) { try Table(text: "\"a,b\n1,2\n", name: "t.csv") }
    #expect(error?.code == .dataError)
    #expect(error?.message == "t.csv:1: this is no header: a quote is never closed")
  }

  @Test(arguments: ["", "\n", ",,\n1,2,3\n", "a,b,a\n1,2,3\n"])
  func `without a header that names each column once there is no table`(text: String) {
    let error = #expect(throws: ExitError.self) { try Table(text: text, name: "t.csv") }
    #expect(error?.code == .dataError)
  }

  @Test func `what a file holds is seen by its columns`() {
    let kinds: [(Set<String>, Import.Kind?)] = [
      (["crm_id", "purpose", "channel", "action"], .consents),
      (["crm_id", "response_id", "survey_id"], .responses),
      (["crm_id", "event_id", "occurred_at"], .events),
      (["account:shop", "given_name"], .customers),
      (["given_name"], nil), ([], nil),
    ]
    for (columns, kind) in kinds { #expect(Import.Kind(columns: columns) == kind) }
  }
}

@Suite struct RowReaderTests {
  private func row(_ cells: [String: String]) -> RowReader {
    let columns = cells.keys.sorted()
    return RowReader(
      columns: columns, row: Table.Row(line: 2, cells: columns.map { cells[$0, default: ""] }))
  }

  @Test func `the customer is the first identifier that is not empty`() throws {
    let subject = try row(["crm_id": " ", "email": "a@example.com", "note": "x"]).subject()
    #expect(subject.column == "email")
    #expect(subject.subject == .identifier(kind: "email", value: "a@example.com"))
    #expect(throws: RowProblem.self) { try row(["note": "x"]).subject() }
  }

  @Test func `a cell that is no time or number is refused with its column`() throws {
    let reader = row(["at": "yesterday", "score": "9.5", "empty": ""])
    #expect(
      throws: RowProblem(
        "at", "time", "\"yesterday\" is no time such as 2026-11-21T20:00:00Z or 2026-11-21")
    ) {
      try reader.time("at")
    }
    #expect(throws: RowProblem("score", "number", "\"9.5\" is no whole number")) {
      try reader.number("score")
    }
    #expect(throws: RowProblem("empty", "required", "must not be empty")) {
      try reader.required("empty")
    }
    #expect(try reader.time("empty") == nil)
    #expect(
      throws: RowProblem("version", "range", "-1 is not from 1 to 2147483647")
    ) {
      try row(["version": "-1"]).number("version", in: 1...Int32.max)
    }
  }

  @Test(arguments: [
    ("2024-01-01", 1_704_067_200_000_000), ("2024-01-01T00:00:01Z", 1_704_067_201_000_000),
    ("2024-01-01T00:00:00.25Z", 1_704_067_200_250_000),
    ("2024-01-01T02:00:00+02:00", 1_704_067_200_000_000),
  ])
  func `a time is an instant or a date`(text: String, microseconds: Int64) throws {
    #expect(try row(["at": text]).time("at") == Google.Timestamp(microseconds: microseconds))
  }

  @Test(arguments: ["2024-01-32", "2024-13-01", "2024-1-1xxx", "2024-01-01x", "20240101"])
  func `what is neither is no time`(text: String) {
    #expect(throws: RowProblem.self) { try row(["at": text]).time("at") }
  }

  @Test func `a message does not say its column again`() {
    let report = RowReport(line: 3, column: "score", rule: "r", message: "score: too high")
    #expect(report.text("t.csv") == "t.csv:3: score: too high [r]")
  }
}
