public import Encryption
public import Logging
public import Messages
public import Storage

/// Erases customers from a service: their rows, and the key that sealed them.
///
/// The rows go first, in one transaction with the record of it and the change, because of some of them
/// something stays that has to be read (consent's proof). Then the key. Whatever stops it between the
/// two, a second call, or the next start (``recover(_:)``), does the rest.
public struct Erasures: Sendable {
  /// Prepares to delete all of a customer's rows, as far as the service's rules let them go, and
  /// answers what does so in the transaction.
  public typealias Deletion = @Sendable (_ customer: String) async throws -> Transaction
  /// What is done in a transaction; it awaits nothing but the writer.
  public typealias Transaction = @Sendable (_ writer: any Writer) async throws -> Void

  private static let pageSize = 512
  private let database: any Database
  private let keys: SubjectKeys?
  private let logger: Logger
  private let clock: @Sendable () -> Int64

  /// - Parameters:
  ///   - database: has ``ErasureTable/sql``.
  ///   - keys: of the customers; nil where data are not sealed.
  ///   - clock: the time now in microseconds since 1970.
  public init(
    _ database: any Database, _ keys: SubjectKeys?, logger: Logger,
    clock: @escaping @Sendable () -> Int64
  ) {
    (self.database, self.keys, self.logger, self.clock) = (database, keys, logger, clock)
  }

  /// What has been done, for a reply.
  public struct Outcome: Sendable, Equatable {
    /// When: of a customer erased before, the first time.
    public var erasedAt: Google.Timestamp
    /// How far it reaches.
    public var reach: RPCV1.ErasureReach
    /// The same for a person.
    public var message: String
  }

  /// Erases a customer, once.
  ///
  /// - Parameter deletion: may throw, and then nothing is erased.
  public func erase(_ request: ErasureRequest, _ deletion: Deletion) async throws -> Outcome {
    let isSealing = keys != nil
    let delete = try await deletion(request.customer)
    let (at, isFirst) = try await database.write(customer: request.customer) { writer in
      if let known = try await ErasureTable.find(request.customer, in: writer) {
        return (known, false)
      }
      try await delete(writer)
      try await ErasureTable.add(request, isSealing, in: writer)
      return (request.at, true)
    }
    let hadKey = try await keys?.destroy(request.customer) ?? false
    if isFirst || hadKey {
      logger.notice(
        "a customer was erased",
        metadata: [
          "customer": "\(request.customer)", "request": "\(request.id)",
          "by": "\(request.requestedBy)", "key": isSealing ? "destroyed" : "none",
        ])
    }
    return Outcome(
      erasedAt: Google.Timestamp(microseconds: at), reach: ErasureReach.of(isSealing),
      message: ErasureReach.text(isSealing))
  }

  /// Before a service serves: whoever is erased in one of its two databases is erased in both. A data
  /// backup that was restored brings back customers whose key is destroyed; a key backup, keys of
  /// customers who were erased.
  public func recover(_ deletion: Deletion) async throws {
    guard let keys else { return }
    var last = ""
    while let page = try await page({ try await keys.destroyed(after: last, limit: $0) }) {
      let recorded = try await recorded(after: last, upTo: page.last)
      for customer in page where !recorded.contains(customer) {
        let request = ErasureRequest(recovering: customer, at: clock())
        _ = try await erase(request, deletion)
      }
      last = page.last ?? ""
    }
    last = ""
    while let page = try await page({ try await recorded(after: last, limit: $0) }) {
      let destroyed = try await Set(keys.destroyed(after: last, upTo: page.last ?? last))
      for customer in page where !destroyed.contains(customer) {
        try await keys.destroy(customer)
        logger.notice("a customer's key was destroyed again", metadata: ["customer": "\(customer)"])
      }
      last = page.last ?? ""
    }
  }

  private func page(_ read: (Int) async throws -> [String]) async throws -> [String]? {
    let page = try await read(Self.pageSize)
    return page.isEmpty ? nil : page
  }

  private func recorded(after customer: String, upTo last: String? = nil, limit: Int = pageSize)
    async throws -> [String]
  {
    try await database.scan { reader in
      try await ErasureTable.page(after: customer, upTo: last, limit: limit, in: reader)
    }
  }
}
