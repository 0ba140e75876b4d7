package import Messages
package import RPC

extension ProfileHandlers {
  /// Groups of rows that are written at the same time; the store commits them together.
  private static let groupsAtOnce = 32
  private static let rowsInARow = 16

  package func importBatch(_ request: ProfileV1.ImportBatchRequest, _ call: CallContext)
    async throws -> ProfileV1.ImportBatchReply
  {
    try await answering {
      let key = try RequestKey(request.requestId, of: request)
      let plan = try ImportPlan(request, now: call.now)
      if let answer = try key.answer(try await store.request(key.id)) {
        return try ProfileV1.ImportBatchReply(decoding: answer)
      }
      // Begun: from here on the id belongs to this content, even if the work stops half way.
      try await remember(key, nil, now: call.now)
      let reply = ImportReport.reply(
        try await takeIn(await Self.read(request.rows, plan), now: call.now))
      try await remember(key, reply, now: call.now)
      return reply
    }
  }

  /// Reads rows by the rules. It stops now and then for the other calls of the loop: a thousand rows
  /// take long enough to be noticed.
  private static func read(_ rows: [ProfileV1.ImportRow], _ plan: ImportPlan) async
    -> [ImportedRow]
  {
    var read: [ImportedRow] = []
    read.reserveCapacity(rows.count)
    for row in rows {
      if read.count % rowsInARow == rowsInARow - 1 { await Task.yield() }
      read.append(ImportedRow(row, plan))
    }
    return read
  }

  private func remember(
    _ key: RequestKey, _ reply: ProfileV1.ImportBatchReply?, now: Google.Timestamp
  ) async throws {
    let record = RequestRecord(digest: key.digest, reply: reply?.encoded())
    try await store.write(customer: key.id) { try await $0.remember(key.id, record, at: now) }
  }

  /// Writes the rows that have no problem; groups of rows at the same time, the rows of a group in
  /// one transaction.
  private func takeIn(_ rows: [ImportedRow], now: Google.Timestamp) async throws
    -> [ProfileV1.RowOutcome]
  {
    var outcomes = rows.map { ImportReport.refused($0) }
    let good = rows.indices.filter { rows[$0].problems.isEmpty }
    let groups = ImportGroups.group(good.map { rows[$0].facts }).map { $0.map { good[$0] } }
    try await withThrowingTaskGroup(of: [(Int, ProfileV1.RowOutcome)].self) { tasks in
      for (number, group) in groups.enumerated() {
        if number >= Self.groupsAtOnce, let done = try await tasks.next() {
          for (row, outcome) in done { outcomes[row] = outcome }
        }
        tasks.addTask { try await takeIn(group.map { ($0, rows[$0]) }, now: now) }
      }
      for try await done in tasks {
        for (row, outcome) in done { outcomes[row] = outcome }
      }
    }
    return outcomes
  }

  private func takeIn(_ group: [(Int, ImportedRow)], now: Google.Timestamp) async throws
    -> [(Int, ProfileV1.RowOutcome)]
  {
    let makeID = self.makeID
    let customer = group.first?.1.facts.customer ?? makeID(now.microseconds / 1000)
    return try await store.write(customer: customer) { transaction in
      let writer = FactWriter(transaction: transaction, now: now)
      var outcomes: [(Int, ProfileV1.RowOutcome)] = []
      for (number, row) in group {
        do {
          let newID = makeID(now.microseconds / 1000)
          let result = try await writer.apply(row.facts, newcomersID: newID)
          outcomes.append((number, ImportReport.taken(row, result)))
        } catch let refusal as Refusal {
          var row = row
          row.refuse(refusal)
          outcomes.append((number, ImportReport.refused(row)))
        }
      }
      return outcomes
    }
  }
}
