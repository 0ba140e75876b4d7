import Messages

/// What an import tells of its rows.
enum ImportReport {
  static func refused(_ row: ImportedRow) -> ProfileV1.RowOutcome {
    ProfileV1.RowOutcome(line: row.line, status: .refused, problems: row.problems)
  }

  /// A row of events makes an event, not a customer.
  static func taken(_ row: ImportedRow, _ result: FactWriter.Result) -> ProfileV1.RowOutcome {
    let status: ProfileV1.RowStatus =
      switch result.outcome {
      case .created: .created
      case .changed: row.plan.kind == .events ? .created : .changed
      default: .unchanged
      }
    return ProfileV1.RowOutcome(
      line: row.line, status: status, customerId: result.profile.customerId)
  }

  static func reply(_ rows: [ProfileV1.RowOutcome]) -> ProfileV1.ImportBatchReply {
    let count = { (status: ProfileV1.RowStatus) in
      UInt32(rows.count { $0.status == status })
    }
    return ProfileV1.ImportBatchReply(
      rows: rows, created: count(.created), changed: count(.changed),
      unchanged: count(.unchanged), refused: count(.refused))
  }
}
