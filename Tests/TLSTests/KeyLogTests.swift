import Foundation
import Testing

@testable import TLS

@Suite struct KeyLogTests {
  @Test func `the secrets of both sides go to the file, and only its owner reads it`() throws {
    let authority = try TestAuthority()
    let path = "\(authority.directory)/keys.log"
    let log = try TLSKeyLog(path: path)
    let client = try TLSContext(
      role: .client, authority.authority.issue("anna", .client), keyLog: log)
    let pair = try TLSPair(client, authority.context(.server))
    #expect(pair.shakeHands().server.identity != nil)
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    for label in ["CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0"] {
      #expect(lines.filter { $0.hasPrefix("\(label) ") }.count == 1, "\(lines)")
    }
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  @Test func `a log that cannot be written is an error that names it`() throws {
    #expect {
      _ = try TLSKeyLog(path: "/nowhere/keys.log")
    } throws: {
      "\($0)".contains("/nowhere/keys.log: No such file or directory")
    }
  }
}
