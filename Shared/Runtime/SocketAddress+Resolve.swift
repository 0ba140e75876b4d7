internal import CLinux
import Dispatch

extension SocketAddress {
  private static let mostAddresses = 16

  /// What `HOST:PORT` names, best first: a numeric host at once, a name by the system's resolver,
  /// off the loops. IPv6 hosts go in brackets, `[::1]:7100`. The system's look-up cannot be
  /// cancelled; give up waiting by racing it with a timer.
  public static func resolve(_ target: String) async throws(RuntimeError) -> [SocketAddress] {
    let (host, port) = try split(target)
    if let address = try? SocketAddress(host: host, port: port) { return [address] }
    let found: Result<[SocketAddress], RuntimeError> = await withCheckedContinuation { waiter in
      DispatchQueue.global().async { waiter.resume(returning: lookUp(host, port)) }
    }
    return try found.get()
  }

  package static func split(_ target: String) throws(RuntimeError) -> (host: String, port: UInt16) {
    let parts = target.split(separator: ":", omittingEmptySubsequences: false)
    let host = parts.dropLast().joined(separator: ":")
    guard let last = parts.last, let port = UInt16(last), !host.isEmpty else {
      throw malformed(target)
    }
    if host.count > 2, host.hasPrefix("["), host.hasSuffix("]") {
      return (String(host.dropFirst().dropLast()), port)
    }
    guard !host.contains(where: { ":[]".contains($0) }) else { throw malformed(target) }
    return (host, port)
  }

  private static func malformed(_ target: String) -> RuntimeError {
    RuntimeError(
      .address,
      "\"\(target)\" is no address: write HOST:PORT, such as 127.0.0.1:7100, [::1]:7100 or db.example:7100"
    )
  }

  private static func lookUp(
    _ host: String, _ port: UInt16
  ) -> Result<[SocketAddress], RuntimeError> {
    var list = Array(repeating: cameo_address(), count: mostAddresses)
    var failure: UnsafePointer<CChar>?
    let count = unsafe cameo_resolve(host, port, &list, Int32(list.count), &failure)
    let addresses = list.prefix(max(0, Int(count))).compactMap(SocketAddress.init)
    guard addresses.isEmpty else { return .success(addresses) }
    let reason = unsafe failure.map { unsafe String(cString: $0) } ?? "it has no address"
    return .failure(RuntimeError(.address, "cannot resolve host \"\(host)\": \(reason)"))
  }
}
