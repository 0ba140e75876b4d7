/// One who reads the change log under a name and says how far it has come: nothing past its cursor
/// is compacted, as long as it stays within the bounds of a ``ChangeRetention``.
public struct ChangeConsumer: Sendable, Equatable {
  /// Unique in a log.
  public var name: String
  /// Who registered it, and alone may acknowledge for it.
  public var owner: String
  /// The last entry that it has dealt with, and all before it.
  public var cursor: Int64
  /// When it was registered, or began anew, in microseconds since 1970.
  public var registeredAt: Int64
  /// When it acknowledged last, likewise; at first the time of its registration.
  public var acknowledgedAt: Int64
  /// Set where it fell too far behind: entries past its cursor may be gone.
  public var dropped: Drop?

  /// When and why a consumer was dropped.
  public struct Drop: Sendable, Equatable {
    /// In microseconds since 1970.
    public var at: Int64
    /// For a person, as in "1200 entries behind, 1000 allowed".
    public var reason: String

    /// A drop with its time and reason.
    public init(at: Int64, reason: String) {
      self.at = at
      self.reason = reason
    }
  }

  /// A consumer with all its fields.
  public init(
    name: String, owner: String, cursor: Int64, registeredAt: Int64, acknowledgedAt: Int64,
    dropped: Drop? = nil
  ) {
    self.name = name
    self.owner = owner
    self.cursor = cursor
    self.registeredAt = registeredAt
    self.acknowledgedAt = acknowledgedAt
    self.dropped = dropped
  }
}

/// The ends of a change log.
public struct ChangeLogExtent: Sendable, Equatable {
  /// Entries up to this one are gone; 0 where all are kept.
  public var compacted: Int64
  /// The last entry, there or gone, that one may go on behind without missing any; 0 in a log without
  /// one.
  public var newest: Int64

  /// A log that holds what is past `compacted`, up to `newest`.
  public init(compacted: Int64, newest: Int64) {
    self.compacted = compacted
    self.newest = newest
  }
}
