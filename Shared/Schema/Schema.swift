/// Messages, enums and services as their .proto files declare them, by full name ("cameo.x.v1.Y").
///
/// Made from a FileDescriptorSet at run time, so it knows types that this program was not built with:
/// a server's own, read by reflection. It drives the generator and the JSON mapping.
public struct Schema: Sendable {
  /// The files in the set's order, each with what it declares itself.
  public let files: [File]
  /// Every message, nested ones included, by full name.
  public let messages: [String: MessageType]
  /// Every enum, nested ones included, by full name.
  public let enums: [String: EnumType]
  /// Every service by full name.
  public let services: [String: ServiceType]

  /// - Throws: ``SchemaError`` if the files contradict each other.
  init(files: [File]) throws(SchemaError) {
    self.files = files
    messages = try Self.byName(files.flatMap(\.allMessages), \.fullName)
    enums = try Self.byName(files.flatMap(\.allEnums), \.fullName)
    services = try Self.byName(files.flatMap(\.services), \.fullName)
    try checkReferences()
  }

  /// The method of a path as calls carry it, "cameo.x.v1.XService/Name"; nil if there is none.
  public func method(_ path: String) -> MethodType? {
    let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    return services[String(parts[0])]?.methods.first { $0.name == parts[1] }
  }

  private static func byName<T>(_ values: [T], _ name: (T) -> String) throws(SchemaError)
    -> [String: T]
  {
    var result: [String: T] = [:]
    for value in values where result.updateValue(value, forKey: name(value)) != nil {
      throw SchemaError("\(name(value)) is declared twice")
    }
    return result
  }

  private func checkReferences() throws(SchemaError) {
    for message in messages.values {
      for field in message.fields {
        switch field.type {
        case .message(let name) where messages[name] == nil,
          .enumeration(let name) where enums[name] == nil:
          throw SchemaError("\(message.fullName).\(field.name): there is no type \(name)")
        default: continue
        }
      }
    }
    for method in services.values.flatMap(\.methods) {
      for name in [method.input, method.output] where messages[name] == nil {
        throw SchemaError("\(method.path): there is no message \(name)")
      }
    }
  }
}

/// Why a FileDescriptorSet was refused.
public struct SchemaError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence that names the declaration and the rule.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
