import Foundation
import Messages
import RPC
import Stubs

/// What came of an import.
struct ImportOutcome: Sendable {
  var created = 0
  var changed = 0
  var unchanged = 0
  var refused: [RowReport] = []
  /// By line, of rows that went in.
  var customerIDs: [UInt32: String] = [:]
  /// Nil: every row was dealt with.
  var stop: Stop?

  /// Where the service, not a row, put an end to it: rows before this line were dealt with.
  struct Stop: Sendable {
    let line: UInt32
    let error: any Error
  }

  /// Rows whose fate is known.
  var isEmpty: Bool { created + changed + unchanged == 0 && refused.isEmpty }

  mutating func add(_ other: ImportOutcome) {
    created += other.created
    changed += other.changed
    unchanged += other.unchanged
    refused += other.refused
    customerIDs.merge(other.customerIDs) { first, _ in first }
    if let stop, let later = other.stop, stop.line <= later.line { return }
    stop = other.stop ?? stop
  }
}

/// Takes in rows of one kind of table.
protocol Importer: Sendable {
  /// Rows that go in with one call of `take`.
  var batchSize: Int { get }

  /// Takes in some rows. What a row did wrong is in the outcome, and so is what ends the import.
  func take(_ rows: ArraySlice<Table.Row>) async -> ImportOutcome
}

extension Importer {
  /// Batches on their way at a time.
  private var batchesInFlight: Int { 8 }

  /// Takes in all rows, several batches at a time; after a stop those on their way are waited for.
  func run(_ rows: [Table.Row], progress: ProgressBar) async -> ImportOutcome {
    var batches = stride(from: 0, to: rows.count, by: batchSize)
      .map { rows[$0..<min($0 + batchSize, rows.count)] }.makeIterator()
    return await withTaskGroup(of: (Int, ImportOutcome).self) { group in
      func addNext() {
        guard let batch = batches.next() else { return }
        group.addTask { (batch.count, await take(batch)) }
      }
      for _ in 0..<batchesInFlight { addNext() }
      var total = ImportOutcome()
      while let (count, outcome) = await group.next() {
        total.add(outcome)
        progress.advance(count)
        if total.stop == nil { addNext() }
      }
      return total
    }
  }
}

/// Customers and events, which the profile service reads column by column itself.
struct ProfileImporter: Importer {
  let client: ProfileServiceClient
  let columns: [String]
  /// All but rows and request id.
  let template: ProfileV1.ImportBatchRequest
  let options: @Sendable () -> CallOptions
  let batchSize = 100

  func take(_ rows: ArraySlice<Table.Row>) async -> ImportOutcome {
    var request = template
    request.requestId = "import-\(UUID().uuidString)"
    request.columns = columns
    request.rows = rows.map { ProfileV1.ImportRow(line: $0.line, cells: $0.cells) }
    do {
      return outcome(try await client.importBatch(request, options()))
    } catch {
      return ImportOutcome(stop: ImportOutcome.Stop(line: rows.first?.line ?? 0, error: error))
    }
  }

  private func outcome(_ reply: ProfileV1.ImportBatchReply) -> ImportOutcome {
    var outcome = ImportOutcome(
      created: Int(reply.created), changed: Int(reply.changed), unchanged: Int(reply.unchanged))
    for row in reply.rows {
      if !row.customerId.isEmpty { outcome.customerIDs[row.line] = row.customerId }
      outcome.refused += row.problems.map {
        RowReport(line: row.line, column: $0.column, rule: $0.rule, message: $0.message)
      }
    }
    return outcome
  }
}
