import Foundation
import Testing

@testable import TLS

@Suite struct RevocationTests {
  private static var now: Int64 { Int64(Date().timeIntervalSince1970) }

  @Test func `a revoked client is refused, by name of the reason; others are not`() throws {
    let authority = try TestAuthority()
    let anna = try authority.authority.issue("anna", .client)
    let berta = try authority.authority.issue("berta", .client)
    try authority.authority.revoke(["anna"])
    let server = try authority.context(.server)
    let pair = try TLSPair(TLSContext(role: .client, anna), server)
    let (_, refusing) = pair.shakeHands()
    #expect(refusing.error?.code == .certificate)
    #expect(refusing.error?.message.contains("certificate revoked") == true, "\(refusing)")
    #expect(pair.client.read().result.error?.message.contains("revoked") == true)
    let other = try TLSPair(TLSContext(role: .client, berta), server)
    #expect(other.shakeHands().server.identity?.name == "berta")
  }

  @Test func `a revoked server is refused by its client`() throws {
    let authority = try TestAuthority()
    let server = try authority.context(.server, "survey")
    try authority.authority.revoke(["survey"])
    let pair = try TLSPair(authority.context(.client), server)
    let (client, _) = pair.shakeHands()
    #expect(client.error?.message.contains("certificate revoked") == true, "\(client)")
  }

  @Test func `a list keeps whom it had, and is renewed without anybody new`() throws {
    let authority = try TestAuthority()
    let names = ["anna", "berta", "clara"]
    for name in names { try authority.authority.issue(name, .client) }
    for name in names.prefix(2) { try authority.authority.revoke([name]) }
    try authority.authority.revoke(["anna"])
    try authority.authority.revoke([], validity: .days(7, from: Self.now))
    let server = try authority.context(.server)
    let inAWeek = Self.now + 7 * 86_400
    #expect(abs((server.revocationsExpire ?? 0) - inAWeek) < 60)
    for (name, isAccepted) in zip(names, [false, false, true]) {
      let files = TLSConfiguration(directory: authority.directory, name: name)
      let pair = try TLSPair(TLSContext(role: .client, files), server)
      #expect((pair.shakeHands().server.identity != nil) == isAccepted)
    }
  }

  @Test func `a renewed certificate is good where the one before is revoked`() throws {
    let authority = try TestAuthority()
    let files = try authority.authority.issue("anna", .client)
    try authority.authority.revoke(["anna"])
    try authority.authority.renew("anna")
    let pair = try TLSPair(TLSContext(role: .client, files), authority.context(.server))
    #expect(pair.shakeHands().server.identity?.uri == "spiffe://cameo.local/client/anna")
  }

  @Test(arguments: ["ended", "later", "foreign", "cut", "empty", "absent"])
  func `a list that cannot be used is refused, and says why`(fault: String) throws {
    let authority = try TestAuthority()
    let other = try TestAuthority()
    var files = try authority.authority.issue("profile", .service)
    let path = "\(authority.directory)/crl.pem"
    files.revocations = path
    let words: String
    switch fault {
    case "ended":
      try authority.authority.revoke([], validity: Validity(from: 1_000, until: Self.now - 1))
      words = "has ended, and with it nobody could be accepted"
    case "later":
      try authority.authority.revoke([], validity: .days(1, from: Self.now + 86_400))
      words = "begins later"
    case "foreign":
      try other.authority.revoke([])
      try FileManager.default.copyItem(atPath: "\(other.directory)/crl.pem", toPath: path)
      // Of the same name, for every development authority has the same.
      words = "is not signed by it"
    case "cut":
      try authority.authority.revoke([])
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try text.prefix(text.count - 40).write(toFile: path, atomically: true, encoding: .utf8)
      words = "holds no usable PEM revocation list"
    case "empty":
      try "".write(toFile: path, atomically: true, encoding: .utf8)
      words = "holds no usable PEM revocation list"
    default: words = "cannot read the revocation file \(path): No such file"
    }
    let error = #expect(throws: TLSError.self) { try TLSContext(role: .server, files) }
    #expect(error?.code == .file)
    #expect(error?.message.contains(words) == true, "\(String(describing: error))")
    #expect(error?.message.contains(path) == true)
  }

  @Test func `a list that ends while it is in force lets nobody in, and says why`() throws {
    let authority = try TestAuthority()
    var files = try authority.authority.issue("profile", .service)
    try authority.authority.revoke([], validity: Validity(from: 1_000, until: Self.now - 1))
    files.revocations = "\(authority.directory)/crl.pem"
    let server = try TLSContext(role: .server, files, now: 2_000)
    var client = try authority.authority.issue("anna", .client)
    client.revocations = nil
    let pair = try TLSPair(TLSContext(role: .client, client), server)
    let (_, refusing) = pair.shakeHands()
    #expect(refusing.error?.code == .certificate)
    #expect(
      refusing.error?.message.contains("our revocation list has ended") == true, "\(refusing)")
  }

  @Test func `a bundle of two authorities accepts either, and needs a list of each`() throws {
    let old = try TestAuthority(trustDomain: "old.test")
    let new = try TestAuthority(trustDomain: "new.test")
    var files = try new.authority.issue("profile", .service)
    let bundle = "\(new.directory)/bundle.pem"
    let both = try ["\(new.directory)/ca.pem", "\(old.directory)/ca.pem"].map {
      try String(contentsOfFile: $0, encoding: .utf8)
    }
    try both.joined().write(toFile: bundle, atomically: true, encoding: .utf8)
    files.authority = bundle
    let server = try TLSContext(role: .server, files)
    for authority in [old, new] {
      var client = try authority.authority.issue("anna", .client)
      client.authority = bundle
      let pair = try TLSPair(TLSContext(role: .client, client), server)
      #expect(pair.shakeHands().server.identity?.name == "anna")
    }
    try new.authority.revoke([])
    files.revocations = "\(new.directory)/crl.pem"
    let error = #expect(throws: TLSError.self) { try TLSContext(role: .server, files) }
    #expect(error?.message.contains("has no revocation list of /O=Cameo/CN=old.test") == true)
    try old.authority.revoke(["anna"])
    let lists = try [new, old].map {
      try String(contentsOfFile: "\($0.directory)/crl.pem", encoding: .utf8)
    }
    try lists.joined().write(
      toFile: "\(new.directory)/crl.pem", atomically: true, encoding: .utf8)
    let checking = try TLSContext(role: .server, files)
    for (authority, isAccepted) in [(old, false), (new, true)] {
      var client = TLSConfiguration(directory: authority.directory, name: "anna")
      client.authority = bundle
      client.revocations = nil
      let pair = try TLSPair(TLSContext(role: .client, client), checking)
      #expect((pair.shakeHands().server.identity != nil) == isAccepted)
    }
  }

  @Test func `only certificates of the authority can be revoked by it`() throws {
    let authority = try TestAuthority()
    let other = try TestAuthority()
    try other.authority.issue("anna", .client)
    let error = #expect(throws: TLSError.self) {
      try authority.authority.revoke(["\(other.directory)/anna.pem"])
    }
    #expect(error?.message.contains("is not of the authority in \(authority.directory)") == true)
    #expect(throws: TLSError.self) { try authority.authority.revoke(["nobody"]) }
    #expect(TestAuthority.names(in: authority.directory) == ["ca.key", "ca.pem"])
  }
}
