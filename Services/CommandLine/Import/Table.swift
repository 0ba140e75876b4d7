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
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ExitError(code: .noInput, message: "\(file) cannot be read")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ExitError(
        code: .dataError, message: "\(file) is not UTF-8 text", hint: "Save it as UTF-8.")
    }
    try self.init(text: text, name: file)
  }

  init(text: String, name: String) throws {
    let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    var records: [[String]] = []
    var broken: String?
    do {
      records = try CSV<Enumerated>(string: text, delimiter: .comma, loadColumns: false).rows
    } catch {
      broken = "\(error)"
    }
    if let broken {
      throw ExitError(
        code: .dataError, message: "\(name) is not a CSV file: \(broken)",
        hint: "Quote cells that hold commas, quotes or line breaks, and double the quotes in them.")
    }
    columns = try Self.header(of: text, name)
    fill(records)
  }

  private static func header(of text: String, _ name: String) throws -> [String] {
    let header = try CSV<Enumerated>(
      string: text, delimiter: .comma, loadColumns: false, rowLimit: 1
    ).header.map { $0.trimmingCharacters(in: .whitespaces) }
    guard header.contains(where: { !$0.isEmpty }) else {
      throw ExitError(
        code: .dataError, message: "\(name) is empty: its first line names the columns")
    }
    if let twice = Dictionary(grouping: header, by: { $0 }).first(where: { $0.value.count > 1 }) {
      throw ExitError(code: .dataError, message: "\(name) has two columns \"\(twice.key)\"")
    }
    return header
  }

  /// Cells may hold line breaks, so rows are counted by those as well.
  private mutating func fill(_ records: [[String]]) {
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
