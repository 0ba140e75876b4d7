import Messages
import Storage

/// A place in a customer's timeline.
struct TimelinePlace: Sendable {
  var occurredAt: Int64
  var id: String

  /// Before everything: the newest event is the first behind it.
  static let start = TimelinePlace(occurredAt: .max, id: "")
}

/// A place in the list of a customer's attribute values.
struct ValuePlace: Sendable {
  var name: String
  var rank: [UInt8]
}

extension ProfileStore {
  static let mostTypes = 8

  /// Events behind `place`, newest first, ties by falling id; of `types`, or all when there are
  /// none.
  func timeline(
    _ customer: String, after place: TimelinePlace, types: [String], limit: Int
  ) async throws -> [ProfileV1.Event] {
    let vault = try await vault.reading(customer)
    guard let first = types.first else {
      return try await database.read { reader in
        try await reader.query(
          """
          SELECT event_id, body FROM events
          WHERE customer_id = $1 AND (occurred_at, event_id) < ($2, $3)
          ORDER BY occurred_at DESC, event_id DESC LIMIT $4
          """,
          [.text(customer), .integer(place.occurredAt), .text(place.id), .integer(Int64(limit))]
        ) { try Self.event($0, vault) }
      }
    }
    // A rare type may lie behind many events: not on an event loop. Unused places repeat the first.
    let places = (0..<Self.mostTypes).map { SQLValue.text($0 < types.count ? types[$0] : first) }
    return try await database.scan { reader in
      try await reader.query(
        """
        SELECT event_id, body FROM events
        WHERE customer_id = $1 AND (occurred_at, event_id) < ($2, $3)
          AND type IN ($5, $6, $7, $8, $9, $10, $11, $12)
        ORDER BY occurred_at DESC, event_id DESC LIMIT $4
        """,
        [.text(customer), .integer(place.occurredAt), .text(place.id), .integer(Int64(limit))]
          + places
      ) { try Self.event($0, vault) }
    }
  }

  private static func event(_ row: any Row, _ vault: CustomerVault) throws -> ProfileV1.Event {
    try ProfileV1.Event(decoding: vault.open(row.blob(1), .event, row: Array(row.text(0).utf8)))
  }

  /// Recorded values behind `place`, by name and then the best first; of one name, or all when it
  /// is empty.
  func values(
    _ customer: String, name: String, after place: ValuePlace?, limit: Int
  ) async throws -> [ProfileV1.AttributeRecord] {
    let vault = try await vault.reading(customer)
    let rank = try place.map { try vault.rank($0.rank, name: $0.name) } ?? []
    let records = try await database.read { reader in
      try await reader.query(
        """
        SELECT rank, body, rank = (
          SELECT best.rank FROM attribute_values AS best
          WHERE best.customer_id = one.customer_id AND best.name = one.name
          ORDER BY best.rank DESC LIMIT 1)
        FROM attribute_values AS one
        WHERE customer_id = $1 AND ($2 = '' OR name = $2)
          AND ($3 = '' OR name > $3 OR (name = $3 AND rank < $4))
        ORDER BY name, rank DESC LIMIT $5
        """,
        [
          .text(customer), .text(name), .text(place?.name ?? ""), .blob(rank),
          .integer(Int64(limit)),
        ]
      ) { row in
        ProfileV1.AttributeRecord(
          attribute: try ProfileV1.Attribute(
            decoding: vault.open(row.blob(1), .attribute, row: row.blob(0))),
          wins: row.integer(2) == 1)
      }
    }
    return self.vault.isSealing ? try await markWinners(records, customer) : records
  }

  /// A sealed rank does not tell which of two facts of one time wins; the profile does.
  private func markWinners(_ records: [ProfileV1.AttributeRecord], _ customer: String) async throws
    -> [ProfileV1.AttributeRecord]
  {
    guard !records.isEmpty else { return records }
    let profile = try ProfileV1.Profile(decoding: try await encodedProfile(customer))
    return records.map { record in
      var record = record
      record.wins =
        record.attribute.flatMap { fact in
          profile.winner(fact.name).map { AttributeRank($0) == AttributeRank(fact) }
        } ?? false
      return record
    }
  }
}
