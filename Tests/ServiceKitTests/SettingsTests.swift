import Foundation
import Testing

@testable import ServiceKit

@Suite struct SettingsTests {
  private static let known = [
    Setting("listen", default: "127.0.0.1:7101", ""), Setting("log.level", default: "info", ""),
    Setting("loops", default: "2", ""), Setting("peer", default: nil, ""),
  ]

  private func settings(
    flags: [String: String] = [:], environment: [String: String] = [:], file: String? = nil
  ) throws -> ServiceSettings {
    try ServiceSettings(
      known: SettingsTests.known, flags: flags, environment: environment,
      file: try file.map { try ConfigurationFile(path: "x.json", text: Data($0.utf8)) })
  }

  private func message(_ body: () throws -> Void) throws -> String {
    try #require(throws: ConfigurationError.self) { try body() }.message
  }

  @Test func `a flag counts before the environment, that before the file, that before the default`()
    throws
  {
    let file = #"{"log": {"level": "file"}}"#
    let environment = ["CAMEO_LOG_LEVEL": "environment"]
    #expect(try settings().text("log.level") == "info")
    #expect(try settings(file: file).text("log.level") == "file")
    #expect(try settings(environment: environment, file: file).text("log.level") == "environment")
    let all = try settings(flags: ["log.level": "flag"], environment: environment, file: file)
    #expect(try all.text("log.level") == "flag")
  }

  @Test func `numbers and truth in a file are as good as texts`() throws {
    let settings = try settings(file: #"{"loops": 4, "peer": true, "listen": 1.5}"#)
    #expect(try settings.integer("loops", in: 1...64) == 4)
    #expect(try settings.text("peer") == "true")
    #expect(try settings.text("listen") == "1.5")
  }

  @Test(arguments: [
    (#"{"lops": 1}"#, "did you mean loops?"), (#"{"log": {"levle": "x"}}"#, "mean log.level?"),
    (#"{"nothing.like.it": 1}"#, "known are: listen, log.level"),
    (#"{"peer": [1]}"#, "peer must be"), (#"{"peer": null}"#, "peer must be"),
    ("[1]", "the whole must be"), ("{", "x.json is not JSON"), ("", "x.json is not JSON"),
  ])
  func `a file with a mistake is refused with a hint`(_ file: String, _ hint: String) throws {
    let message = try message { _ = try settings(file: file) }
    #expect(message.contains(hint), "\(message)")
    #expect(message.hasPrefix("x.json"))
  }

  @Test func `a flag that is misspelt is refused with a hint`() throws {
    let message = try message { _ = try settings(flags: ["listne": "x"]) }
    #expect(message.contains("did you mean listen?"))
  }

  @Test func `a variable nearly ours is refused, another's is only noted`() throws {
    let message = try message { _ = try settings(environment: ["CAMEO_LISTENS": "x"]) }
    #expect(message.contains("did you mean CAMEO_LISTEN?"))
    let noted = try settings(environment: ["CAMEO_GATEWAY_UPSTREAM": "x", "HOME": "/"])
    #expect(noted.unknownInEnvironment == ["CAMEO_GATEWAY_UPSTREAM"])
  }

  @Test func `values out of range say what is allowed and where to set it`() throws {
    for text in ["0", "65", "two", ""] {
      let message = try message {
        _ = try settings(flags: ["loops": text]).integer("loops", in: 1...64)
      }
      #expect(message.contains("from 1 to 64"))
      #expect(message.contains("CAMEO_LOOPS"))
    }
    let choice = try message {
      _ = try settings(flags: ["log.level": "loud"]).choice("log.level", of: ["info", "debug"])
    }
    #expect(choice.contains("one of info, debug"))
    #expect(try message { _ = try settings().text("peer") }.contains("peer is missing"))
  }

  @Test func `a missing file is named`() throws {
    let message = try message { _ = try ConfigurationFile(path: "/no/such.json") }
    #expect(message.contains("/no/such.json"))
  }

  @Test func `the admin port is 100 above the service's`() throws {
    func admin(_ values: [String: String]) throws -> String {
      let known = CommonSettings.declarations(port: 7101)
      return try CommonSettings(ServiceSettings(known: known, flags: values)).admin
    }
    #expect(try admin([:]) == "127.0.0.1:7201")
    #expect(try admin(["listen": "0.0.0.0:9000"]) == "127.0.0.1:9100")
    #expect(try admin(["listen": "[::1]:0"]) == "127.0.0.1:0")
    #expect(try admin(["admin": "[::]:80"]) == "[::]:80")
    for listen in ["7101", ":7101", "host:", "host:99999", ""] {
      #expect(throws: ConfigurationError.self) { try admin(["listen": listen]) }
    }
    #expect(throws: ConfigurationError.self) { try admin(["listen": "127.0.0.1:65500"]) }
  }

  @Test func `distance counts letters added, left out and changed`() {
    #expect(Spelling.distance("kitten", "sitting") == 3)
    #expect(Spelling.distance("", "abc") == 3)
    #expect(Spelling.nearest(to: "xyz", among: ["listen", "loops"]) == nil)
  }
}
