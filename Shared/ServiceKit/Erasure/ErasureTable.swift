import Messages
public import Storage

/// The record of who was erased, in every service: what answers ERASED for ever.
public enum ErasureTable {
  /// A part of each service's first migration that has it. Migrations are never edited, so neither is
  /// this.
  ///
  /// `requested_by`: the peer, and the person it spoke for; `recovery` where a restored backup brought
  /// back somebody whose key is destroyed.
  public static let sql = """
    CREATE TABLE erasures (
      customer_id TEXT NOT NULL PRIMARY KEY, request_id TEXT NOT NULL,
      requested_by TEXT NOT NULL, at INTEGER NOT NULL
    );
    """

  /// The kind of the change that tells of an erasure, the same in every service.
  public static let changeKind = "subject.erased"

  /// When a customer was erased, in microseconds since 1970; nil for one who was not.
  public static func find(_ customer: String, in reader: any Reader) async throws -> Int64? {
    try await reader.first(
      "SELECT at FROM erasures WHERE customer_id = $1", [.text(customer)]
    ) { $0.integer(0) }
  }

  /// Records it; told before stays, as places in the change log, what it said goes.
  static func add(_ request: ErasureRequest, _ isSealing: Bool, in writer: any Writer) async throws
  {
    try await writer.execute(
      "INSERT INTO erasures (customer_id, request_id, requested_by, at) VALUES ($1, $2, $3, $4)",
      [
        .text(request.customer), .text(request.id), .text(request.requestedBy),
        .integer(request.at),
      ])
    try await writer.execute(
      "UPDATE change_log SET detail = $2 WHERE customer = $1",
      [.text(request.customer), .blob([])])
    let detail = RPCV1.SubjectErased(
      erasedAt: Google.Timestamp(microseconds: request.at), reach: ErasureReach.of(isSealing))
    try await writer.appendChange(
      customer: request.customer, kind: changeKind, detail: detail.encoded())
  }

  /// Customers in order, after `customer`: up to `last`, or at most `limit`.
  static func page(
    after customer: String, upTo last: String? = nil, limit: Int, in reader: any Reader
  ) async throws -> [String] {
    // Ids are upper-case letters and digits, all of them before "~".
    try await reader.query(
      """
      SELECT customer_id FROM erasures WHERE customer_id > $1 AND customer_id <= $2
      ORDER BY customer_id LIMIT $3
      """, [.text(customer), .text(last ?? "~"), .integer(Int64(limit))]
    ) { $0.text(0) }
  }
}

/// How far an erasure reaches, and how that is said to a person.
enum ErasureReach {
  static func of(_ isSealing: Bool) -> RPCV1.ErasureReach { isSealing ? .everyCopy : .serviceOnly }

  static func text(_ isSealing: Bool) -> String {
    isSealing
      ? "Deleted, and the key destroyed: backups of the sealed data cannot be read for this customer"
        + " any more, except together with a backup of the key database from before."
      : "Deleted from the service, which does not seal: backups from before still hold this customer"
        + " until they are destroyed."
  }
}
