/// Why JSON and a message do not go together: where, and which rule.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The place in the JSON, as in "identifiers[2].kind"; empty for the whole of it.
  public let path: String
  /// One sentence that names the rule and, where it can, what to write instead.
  public let message: String

  init(_ path: JSONPath, _ message: String) {
    self.path = path.description
    self.message = message
  }

  public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}

/// A place in JSON under way: from the outermost value to an inner one.
struct JSONPath: CustomStringConvertible {
  private(set) var description = ""

  func field(_ name: String) -> JSONPath {
    JSONPath(description: description.isEmpty ? name : "\(description).\(name)")
  }

  func element(_ index: Int) -> JSONPath {
    JSONPath(description: "\(description)[\(index)]")
  }
}
