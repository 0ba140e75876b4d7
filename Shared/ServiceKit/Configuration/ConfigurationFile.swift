import FoundationEssentials

/// A configuration file: JSON, its nested objects flattened to dotted names.
struct ConfigurationFile: Sendable, Equatable {
  var path: String
  var values: [String: String]

  /// Reads the file.
  init(path: String) throws(ConfigurationError) {
    let text: Data
    do {
      text = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw ConfigurationError("the configuration file \(path) cannot be read: check --config")
    }
    try self.init(path: path, text: text)
  }

  init(path: String, text: Data) throws(ConfigurationError) {
    do {
      let tree = try JSONDecoder().decode(Tree.self, from: text)
      self.path = path
      values = [:]
      try add(tree, under: "")
    } catch let error as ConfigurationError {
      throw error
    } catch {
      throw ConfigurationError("\(path) is not JSON: \(ConfigurationFile.reason(error))")
    }
  }

  private mutating func add(_ tree: Tree, under name: String) throws(ConfigurationError) {
    switch tree {
    case .text(let text): values[name] = text
    case .object(let members):
      for (key, member) in members {
        try add(member, under: name.isEmpty ? key : "\(name).\(key)")
      }
    case .other:
      throw ConfigurationError(
        "\(path): \(name.isEmpty ? "the whole" : name) must be an object, a text, a number or true"
          + " or false")
    }
  }

  private static func reason(_ error: any Error) -> String {
    guard case DecodingError.dataCorrupted(let context) = error else { return "\(error)" }
    return context.underlyingError.map { "\($0)" } ?? context.debugDescription
  }
}

/// A JSON value with every scalar as text, as flags and the environment have it.
private enum Tree: Decodable {
  case text(String)
  case object([String: Tree])
  case other

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let members = try? container.decode([String: Tree].self) {
      self = .object(members)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let flag = try? container.decode(Bool.self) {
      self = .text("\(flag)")
    } else if let integer = try? container.decode(Int64.self) {
      self = .text("\(integer)")
    } else if let real = try? container.decode(Double.self) {
      self = .text("\(real)")
    } else {
      self = .other
    }
  }
}
