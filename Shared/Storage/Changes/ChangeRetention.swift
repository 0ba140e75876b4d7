/// How long entries of the change log are kept, and for whom.
public struct ChangeRetention: Sendable, Equatable {
  /// Younger entries stay for readers without a name, whatever the consumers have acknowledged.
  public var keepMicroseconds: Int64
  /// The most entries that a consumer may be behind.
  public var mostEntriesBehind: Int64
  /// The most time that may pass before a consumer acknowledges an entry.
  public var mostMicrosecondsBehind: Int64

  /// A retention with its three bounds.
  public init(keepMicroseconds: Int64, mostEntriesBehind: Int64, mostMicrosecondsBehind: Int64) {
    self.keepMicroseconds = keepMicroseconds
    self.mostEntriesBehind = mostEntriesBehind
    self.mostMicrosecondsBehind = mostMicrosecondsBehind
  }

  /// Why a consumer so far behind is to be dropped; `nil` as long as it may stay.
  public func reasonToDrop(entries: Int64, microseconds: Int64) -> String? {
    if entries > mostEntriesBehind {
      return "\(entries) entries behind, \(mostEntriesBehind) allowed"
    }
    guard microseconds > mostMicrosecondsBehind else { return nil }
    return "\(microseconds / 1_000_000) s behind, \(mostMicrosecondsBehind / 1_000_000) s allowed"
  }

  /// Whether an entry made `at` is old enough to go. One that is dated further ahead than entries are
  /// kept was made by a wrong clock, and holds up nothing.
  public func mayGo(entryMadeAt at: Int64, now: Int64) -> Bool {
    let age = now.subtractingReportingOverflow(at).partialValue
    return age >= keepMicroseconds || age < -keepMicroseconds
  }
}

/// How far a consumer is behind.
public struct ConsumerLag: Sendable, Equatable {
  /// Who.
  public var consumer: ChangeConsumer
  /// Entries past its cursor.
  public var entries: Int64
  /// Since the oldest entry that it has not acknowledged was made; 0 where there is none.
  public var microseconds: Int64

  /// A consumer with its lag.
  public init(consumer: ChangeConsumer, entries: Int64, microseconds: Int64) {
    self.consumer = consumer
    self.entries = entries
    self.microseconds = microseconds
  }
}
