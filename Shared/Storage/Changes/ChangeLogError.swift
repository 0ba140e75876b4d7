/// Why the change log cannot be read or acknowledged as asked. The engine is well: what is at fault is
/// the cursor or the consumer, and the text says how to go on.
public enum ChangeLogError: Error, Sendable, Equatable {
  /// Entries past the cursor are gone.
  case compacted(cursor: Int64, upTo: Int64)
  /// The cursor is not, or no longer, of this log: it is past `newest`, or was given before the log was
  /// restored to an earlier state and went on behind `newest`.
  case ahead(cursor: Int64, newest: Int64)
  /// The consumer fell too far behind.
  case dropped(ChangeConsumer)
  /// No consumer of that name is registered.
  case unknown(consumer: String)
  /// The name is another's.
  case foreign(consumer: String)
  /// No more consumers are taken.
  case tooMany(limit: Int)
}

extension ChangeLogError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .compacted(let cursor, let upTo):
      "the change log has been compacted up to \(upTo): what came after \(cursor) is not whole any"
        + " more; take a snapshot and read on after \(upTo) or later"
    case .ahead(let cursor, let newest):
      "the change log has no entry \(cursor): it was restored to an earlier state, or is another one;"
        + " take a snapshot and read on after \(newest)"
    case .dropped(let consumer):
      "the consumer \(consumer.name) was dropped at \(consumer.cursor):"
        + " \(consumer.dropped?.reason ?? ""); register it again, take a snapshot and read on after"
        + " the cursor it is given"
    case .unknown(let consumer):
      "no consumer \(consumer) is registered; register it first"
    case .foreign(let consumer):
      "the consumer \(consumer) was registered by another identity; choose another name"
    case .tooMany(let limit):
      "the change log has its \(limit) consumers; remove one that is not needed any more"
    }
  }
}
