import Foundation
import Testing

/// What PROTOCOL.md says is shown by a case is.
@Suite struct ProtocolLinksTests {
  /// A chapter of the page: its number and title, and the names behind each "Shown by", or in the
  /// column of a table that is called so.
  private struct Chapter {
    let title: String
    var names: [String] = []
  }

  private let chapters: [Chapter]

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../proto/PROTOCOL.md")
    chapters = Self.read(try String(contentsOf: file, encoding: .utf8))
  }

  private static func read(_ page: String) -> [Chapter] {
    var chapters: [Chapter] = []
    var isShown = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("## ") {
        chapters.append(Chapter(title: String(line.dropFirst(3))))
        isShown = false
      }
      guard let last = chapters.indices.last else { continue }
      if line.hasPrefix("|") {
        // The last column, in tables that have one for this.
        chapters[last].names += names(in: line.split(separator: "|").last ?? "").filter(isCase)
      } else {
        isShown = isShown || line.trimmingCharacters(in: .whitespaces).hasPrefix("Shown by ")
        if isShown { chapters[last].names += names(in: line) }
        isShown = isShown && line.hasSuffix(",")
      }
    }
    return chapters
  }

  private static func isCase(_ name: String) -> Bool {
    ["interop/", "negative/", "connect/", "wire/", "python/"].contains { name.hasPrefix($0) }
  }

  private static func names(in line: some StringProtocol) -> [String] {
    line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  @Test func `every case that the page names is there`() {
    let all = Conformance.cases.map(\.name)
    for chapter in chapters {
      for name in chapter.names {
        let exists =
          name.hasSuffix("*")
          ? all.contains { $0.hasPrefix(name.dropLast()) } : all.contains(name)
        #expect(exists, "\(chapter.title): \(name)")
      }
    }
  }

  @Test func `every chapter of rules names cases`() {
    let rules = chapters.prefix { !$0.title.hasPrefix("11.") }
    #expect(rules.count == 10)
    for chapter in rules { #expect(!chapter.names.isEmpty, "\(chapter.title)") }
  }

  /// A rule that nobody points to may be a rule that the page does not have.
  @Test func `every case of the wire is named by the page`() {
    let named = chapters.flatMap(\.names)
    for one in OwnWire.cases {
      let isNamed = named.contains {
        $0.hasSuffix("*") ? one.name.hasPrefix($0.dropLast()) : one.name == $0
      }
      #expect(isNamed, "\(one.name)")
    }
  }
}
