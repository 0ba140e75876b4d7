internal import CAres
internal import Runtime

/// The addresses of a host.
final class AddressLookup: Lookup, @unchecked Sendable {
  // `@unchecked Sendable`: as its base class.
  typealias Outcome = Result<DNSAnswer<[SocketAddress]>, DNSError>
  private let port: UInt16
  private let waiter: CheckedContinuation<Outcome, Never>

  init(_ host: String, port: UInt16, _ waiter: CheckedContinuation<Outcome, Never>) {
    self.port = port
    self.waiter = waiter
    super.init(host)
  }

  @safe override func begin(_ channel: OpaquePointer) {
    unsafe cameo_ares_addresses(
      channel, name,
      { context, status, _, found in
        guard let context = unsafe context else { return }
        let lookup = unsafe Unmanaged<AddressLookup>.fromOpaque(context).takeRetainedValue()
        lookup.finish(status, found)
        if let found = unsafe found { unsafe ares_freeaddrinfo(found) }
      }, Unmanaged.passRetained(self).toOpaque())
  }

  override func fail(_ error: DNSError) { waiter.resume(returning: .failure(error)) }

  @safe private func finish(_ status: Int32, _ found: UnsafeMutablePointer<ares_addrinfo>?) {
    engine?.done(self)
    guard status == ARES_SUCCESS, let found = unsafe found else {
      return end(.failure(error(status)))
    }
    var addresses: [SocketAddress] = []
    var time = Int32.max
    var node = unsafe found.pointee.nodes
    while let each = unsafe node {
      if let address = unsafe Self.address(each, port), !addresses.contains(address) {
        addresses.append(address)
      }
      time = unsafe min(time, max(0, each.pointee.ai_ttl))
      unsafe node = each.pointee.ai_next
    }
    guard !addresses.isEmpty else { return end(.failure(error(ARES_ENODATA))) }
    let answer = DNSAnswer(addresses, timeToLive: .seconds(Int64(time)))
    end(.success { [waiter] in waiter.resume(returning: .success(answer)) })
  }

  private static func address(
    _ node: UnsafeMutablePointer<ares_addrinfo_node>, _ port: UInt16
  ) -> SocketAddress? {
    let capacity = 64
    let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { text in
      guard let start = text.baseAddress,
        unsafe cameo_ares_node_text(node, start, Int32(capacity)) != 0
      else { return "" }
      return unsafe String(cString: start)
    }
    return try? SocketAddress(host: text, port: port)
  }
}
