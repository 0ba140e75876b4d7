import Foundation
import Messages

/// The cells of one row by the names of their columns.
struct RowReader {
  let columns: [String]
  let row: Table.Row

  /// The cell of a column; "" where there is no such column.
  func text(_ column: String) -> String {
    guard let index = columns.firstIndex(of: column) else { return "" }
    return row.cells[index].trimmingCharacters(in: .whitespaces)
  }

  func required(_ column: String) throws(RowProblem) -> String {
    let text = text(column)
    guard !text.isEmpty else { throw RowProblem(column, "required", "must not be empty") }
    return text
  }

  /// Nil for an empty cell.
  func time(_ column: String) throws(RowProblem) -> Google.Timestamp? {
    let text = text(column)
    guard !text.isEmpty else { return nil }
    guard let time = Google.Timestamp(text: text) else {
      throw RowProblem(
        column, "time", "\"\(text)\" is no time such as 2026-11-21T20:00:00Z or 2026-11-21")
    }
    return time
  }

  func number(
    _ column: String, in range: ClosedRange<Int32> = Int32.min...Int32.max
  ) throws(RowProblem) -> Int32 {
    let text = try required(column)
    guard let number = Int32(text) else {
      throw RowProblem(column, "number", "\"\(text)\" is no whole number")
    }
    guard range.contains(number) else {
      throw RowProblem(
        column, "range", "\(number) is not from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// The column that names the customer: an id, or the first identifier that is not empty.
  func subject() throws(RowProblem) -> (column: String, subject: Subject) {
    for column in columns where Self.isIdentifier(column) && !text(column).isEmpty {
      let value = text(column)
      if column == "customer_id" { return (column, .customer(value)) }
      return (column, .identifier(kind: column, value: value))
    }
    throw RowProblem("", "subject", "no column names the customer: customer_id, email, crm_id ...")
  }

  static func isIdentifier(_ column: String) -> Bool {
    ["customer_id", "email", "phone", "crm_id", "user_id"].contains(column)
      || column.hasPrefix("account:") || column.hasPrefix("social:")
  }
}

/// What is wrong with one cell.
struct RowProblem: Error, Equatable {
  let column: String
  let rule: String
  let message: String

  init(_ column: String, _ rule: String, _ message: String) {
    self.column = column
    self.rule = rule
    self.message = message
  }
}
