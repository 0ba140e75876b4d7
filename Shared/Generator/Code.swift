/// Swift text under construction, indented as blocks open and close.
final class Code {
  private(set) var text = ""
  private var depth = 0

  func line(_ line: String) {
    text += String(repeating: "  ", count: depth) + line + "\n"
  }

  func blank() {
    text += "\n"
  }

  func block(_ opening: String, _ body: () -> Void) {
    line("\(opening) {")
    indented(body)
    line("}")
  }

  func indented(_ body: () -> Void) {
    depth += 1
    body()
    depth -= 1
  }

  /// A parenthesised list, on one line where it fits.
  func list(_ opening: String, _ items: [String], _ closing: String) {
    let short = opening + items.joined(separator: ", ") + closing
    if depth * 2 + short.count <= 100 { return line(short) }
    line(opening)
    indented {
      for (index, item) in items.enumerated() {
        line(index == items.count - 1 ? item : item + ",")
      }
    }
    line(closing)
  }

  func comment(_ comment: String) {
    var lines = comment.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    for text in lines {
      let content = text.first == " " ? text.dropFirst() : text
      line(content.isEmpty ? "///" : "/// \(content)")
    }
  }

  func banner(source: String) {
    line("// Generated from \(source) by proto/generate. Do not edit.")
    line("// swift-format-ignore-file")
  }
}
