import Foundation
import SwiftCSV

/// A CSV file (RFC 4180): its header, and its rows with the lines that they begin at.
struct Table: Sendable {
  struct Row: Sendable {
    /// From 1, as editors count.
    let line: UInt32
    let cells: [String]
  }

  let columns: [String]
  private(set) var rows: [Row] = []
  /// What is wrong with the file's form: the rows before it are good.
  private(set) var problems: [RowReport] = []

  /// - Throws: ``ExitError`` where there is no table to speak of.
  init(file: String) throws {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: file))
    } catch {
      throw ExitError(code: .noInput, message: "\(file) cannot be read: \(error.why)")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ExitError(
        code: .dataError, message: "\(file) is not UTF-8 text", hint: "Save it as UTF-8.")
    }
    try self.init(text: text, name: file)
  }

  init(text: String, name: String) throws {
    let csv: CSV<Enumerated>
    do {
      // The parser forgets an empty last cell where no line ends behind it.
      csv = try CSV(
        string: text.last?.isNewline == true ? text : text + "\n", delimiter: .comma,
        loadColumns: false, rowLimit: 1)
    } catch {
      throw ExitError(
        code: .dataError, message: "\(name) is not a CSV file: \(Self.reason(error))",
        hint: Self.quoting)
    }
    columns = try Self.header(csv, name)
    fill(from: csv)
  }

  private static let quoting =
    "Quote cells that hold commas, quotes or line breaks, and double the quotes in them."

  private static func reason(_ error: any Error) -> String {
    switch error {
    case CSVParseError.quotation(let message), CSVParseError.generic(let message): message
    default: "\(error)"
    }
  }

  private static func header(_ csv: CSV<Enumerated>, _ name: String) throws -> [String] {
    let header = csv.header.map { $0.trimmingCharacters(in: .whitespaces) }
    guard header.contains(where: { !$0.isEmpty }) else {
      throw ExitError(
        code: .dataError, message: "\(name) is empty: its first line names the columns")
    }
    if let twice = Dictionary(grouping: header, by: { $0 }).first(where: { $0.value.count > 1 }) {
      throw ExitError(code: .dataError, message: "\(name) has two columns \"\(twice.key)\"")
    }
    return header
  }

  /// Rows up to the first that cannot be told apart from what follows.
  private mutating func fill(from csv: CSV<Enumerated>) {
    var records: [[String]] = []
    var broken: String?
    do {
      // The view's own rows would all have as many cells as the longest.
      try csv.enumerateAsArray(startAt: 1) { records.append($0) }
    } catch {
      broken = Self.reason(error)
    }
    // Every quote of a well-formed file has its partner.
    if broken == nil, !csv.text.count(where: { $0 == "\"" }).isMultiple(of: 2) {
      broken = "a quote is opened and never closed"
      _ = records.popLast()
    }
    let line = fill(records)
    guard let broken else { return }
    problems.append(
      RowReport(
        line: line, column: "", rule: "row.quotes",
        message: "\(broken); this row and all behind it are left out. \(Self.quoting)"))
  }

  /// Cells may hold line breaks, so rows are counted by those as well.
  ///
  /// - Returns: the line behind the last row.
  private mutating func fill(_ records: [[String]]) -> UInt32 {
    var line: UInt32 = 2
    for cells in records {
      let start = line
      line += 1 + UInt32(clamping: cells.reduce(0) { $0 + $1.count(where: \.isNewline) })
      if cells.allSatisfy(\.isEmpty) { continue }
      if cells.count == columns.count {
        rows.append(Row(line: start, cells: cells))
      } else {
        problems.append(
          RowReport(
            line: start, column: "", rule: "row.cells",
            message: "\(cells.count) cells, but the header names \(columns.count) columns"))
      }
    }
    return line
  }
}

/// Why a row did not go in.
struct RowReport: Sendable, Equatable {
  let line: UInt32
  /// Of the header; empty: the row as a whole.
  let column: String
  /// For a program: "email.domain".
  let rule: String
  let message: String

  /// "customers.csv:12: email: ... [email.domain]"
  func text(_ file: String) -> String {
    let place = column.isEmpty ? "" : " \(column):"
    return "\(file):\(line):\(place) \(printable(message)) [\(rule)]"
  }
}
