public import Runtime
import Synchronization

/// Looks names up, with c-ares, on a thread of its own, which begins with the first look-up:
/// /etc/hosts first, then DNS. Every look-up ends within `DNSSettings.timeout`.
///
/// Numeric hosts are none of its business: see `SocketAddress.init(host:port:)`.
public final class DNSClient: Sendable {
  /// Asks the system's name servers; shared by whoever has no wishes of their own.
  public static let system = DNSClient()

  private let settings: DNSSettings
  private let engine = Mutex<DNSEngine?>(nil)

  public init(_ settings: DNSSettings = DNSSettings()) { self.settings = settings }

  /// The IPv4 and IPv6 addresses of a host, each with `port`; at least one.
  public func addresses(
    of host: String, port: UInt16
  ) async throws(DNSError) -> DNSAnswer<[SocketAddress]> {
    let engine = try running()
    defer { withExtendedLifetime(self) {} }
    let result = await withCheckedContinuation { waiter in
      engine.submit(AddressLookup(host, port: port, waiter))
    }
    return try result.get()
  }

  /// The SRV records of a service's name, `_cameo._tcp.profile.example`; at least one.
  public func services(
    of name: String
  ) async throws(DNSError) -> DNSAnswer<[ServiceRecord]> {
    let engine = try running()
    defer { withExtendedLifetime(self) {} }
    let result = await withCheckedContinuation { waiter in
      engine.submit(ServiceLookup(name, waiter))
    }
    return try result.get()
  }

  private func running() throws(DNSError) -> DNSEngine {
    do {
      return try engine.withLock { engine in
        if let engine { return engine }
        let started = DNSEngine(try EventLoop.start(name: "dns"), settings)
        engine = started
        return started
      }
    } catch {
      throw DNSError(.failed, "names cannot be looked up: \(error)")
    }
  }

  deinit { engine.withLock { $0?.stop() } }
}
