/// Pieces of the Prometheus text format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
enum PrometheusText {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// A name with nothing but letters, digits and `_`.
  static func name(_ label: String) -> String {
    let name = String(
      label.map { ($0.isLetter || $0.isNumber) && $0.isASCII ? $0 : Character("_") })
    return name.first?.isNumber == true ? "_" + name : name
  }

  /// A metric's name: one in OpenTelemetry's dotted form gets the ending that says its unit or that it
  /// is a total, as OpenTelemetry's rules for Prometheus have it; any other is Prometheus's own already.
  static func name(_ label: String, ending: String) -> String {
    let name = name(label)
    return label.contains(".") && !name.hasSuffix("_\(ending)") ? "\(name)_\(ending)" : name
  }

  /// `key="value",...`, keys in order.
  static func labels(_ dimensions: [(String, String)]) -> String {
    dimensions.sorted { $0.0 < $1.0 }
      .map { "\(name($0.0))=\"\(escaped($0.1))\"" }.joined(separator: ",")
  }

  static func braced(_ labels: String) -> String {
    labels.isEmpty ? "" : "{\(labels)}"
  }

  static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }

  private static func escaped(_ value: String) -> String {
    value.map { character in
      switch character {
      case "\\": "\\\\"
      case "\"": "\\\""
      case "\n": "\\n"
      default: String(character)
      }
    }.joined()
  }
}
