/// What a look-up found, and for how long it may be believed.
public struct DNSAnswer<Value: Sendable>: Sendable {
  public let value: Value
  /// The shortest of the records' times to live; 0 where they came from /etc/hosts.
  public let timeToLive: Duration

  package init(_ value: Value, timeToLive: Duration) {
    self.value = value
    self.timeToLive = timeToLive
  }
}

/// One SRV record (RFC 2782): a host and port that offer a service.
public struct ServiceRecord: Sendable, Hashable {
  /// The lowest is to be used as long as one of its hosts can be reached.
  public let priority: UInt16
  /// The share of the calls among records of one priority.
  public let weight: UInt16
  public let port: UInt16
  /// A name, without the dot at its end; empty where the record was `.`: the service is decidedly
  /// not available.
  public let host: String

  package init(priority: UInt16, weight: UInt16, port: UInt16, host: String) {
    self.priority = priority
    self.weight = weight
    self.port = port
    self.host = host
  }
}
