/// Makes a message's bytes of JSON.
struct MessageEncoder {
  let schema: Schema

  func encode(
    _ value: JSONValue, as type: MessageType, _ path: JSONPath, depth: Int
  ) throws(JSONError) -> [UInt8] {
    guard depth <= Schema.maximumDepth else {
      throw JSONError(path, "messages are more than \(Schema.maximumDepth) deep")
    }
    if let wellKnown = WellKnownType(type.fullName) {
      return try wellKnown.encode(value, self, type, path)
    }
    guard case .object(let members) = value else {
      throw JSONError(path, "\(type.fullName) is an object in JSON, not \(value.kind)")
    }
    var writer = WireWriter()
    let chosen = try choose(members, type, path)
    for (field, member) in chosen.sorted(by: { $0.0.number < $1.0.number }) {
      try encode(member.value, field, path.field(member.key), depth, &writer)
    }
    return writer.bytes
  }

  /// The members that say something, each with its field; a member that is null says nothing.
  private func choose(
    _ members: [JSONMember], _ type: MessageType, _ path: JSONPath
  ) throws(JSONError) -> [(Field, JSONMember)] {
    var keys: [Int32: String] = [:]
    var oneofs: [Int: String] = [:]
    var chosen: [(Field, JSONMember)] = []
    for member in members {
      let field = try field(member.key, type, path)
      if let other = keys.updateValue(member.key, forKey: field.number) {
        throw JSONError(path.field(member.key), "the field is there twice, as \(other) too")
      }
      if member.value == .null { continue }
      if let oneof = field.oneof, let other = oneofs.updateValue(member.key, forKey: oneof) {
        throw JSONError(
          path.field(member.key),
          "\(other) is set too, but only one field of \(type.oneofs[oneof].name) may be")
      }
      chosen.append((field, member))
    }
    return chosen
  }

  private func field(
    _ key: String, _ type: MessageType, _ path: JSONPath
  ) throws(JSONError) -> Field {
    if let field = type.fields.first(where: { $0.jsonName == key || $0.name == key }) {
      return field
    }
    let names = type.fields.map(\.jsonName)
    let hint = suggestion(for: key, among: names)
    let all = names.isEmpty ? "; it has none" : "; it has \(names.joined(separator: ", "))"
    throw JSONError(
      path.field(key), "\(type.fullName) has no such field\(hint.isEmpty ? all : hint)")
  }

  private func encode(
    _ value: JSONValue, _ field: Field, _ path: JSONPath, _ depth: Int, _ writer: inout WireWriter
  ) throws(JSONError) {
    if field.isRepeated {
      return try encodeElements(value, field, path, depth, &writer)
    }
    let encoded = try wireValue(value, field.type, path, depth)
    if field.hasPresence || !encoded.isDefault { encoded.write(field.number, &writer) }
  }

  private func encodeElements(
    _ value: JSONValue, _ field: Field, _ path: JSONPath, _ depth: Int, _ writer: inout WireWriter
  ) throws(JSONError) {
    if case .message(let name) = field.type, schema.messages[name]?.isMapEntry == true {
      throw JSONError(path, "map fields are not supported")
    }
    guard case .array(let elements) = value else {
      throw JSONError(path, "a repeated field is an array in JSON, not \(value.kind)")
    }
    var packed = WireWriter()
    for (index, element) in elements.enumerated() {
      let place = path.element(index)
      if element == .null { throw JSONError(place, "an element must not be null") }
      let encoded = try wireValue(element, field.type, place, depth)
      if field.isPacked {
        encoded.write(&packed)
      } else {
        encoded.write(field.number, &writer)
      }
    }
    if field.isPacked && !elements.isEmpty {
      WireValue.delimited(packed.bytes[...]).write(field.number, &writer)
    }
  }

  private func wireValue(
    _ value: JSONValue, _ type: FieldType, _ path: JSONPath, _ depth: Int
  ) throws(JSONError) -> WireValue {
    switch type {
    case .message(let name):
      guard let message = schema.messages[name] else {
        throw JSONError(path, "there is no message \(name)")
      }
      return .delimited(try encode(value, as: message, path, depth: depth + 1)[...])
    case .enumeration(let name):
      return .varint(try enumNumber(value, schema.enums[name], path))
    case .group:
      throw JSONError(path, "groups are not supported")
    default:
      return try ScalarMapping(type: type, path: path).wireValue(value)
    }
  }

  private func enumNumber(
    _ value: JSONValue, _ type: EnumType?, _ path: JSONPath
  ) throws(JSONError) -> UInt64 {
    guard let type else { throw JSONError(path, "there is no such enum") }
    guard case .string(let name) = value else {
      return try ScalarMapping(type: .int32, path: path).wireValue(value).varint
    }
    if let known = type.values.first(where: { $0.name == name }) {
      return UInt64(bitPattern: Int64(known.number))
    }
    let names = type.values.map(\.name)
    let hint = suggestion(for: name, among: names)
    let all = "; it is one of \(names.prefix(20).joined(separator: ", "))"
    throw JSONError(path, "\(type.fullName) has no value \(name)\(hint.isEmpty ? all : hint)")
  }
}
