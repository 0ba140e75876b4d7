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
    var text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    // Where the last line has no end, the parser takes an empty last cell for none.
    if text.last?.isNewline == false { text.append("\n") }
    let header = try Self.header(of: text, name)
    columns = header.map { $0.trimmingCharacters(in: .whitespaces) }
    try Self.check(columns, name)
    fill(try Self.records(of: text, name), after: header)
  }

  private static func header(of text: String, _ name: String) throws -> [String] {
    do {
      return try CSV<Enumerated>(string: text, delimiter: .comma, loadColumns: false, rowLimit: 0)
        .header
    } catch {
      throw malformed(name, line: 1, reason(error))
    }
  }

  private static func check(_ columns: [String], _ name: String) throws {
    guard columns.contains(where: { !$0.isEmpty }) else {
      throw ExitError(
        code: .dataError, message: "\(name) is empty: its first line names the columns")
    }
    if let twice = Dictionary(grouping: columns, by: { $0 }).first(where: { $0.value.count > 1 }) {
      throw ExitError(code: .dataError, message: "\(name) has two columns \"\(twice.key)\"")
    }
  }

  /// The rows behind the header, each with as many cells as it has: the parser's own `rows` would fill
  /// up short ones without a word.
  private static func records(of text: String, _ name: String) throws -> [[String]] {
    var records: [[String]] = []
    var line: UInt32 = 1
    do {
      let table = try CSV<Enumerated>(
        string: text, delimiter: .comma, loadColumns: false, rowLimit: 0)
      line += lineBreaks(in: table.header) + 1
      try table.enumerateAsArray(startAt: 1, rowLimit: nil) { cells in
        records.append(cells)
        line += lineBreaks(in: cells) + 1
      }
    } catch {
      throw malformed(name, line: line, reason(error))
    }
    // Quotes come in pairs; one without its other has swallowed all that follows it.
    if !text.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) {
      throw malformed(
        name, line: line - 1 - lineBreaks(in: records.last ?? []), "a quote is never closed")
    }
    return records
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case CSVParseError.quotation: "a quote stands in the middle of a cell"
    default: "\(error)"
    }
  }

  private static func malformed(_ name: String, line: UInt32, _ why: String) -> ExitError {
    ExitError(
      code: .dataError, message: "\(name):\(line): this is not CSV: \(why)",
      hint: "Quote cells that hold commas, quotes or line breaks, and double the quotes in them.")
  }

  private mutating func fill(_ records: [[String]], after header: [String]) {
    var line = 2 + Self.lineBreaks(in: header)
    for cells in records {
      let start = line
      line += 1 + Self.lineBreaks(in: cells)
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
  }

  /// Cells may hold line breaks, so rows are counted by those as well.
  private static func lineBreaks(in cells: [String]) -> UInt32 {
    UInt32(clamping: cells.reduce(0) { $0 + $1.count(where: \.isNewline) })
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
