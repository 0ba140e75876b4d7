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
      let key = try store.key(request.requestId, of: request)
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
    try await store.write(customer: key.id, vaults: []) {
      try await $0.remember(key.id, record, of: nil, at: now)
    }
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
    let newIDs = group.map { _ in makeID(now.microseconds / 1000) }
    var outcomes: [(Int, ProfileV1.RowOutcome)] = []
    while outcomes.count < group.count {
      let (rest, restIDs) = (group.dropFirst(outcomes.count), newIDs.dropFirst(outcomes.count))
      outcomes += try await takeInFirst(Array(rest), Array(restIDs), now: now)
    }
    return outcomes
  }

  /// Takes in the rows up to one that turns out to be about another customer: a transaction is one
  /// customer's.
  private func takeInFirst(
    _ group: [(Int, ImportedRow)], _ newIDs: [String], now: Google.Timestamp
  ) async throws -> [(Int, ProfileV1.RowOutcome)] {
    for _ in 0..<Self.mostAttempts {
      do {
        return try await write(group, newIDs, now: now)
      } catch is FactWriter.Moved {
        continue
      }
    }
    throw Refusal.moving
  }

  private func write(
    _ group: [(Int, ImportedRow)], _ newIDs: [String], now: Google.Timestamp
  ) async throws -> [(Int, ProfileV1.RowOutcome)] {
    let vaults = try await vaults(of: group, newIDs)
    let customer = group.first?.1.facts.customer ?? newIDs.first ?? ""
    return try await store.write(customer: customer, vaults: vaults) { transaction in
      let writer = FactWriter(transaction: transaction, now: now)
      var outcomes: [(Int, ProfileV1.RowOutcome)] = []
      var customer: String?
      for ((number, row), newID) in zip(group, newIDs) {
        do {
          guard
            let result = try await writer.apply(row.facts, newcomersID: newID, onlyTo: customer)
          else { return outcomes }
          customer = result.profile.customerId
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

  /// What seals the rows' facts: those of customers that there are, as far as can be told before
  /// writing, and of those that the rows may make.
  private func vaults(of group: [(Int, ImportedRow)], _ newIDs: [String]) async throws
    -> [CustomerVault]
  {
    guard store.vault.isSealing else { return [] }
    var known: Set<String> = []
    var vaults: [CustomerVault] = []
    for ((_, row), newID) in zip(group, newIDs) {
      let owners = try await store.owners(of: row.facts.identifiers).compactMap { $0 }
      known.formUnion(owners)
      if let customer = row.facts.customer {
        known.insert(customer)
      } else if owners.isEmpty, (try? row.facts.checkNewcomer()) != nil {
        vaults.append(try await store.vault.writing(newID))
      }
    }
    for customer in known { vaults.append(try await store.vault.reading(customer)) }
    return vaults
  }
}
