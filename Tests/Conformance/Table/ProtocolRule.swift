import Foundation

/// One rule of PROTOCOL.md and the names that it says it is shown by.
///
/// What a rule is, is plain to see: in the numbered sections up to the tenth, each item of a list, each
/// row of a table, and each paragraph; but for one that ends in a colon, or that is one sentence and
/// begins with words in bold, because it says what the next are about.
struct ProtocolRule {
  /// `5. Calls`.
  let section: String
  let text: String
  let names: [String]

  /// As many as may stand before one list of names: behind more of them a rule could hide.
  static let mostSentences = 3

  /// The sentences of the rule itself.
  var sentences: Int {
    Self.sentences(in: text.range(of: "Shown by ").map { text[..<$0.lowerBound] } ?? text[...])
  }

  private static func sentences(in text: some StringProtocol) -> Int {
    text.split(separator: " ").count { $0.hasSuffix(".") && !$0.hasSuffix("...") }
  }

  /// The rules of a page, in order.
  static func all(in page: String) -> [ProtocolRule] {
    var section: String?
    var rules: [ProtocolRule] = []
    for block in ProtocolBlock.all(in: page) {
      switch block {
      case .heading(let title):
        let number = title.prefix { $0.isNumber }
        section = (1...10).contains(Int(number) ?? 0) ? title : nil
      case .row(let row):
        guard let section else { continue }
        let shown = row.split(separator: "|").last ?? ""
        rules.append(ProtocolRule(section: section, text: row, names: names(in: shown)))
      case .text(let text):
        guard let section, !introduces(text) else { continue }
        let shown = text.range(of: "Shown by ").map { text[$0.upperBound...] } ?? ""
        rules.append(ProtocolRule(section: section, text: text, names: names(in: shown)))
      }
    }
    return rules
  }

  /// `**Memory**: a server may ...`, one sentence of it, and `Numbers are:`.
  private static func introduces(_ text: String) -> Bool {
    if text.hasSuffix(":") { return true }
    return text.hasPrefix("**") && !text.contains("Shown by ") && sentences(in: text) <= 1
  }

  private static func names(in text: some StringProtocol) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }
}

/// As much of Markdown as the page uses.
private enum ProtocolBlock {
  case heading(String)
  /// A table's, without its head.
  case row(String)
  /// An item of a list or a paragraph, on one line.
  case text(String)

  static func all(in page: String) -> [ProtocolBlock] {
    var blocks: [ProtocolBlock] = []
    var text: [String] = []
    var isRule = false
    func close() {
      if !text.isEmpty { blocks.append(.text(text.joined(separator: " "))) }
      text = []
    }
    for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("## ") {
        close()
        blocks.append(.heading(String(line.dropFirst(3))))
      } else if line.hasPrefix("|") {
        close()
        // Above the line of dashes stand the names of the columns.
        if isRule { blocks.append(.row(line)) }
        isRule = isRule || line.hasPrefix("|---")
        continue
      } else if line.isEmpty || line.hasPrefix("    ") || line.hasPrefix("#") {
        close()
      } else {
        if line.hasPrefix("- ") { close() }
        text.append(line.trimmingCharacters(in: .whitespaces))
      }
      isRule = false
    }
    close()
    return blocks
  }
}
