internal import Runtime

/// What a channel calls: hosts, or a service that DNS knows the hosts of.
///
/// - `HOST:PORT`, or `dns:HOST:PORT`: every address that the host's name has (A and AAAA), or the
///   numeric host itself. IPv6 goes in brackets: `[::1]:7100`.
/// - `HOST:PORT,HOST:PORT`: all of those together.
/// - `srv:NAME`: the hosts and ports of the name's SRV records (RFC 2782), such as
///   `srv:_cameo._tcp.profile.example`.
public struct Target: Sendable, Hashable, CustomStringConvertible {
  enum Kind: Hashable {
    case hosts([Endpoint])
    case service(String)
  }

  /// As it was written.
  public let description: String
  let kind: Kind

  /// Throws INVALID_ARGUMENT, with what is wrong and what is right, for a text that names nothing.
  public init(_ text: String) throws(RPCError) {
    description = text
    if text.hasPrefix("srv:"), !Self.isPort(text.dropFirst(4)) {
      kind = .service(try Self.service(String(text.dropFirst(4)), text))
    } else if text.hasPrefix("dns:"), !Self.isPort(text.dropFirst(4)) {
      kind = .hosts([try Endpoint(text.dropFirst(4), of: text)])
    } else {
      var endpoints: [Endpoint] = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        let endpoint = try Endpoint(part, of: text)
        if !endpoints.contains(endpoint) { endpoints.append(endpoint) }
      }
      kind = .hosts(endpoints)
    }
  }

  /// The addresses, where none of them takes a look-up.
  var numeric: [SocketAddress]? {
    guard case .hosts(let endpoints) = kind else { return nil }
    let addresses = endpoints.compactMap(\.address)
    return addresses.count == endpoints.count ? addresses : nil
  }

  /// `srv:7100` is port 7100 of a host called srv.
  private static func isPort(_ text: Substring) -> Bool { UInt16(text) != nil }

  private static func service(_ name: String, _ text: String) throws(RPCError) -> String {
    guard Endpoint.isName(name) else {
      throw RPCError(
        .invalidArgument,
        "\"\(text)\" names no service: write srv:NAME, such as srv:_cameo._tcp.profile.example")
    }
    return name
  }
}

/// One `HOST:PORT` of a target.
struct Endpoint: Sendable, Hashable {
  let host: String
  let port: UInt16
  /// Of a numeric host, which takes no look-up.
  let address: SocketAddress?

  init(_ part: Substring, of text: String) throws(RPCError) {
    let trimmed = String(part.drop { $0 == " " })
    guard let (host, port) = try? SocketAddress.split(trimmed) else {
      throw Self.malformed(text, trimmed)
    }
    self.init(host: host, port: port)
    guard port > 0, address != nil || Self.isName(host) else {
      throw Self.malformed(text, trimmed)
    }
  }

  init(host: String, port: UInt16) {
    self.host = host
    self.port = port
    address = try? SocketAddress(host: host, port: port)
  }

  private static func malformed(_ text: String, _ part: String) -> RPCError {
    let which = text == part ? "" : ": \"\(part)\" is no address"
    return RPCError(
      .invalidArgument,
      "\"\(text)\" cannot be called\(which): write HOST:PORT, such as 127.0.0.1:7100, [::1]:7100 or "
        + "db.example:7100, several with commas between, dns:HOST:PORT or srv:NAME")
  }

  /// Whether a text can be a host's or a service's name: labels of 1 to 63 letters, digits, - and _,
  /// 253 characters in all, with or without a dot at the end (RFC 1035; RFC 2782 for the _).
  static func isName(_ text: String) -> Bool {
    let name = text.hasSuffix(".") ? text.dropLast() : text[...]
    guard !name.isEmpty, name.utf8.count <= 253 else { return false }
    return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.utf8.count)
        && label.utf8.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
          default: false
          }
        }
    }
  }
}
