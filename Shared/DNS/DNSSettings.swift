public import Runtime

/// Whom a `DNSClient` asks, and how long it waits.
public struct DNSSettings: Sendable {
  /// The name servers; empty: those of /etc/resolv.conf.
  public var servers: [SocketAddress] = []
  /// A look-up that has no answer by then has failed, whatever has been tried meanwhile.
  public var timeout: Duration = .seconds(5)
  /// How long one name server has for its first answer; it gets twice as long at each further try.
  public var attemptTimeout: Duration = .milliseconds(1500)
  /// How often each name server is asked.
  public var attempts = 3
  /// Look-ups under way at once; more wait their turn, within their own timeout.
  public var maximumConcurrent = 32
  /// /etc/resolv.conf is read again after this time.
  public var configurationLifetime: Duration = .seconds(30)

  public init() {}
}
