import Foundation

/// Bold and colours for a terminal that has them; nothing anywhere else, or where NO_COLOR is set
/// (https://no-color.org).
struct Style: Sendable {
  let isColoured: Bool

  static var terminal: Style {
    let environment = ProcessInfo.processInfo.environment
    return Style(
      isColoured: isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR", default: ""].isEmpty
        && environment["TERM"] != "dumb")
  }

  static let plain = Style(isColoured: false)

  func bold(_ text: String) -> String { paint(text, 1) }
  func dim(_ text: String) -> String { paint(text, 2) }
  func good(_ text: String) -> String { paint(text, 32) }
  func bad(_ text: String) -> String { paint(text, 31) }
  func caution(_ text: String) -> String { paint(text, 33) }

  private func paint(_ text: String, _ code: Int) -> String {
    isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
