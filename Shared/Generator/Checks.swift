import Schema

/// Refuses what the conventions rule out, or what Swift and C have no room for.
func check(_ file: File, _ schema: Schema) throws {
  func refuse(_ what: String, _ why: String) throws -> Never {
    throw GeneratorError(description: "\(file.name): \(what): \(why)")
  }
  guard file.syntax == "proto3" else { try refuse(file.package, "only proto3 is supported") }
  for message in file.allMessages {
    let name = message.fullName
    if message.isMapEntry {
      try refuse(name, "maps are not used; write a repeated entry message with key and value")
    }
    if Reserved.types.contains(message.name) { try refuse(name, "the name is taken in Swift") }
    if message.fields.count > 128 { try refuse(name, "a message has at most 128 fields") }
    for field in message.fields {
      try check(field, in: message) { try refuse("\(name).\(field.name)", $0) }
    }
    if let cycle = cycle(from: name, schema) {
      try refuse(name, "messages must not be recursive: \(cycle.joined(separator: " -> "))")
    }
  }
  for enumeration in file.allEnums {
    if Reserved.types.contains(enumeration.name) {
      try refuse(enumeration.fullName, "the name is taken in Swift")
    }
    guard enumeration.values.first?.number == 0 else {
      try refuse(enumeration.fullName, "the first value must be 0")
    }
    let names = EnumWriter.swiftNames(enumeration)
    if Set(names).count != names.count {
      try refuse(enumeration.fullName, "two values have the same name in Swift")
    }
  }
}

private func check(
  _ field: Field, in message: MessageType, _ refuse: (String) throws -> Never
) throws {
  if field.isOptional {
    try refuse("proto3 optional is not supported by protoc-c; use a message field or a oneof")
  }
  if field.type == .group { try refuse("groups are not supported") }
  if Reserved.fields.contains(field.name.lowercased()) { try refuse("the field's name is taken") }
  let name = lowerCamel(field.name)
  if message.fields.contains(where: { $0.number != field.number && lowerCamel($0.name) == name }) {
    try refuse("another field has the same name in Swift, \(name)")
  }
}

/// The way from a message back to itself, if there is one.
private func cycle(from start: String, _ schema: Schema) -> [String]? {
  var visited: Set<String> = []
  func search(_ name: String, _ path: [String]) -> [String]? {
    for field in schema.messages[name]?.fields ?? [] {
      guard case .message(let next) = field.type else { continue }
      if next == start { return path + [next] }
      if visited.insert(next).inserted, let found = search(next, path + [next]) { return found }
    }
    return nil
  }
  return search(start, [start])
}
