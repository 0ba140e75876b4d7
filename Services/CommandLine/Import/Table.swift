import Foundation

/// A CSV file (RFC 4180): its header, and its rows with the lines that they begin at.
struct Table: Sendable {
  struct Row: Sendable {
    /// From 1, as editors count.
    let line: UInt32
    let cells: [String]
  }

  let columns: [String]
  private(set) var rows: [Row] = []
  /// The rows whose form is wrong; all others are good.
  private(set) var problems: [RowReport] = []

  /// - Parameter file: a path, or `-` for standard input.
  /// - Throws: ``ExitError`` where there is no table to speak of.
  init(file: String) throws {
    let name = file == "-" ? "standard input" : file
    guard let text = String(validating: try Self.content(of: file), as: UTF8.self) else {
      throw ExitError(
        code: .dataError, message: "\(name) is not UTF-8 text", hint: "Save it as UTF-8.")
    }
    try self.init(text: text, name: name)
  }

  private static func content(of file: String) throws -> Data {
    if file == "-" { return try Input.standardData() }
    if FileManager.default.isFolder(file) {
      throw ExitError(code: .noInput, message: "\(file) is a folder, not a CSV file")
    }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: file))
    } catch {
      throw ExitError(code: .noInput, message: "\(file) cannot be read: \(error.why)")
    }
  }

  init(text: String, name: String) throws {
    var records = RecordSplitter(text)
    columns = try Self.header(records.next(), name)
    while let record = records.next() { add(record) }
  }

  private static func header(_ record: RecordSplitter.Record?, _ name: String) throws -> [String] {
    var columns: [String] = []
    switch record?.content {
    case .cells(let cells): columns = cells.map { $0.trimmingCharacters(in: .whitespaces) }
    case .broken(_, let why):
      throw ExitError(
        code: .dataError, message: "\(name):\(record?.line ?? 1): this is no header: \(why)",
        hint: "Quote cells that hold commas, quotes or line breaks, and double the quotes in them.")
    case nil: break
    }
    guard columns.contains(where: { !$0.isEmpty }) else {
      throw ExitError(
        code: .dataError, message: "\(name) is empty: its first line names the columns")
    }
    if let twice = Dictionary(grouping: columns, by: { $0 }).first(where: { $0.value.count > 1 }) {
      throw ExitError(code: .dataError, message: "\(name) has two columns \"\(twice.key)\"")
    }
    return columns
  }

  private mutating func add(_ record: RecordSplitter.Record) {
    switch record.content {
    case .cells(let cells):
      if cells.allSatisfy(\.isEmpty) { return }
      guard cells.count == columns.count else {
        return refuse(
          record, column: "", rule: "row.cells",
          "\(cells.count) cells, but the header names \(columns.count) columns")
      }
      rows.append(Row(line: record.line, cells: cells))
    case .broken(let cell, let why):
      refuse(
        record, column: columns.indices.contains(cell) ? columns[cell] : "", rule: "row.quotes",
        "\(why); double the quotes in a quoted cell")
    }
  }

  private mutating func refuse(
    _ record: RecordSplitter.Record, column: String, rule: String, _ message: String
  ) {
    problems.append(RowReport(line: record.line, column: column, rule: rule, message: message))
  }
}
