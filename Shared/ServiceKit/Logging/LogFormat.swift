import Logging

/// How a log line looks.
enum LogFormat: String, CaseIterable, Sendable {
  /// For people: `2026-03-01T09:30:00.123456Z info profile: serving address=127.0.0.1:7101`
  case text
  /// For machines: one JSON object a line, with `time`, `level`, `service`, `message` and the metadata.
  case json

  func line(
    _ level: Logger.Level, _ message: String, _ metadata: [(String, String)], service: String,
    microseconds: Int64
  ) -> String {
    let time = Instant.text(microseconds: microseconds)
    switch self {
    case .text:
      let pairs = metadata.map { " \($0)=\(LogFormat.quoted($1))" }.joined()
      return "\(time) \(level.rawValue) \(service): \(LogFormat.oneLine(message))\(pairs)"
    case .json:
      let members =
        [("time", time), ("level", level.rawValue), ("service", service), ("message", message)]
        + metadata
      return "{"
        + members.map { "\(LogFormat.literal($0)):\(LogFormat.literal($1))" }
        .joined(separator: ",") + "}"
    }
  }

  /// A message can hold what a client sent: it may not make a second line.
  private static func oneLine(_ text: String) -> String {
    text.unicodeScalars.contains { $0.value < 0x20 }
      ? String(literal(text).dropFirst().dropLast()) : text
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "\"" }
    return isPlain ? text : literal(text)
  }

  /// A JSON text (RFC 8259, section 7).
  static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case "\t": literal += "\\t"
      case _ where scalar.value < 0x20:
        literal += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
