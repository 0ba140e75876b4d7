import Glibc
import Testing

@testable import TLS

/// An authority in a directory of its own; removed at the end of the test.
final class TestAuthority {
  let authority: CertificateAuthority
  private var other: TestAuthority?
  var directory: String { authority.directory }

  init(trustDomain: String = CertificateAuthority.defaultTrustDomain) throws {
    authority = try CertificateAuthority.create(
      in: try Self.makeDirectory(), trustDomain: trustDomain)
  }

  deinit { Self.remove(directory) }

  func context(_ role: TLSContext.Role, _ name: String = "profile") throws -> TLSContext {
    let kind: PeerIdentity.Kind = role == .client ? .client : .service
    return try TLSContext(role: role, authority.issue(name, kind, overwrite: true))
  }

  /// A certificate that the other side must refuse.
  func configuration(with fault: Fault) throws -> TLSConfiguration {
    let uri = "spiffe://cameo.local/service/bad"
    let now = Int64(time(nil))
    switch fault {
    case .expired:
      return try authority.issue("bad", uri: uri, validity: .days(10, from: now - 11 * 86_400))
    case .notYetValid:
      return try authority.issue("bad", uri: uri, validity: .days(10, from: now + 86_400))
    case .foreignAuthority:
      let foreign = try TestAuthority()
      other = foreign
      var files = try foreign.authority.issue("bad", uri: uri)
      files.authority = "\(directory)/ca.pem"
      return files
    case .noIdentity: return try authority.issue("bad", uri: nil)
    case .otherScheme: return try authority.issue("bad", uri: "https://cameo.local/service/bad")
    case .malformed: return try authority.issue("bad", uri: "spiffe://cameo.local/robot/bad")
    case .longName:
      let name = String(repeating: "n", count: 2_100)
      return try authority.issue("bad", uri: "spiffe://cameo.local/service/\(name)")
    }
  }

  static func makeDirectory() throws -> String {
    var template = Array("/tmp/cameo-tls-XXXXXX".utf8CString)
    let isMade = unsafe mkdtemp(&template) != nil
    try #require(isMade)
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  static func remove(_ directory: String) {
    for name in names(in: directory) { unsafe unlink("\(directory)/\(name)") }
    unsafe rmdir(directory)
  }

  static func names(in directory: String) -> [String] {
    guard let listing = unsafe opendir(directory) else { return [] }
    defer { unsafe closedir(listing) }
    var names: [String] = []
    while let entry = unsafe readdir(listing) {
      unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe names.append(String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self))
      }
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
  }
}
