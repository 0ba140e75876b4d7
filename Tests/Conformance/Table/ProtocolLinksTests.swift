import Foundation
import Testing

/// Each rule of PROTOCOL.md names what shows it, and what it names is there.
@Suite struct ProtocolLinksTests {
  private let rules: [ProtocolRule]
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardizedFileURL

  init() throws {
    let page = Self.root.appending(path: "proto/PROTOCOL.md")
    rules = ProtocolRule.all(in: try String(contentsOf: page, encoding: .utf8))
  }

  @Test func `every rule names what shows it`() {
    for rule in rules { #expect(!rule.names.isEmpty, "\(rule.section): \(rule.text)") }
  }

  @Test func `no rule hides behind others`() {
    for rule in rules {
      #expect(
        rule.sentences <= ProtocolRule.mostSentences, "\(rule.section): \(rule.text)")
    }
  }

  @Test func `every section of rules has some`() {
    let sections = Set(rules.map(\.section))
    #expect(sections.count == 10)
    #expect(rules.count > 140)
  }

  @Test func `every case, suite and test that the page names is there`() throws {
    let cases = Conformance.cases.map(\.name)
    let suites = try Self.suites()
    for rule in rules {
      for name in rule.names {
        let isThere = Self.isThere(name, cases, suites)
        #expect(isThere, "\(rule.section): \(name)")
      }
    }
  }

  private static func isThere(
    _ name: String, _ cases: [String], _ suites: [String: String]
  ) -> Bool {
    let parts = name.split(separator: ".", maxSplits: 1)
    if let suite = parts.first, suite.hasSuffix("Tests") {
      guard let source = suites[String(suite)] else { return false }
      return parts.count == 1 || source.contains("func `\(parts[1])`")
    }
    guard name.hasSuffix("*") else { return cases.contains(name) }
    return cases.contains { $0.hasPrefix(name.dropLast()) }
  }

  /// The sources of this repository's suites, by the names of their files; those of one name together.
  private static func suites() throws -> [String: String] {
    var sources: [String: String] = [:]
    let tests = root.appending(path: "Tests")
    for case let file as URL in FileManager.default.enumerator(
      at: tests, includingPropertiesForKeys: nil) ?? .init()
    where file.lastPathComponent.hasSuffix("Tests.swift") {
      let name = file.deletingPathExtension().lastPathComponent
      sources[name, default: ""] += try String(contentsOf: file, encoding: .utf8)
    }
    return sources
  }

  /// A rule that nobody points to may be a rule that the page does not have.
  @Test func `every case of the wire is named by the page`() {
    let named = rules.flatMap(\.names)
    for one in OwnWire.cases {
      let isNamed = named.contains {
        $0.hasSuffix("*") ? one.name.hasPrefix($0.dropLast()) : one.name == $0
      }
      #expect(isNamed, "\(one.name)")
    }
  }
}
