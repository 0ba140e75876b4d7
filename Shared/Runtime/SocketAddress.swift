internal import CLinux

/// An IPv4 or IPv6 address with a port.
public struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
  private enum Family: UInt8 { case v4 = 4, v6 = 6 }

  private let family: Family
  private let high: UInt64
  private let low: UInt64
  private let scope: UInt32
  public let port: UInt16

  /// From a numeric host, `127.0.0.1` or `::1`; names go through `resolve`. Port 0 lets the system
  /// choose when listening.
  public init(host: String, port: UInt16) throws(RuntimeError) {
    var address = cameo_address()
    guard unsafe cameo_address_parse(host, port, &address) == 0,
      let parsed = SocketAddress(address)
    else {
      throw RuntimeError(
        .address, "\"\(host)\" is no IP address: use one such as 127.0.0.1 or ::1, or resolve it")
    }
    self = parsed
  }

  init?(_ address: cameo_address) {
    guard let family = Family(rawValue: address.family) else { return nil }
    self.family = family
    high = address.high
    low = address.low
    scope = address.scope
    port = address.port
  }

  var cAddress: cameo_address {
    cameo_address(high: high, low: low, scope: scope, port: port, family: family.rawValue)
  }

  /// The numeric host: `127.0.0.1`, `::1`.
  public var host: String {
    let capacity = 64
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { text in
      guard let start = text.baseAddress else { return "" }
      unsafe text.initialize(repeating: 0)
      var address = cAddress
      unsafe cameo_address_text(&address, start, Int32(capacity))
      return unsafe String(cString: start)
    }
  }

  /// `127.0.0.1:7100`, `[::1]:7100`.
  public var description: String {
    family == .v4 ? "\(host):\(port)" : "[\(host)]:\(port)"
  }
}
