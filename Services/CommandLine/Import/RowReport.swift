/// Why a row did not go in.
struct RowReport: Sendable, Equatable {
  let line: UInt32
  /// Of the header; empty: the row as a whole.
  let column: String
  /// For a program: "email.domain".
  let rule: String
  let message: String

  /// Some messages begin with the column, which is said already.
  init(line: UInt32, column: String, rule: String, message: String) {
    self.line = line
    self.column = column
    self.rule = rule
    self.message =
      !column.isEmpty && message.hasPrefix("\(column): ")
      ? String(message.dropFirst(column.count + 2)) : message
  }

  /// "customers.csv:12: email: ... [email.domain]"
  func text(_ file: String) -> String {
    let place = column.isEmpty ? "" : " \(column):"
    return "\(file):\(line):\(place) \(printable(message)) [\(rule)]"
  }
}
