/// An entry of the change log.
public struct Change: Sendable, Equatable {
  /// Its place in the log: rises with every commit, is never used twice, starts at 1.
  public var cursor: Int64
  /// Whose data changed.
  public var customer: String
  /// What happened, in the service's own words.
  public var kind: String
  /// An encoded message of the service, or empty.
  public var detail: [UInt8]
  /// When, in microseconds since 1970.
  public var at: Int64

  /// An entry with all its fields.
  public init(cursor: Int64, customer: String, kind: String, detail: [UInt8], at: Int64) {
    self.cursor = cursor
    self.customer = customer
    self.kind = kind
    self.detail = detail
    self.at = at
  }
}
