import Logging
import ServiceKit
import Storage

/// What is left of a customer who was erased: the record of it, and empty places in the change log.
extension ProfileStore {
  func erasures(
    _ logger: Logger, clock: @escaping @Sendable () -> Int64 = SQLiteOptions.systemClock
  ) -> Erasures {
    Erasures(database, vault.keys, logger: logger, clock: clock)
  }

  /// What ``Erasures`` is to delete of somebody whom this store may not know.
  static let deletion: Erasures.Deletion = { customer in
    { writer in try await delete(customer, writer) }
  }

  static func delete(_ customer: String, _ writer: any Writer) async throws {
    let events = try await writer.query(
      "SELECT event_id FROM events WHERE customer_id = $1", [.text(customer)]
    ) { $0.text(0) }
    try await writer.delete(events, in: "event_id", of: "event_owners")
    for table in ["profiles", "identifiers", "attribute_values", "events", "requests"] {
      try await writer.execute("DELETE FROM \(table) WHERE customer_id = $1", [.text(customer)])
    }
  }

  static func exists(_ customer: String, in reader: any Reader) async throws -> Bool {
    try await reader.first(
      "SELECT 1 FROM profiles WHERE customer_id = $1", [.text(customer)]
    ) { _ in true } ?? false
  }

  /// Why there is nothing of a customer: erased, or never there.
  static func absence(of customer: String, in reader: any Reader) async throws -> Refusal {
    try await ErasureTable.find(customer, in: reader) == nil ? .unknownCustomer(customer) : .erased
  }
}
