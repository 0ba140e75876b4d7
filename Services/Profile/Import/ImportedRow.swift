import ServiceKit
import Messages

/// One row as it was read: the facts in it, or what is wrong with it.
struct ImportedRow: Sendable {
  static let mostProblems = 5
  private static let longestCell = 4096

  let plan: ImportPlan
  let line: UInt32
  private let cells: [String]
  var facts = FactSet()
  /// The column of each identifier of the facts.
  var identifierColumns: [Int] = []
  private(set) var problems: [ProfileV1.RowProblem] = []

  init(_ row: ProfileV1.ImportRow, _ plan: ImportPlan) {
    self.plan = plan
    line = row.line
    guard row.cells.count == plan.columns.count else {
      cells = []
      let message = "has \(row.cells.count) cells, but the header has \(plan.columns.count)"
      refuse(nil, Violation(rule: "cells.count", message))
      return
    }
    cells = row.cells.map(Text.trimmed)
    for (index, cell) in cells.enumerated() where cell.utf8.count > Self.longestCell {
      refuse(index, Violation(rule: "length", "is longer than \(Self.longestCell) bytes"))
    }
    guard problems.isEmpty else { return }
    if plan.kind == .customers { readCustomer() } else { readEvent() }
  }

  /// Cells that say something, with their columns.
  var filled: [(index: Int, column: ImportColumn, text: String)] {
    zip(plan.columns.indices, zip(plan.columns, cells))
      .compactMap { $1.1.isEmpty ? nil : ($0, $1.0, $1.1) }
  }

  func text(_ field: ImportField) -> String? {
    guard let index = plan.index(of: .field(field)), index < cells.count else { return nil }
    return cells[index].isEmpty ? nil : cells[index]
  }

  func text(at index: Int?) -> String {
    guard let index, index < cells.count else { return "" }
    return cells[index]
  }

  /// Runs a rule on a cell; nil and a problem when it refuses.
  mutating func check<Result>(_ index: Int?, _ rule: () throws(Violation) -> Result) -> Result? {
    do {
      return try rule()
    } catch {
      refuse(index, error)
      return nil
    }
  }

  /// Notes a problem; beyond a few, more of them help nobody.
  mutating func refuse(_ index: Int?, _ violation: Violation) {
    guard problems.count < Self.mostProblems else { return }
    let column = index.map { ($0 < plan.names.count) ? plan.names[$0] : "" } ?? ""
    problems.append(
      ProfileV1.RowProblem(
        column: column, columnNumber: index.map { UInt32($0) + 1 } ?? 0, rule: violation.rule,
        message: violation.message))
  }

  /// Notes what the stored data say against the row.
  mutating func refuse(_ refusal: Refusal) {
    let violation = Violation(rule: refusal.rule, refusal.message)
    let column = identifierColumns.indices.first { refusal.field == "identifiers[\($0)]" }
    if let column {
      refuse(identifierColumns[column], violation)
    } else if refusal.field == "event.id" {
      refuse(plan.index(of: .field(.eventID)), violation)
    } else if refusal.field == "customer_id" {
      refuse(plan.index(of: .customer), violation)
    } else {
      refuse(nil, violation)
    }
  }

  mutating func add(_ identifier: ProfileV1.Identifier, column index: Int) {
    let now = plan.now
    let stored = check(index) { () throws(Violation) in
      try IdentifierRule.normalise(identifier, now: now)
    }
    guard let stored else { return }
    facts.identifiers.append(stored)
    identifierColumns.append(index)
  }
}
