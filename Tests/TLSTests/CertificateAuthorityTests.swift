import Glibc
import Testing

@testable import TLS

@Suite struct CertificateAuthorityTests {
  private func withDirectory(_ body: (String) throws -> Void) throws {
    let directory = try TestAuthority.makeDirectory()
    defer { TestAuthority.remove(directory) }
    try body(directory)
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test func `keys are for their owner alone, certificates for everyone`() throws {
    try withDirectory { directory in
      let made = try CertificateAuthority.createDevelopment(in: directory)
      #expect(made.count == 6)
      let names = ["ca", "client", "consent", "gateway", "operator", "profile", "survey"]
      #expect(
        TestAuthority.names(in: directory) == names.flatMap { ["\($0).key", "\($0).pem"] })
      for name in names {
        #expect(mode("\(directory)/\(name).key") == 0o600)
        #expect(mode("\(directory)/\(name).pem") == 0o644)
      }
    }
  }

  @Test func `the development identities are services and clients`() throws {
    try withDirectory { directory in
      for files in try CertificateAuthority.createDevelopment(in: directory, trustDomain: "x.test")
      {
        let identity = try TLSContext(role: .server, files).identity
        let isService = ["profile", "consent", "survey", "gateway"].contains(identity.name)
        #expect(identity.kind == (isService ? .service : .client))
        #expect(identity.trustDomain == "x.test")
      }
    }
  }

  @Test func `nothing is overwritten unless asked`() throws {
    try withDirectory { directory in
      let authority = try CertificateAuthority.create(in: directory)
      try authority.issue("anna", .client)
      #expect(throws: TLSError.self) { try authority.issue("anna", .client) }
      #expect(throws: TLSError.self) { try CertificateAuthority.createDevelopment(in: directory) }
      #expect(TestAuthority.names(in: directory) == ["anna.key", "anna.pem", "ca.key", "ca.pem"])
      try authority.issue("anna", .client, overwrite: true)
      _ = try CertificateAuthority.createDevelopment(in: directory, overwrite: true)
    }
  }

  @Test func `an authority that is opened again issues certificates that hold`() throws {
    try withDirectory { directory in
      let made = try CertificateAuthority.create(in: directory, trustDomain: "shop.example")
      let server = try made.issue("profile", .service)
      let opened = try CertificateAuthority.open(in: directory)
      #expect(opened.trustDomain == "shop.example")
      let client = try opened.issue("anna", .client)
      let pair = try TLSPair(
        TLSContext(role: .client, client), TLSContext(role: .server, server))
      #expect(pair.shakeHands().server.identity?.uri == "spiffe://shop.example/client/anna")
    }
  }

  @Test func `a directory is made where it is missing, and a name must be one`() throws {
    try withDirectory { directory in
      let deep = "\(directory)/a"
      let authority = try CertificateAuthority.create(in: deep)
      defer { TestAuthority.remove(deep) }
      for name in ["", "..", "a/b", "a b", "ca", "a,DNS:x", "\u{e9}"] {
        #expect(throws: TLSError.self, "\(name)") { try authority.issue(name, .service) }
      }
      #expect(throws: TLSError.self) {
        try CertificateAuthority.createDevelopment(in: directory, trustDomain: "Bad Domain")
      }
      #expect(TestAuthority.names(in: directory) == ["a"])
    }
  }

  @Test func `a context names the file that it cannot use`() throws {
    try withDirectory { directory in
      let authority = try CertificateAuthority.create(in: directory)
      let good = try authority.issue("profile", .service)
      let other = try authority.issue("consent", .service)
      let nameless = try authority.issue("nameless", uri: nil)
      try PEMFile.write(Array("no PEM".utf8), to: "\(directory)/text.pem", .open)
      let text = "\(directory)/text.pem"
      let missing = "\(directory)/missing.pem"
      for (files, culprit) in [
        (TLSConfiguration(certificate: missing, key: good.key, authority: good.authority), missing),
        (
          TLSConfiguration(certificate: good.certificate, key: missing, authority: good.authority),
          missing
        ),
        (
          TLSConfiguration(certificate: good.certificate, key: good.key, authority: missing),
          missing
        ),
        (TLSConfiguration(certificate: text, key: good.key, authority: good.authority), text),
        (
          TLSConfiguration(certificate: good.certificate, key: text, authority: good.authority),
          text
        ),
        (TLSConfiguration(certificate: good.certificate, key: good.key, authority: text), text),
        (
          TLSConfiguration(
            certificate: good.certificate, key: other.key, authority: good.authority), other.key
        ),
        (nameless, nameless.certificate),
      ] {
        do throws(TLSError) {
          _ = try TLSContext(role: .server, files)
          Issue.record("\(culprit) was accepted")
        } catch {
          #expect(error.code == .file)
          #expect(error.message.contains(culprit), "\(error)")
        }
      }
    }
  }
}
