/// Writes a message's bytes as JSON.
struct MessagePrinter {
  let schema: Schema
  let options: JSONOptions
  var writer: JSONWriter

  init(schema: Schema, options: JSONOptions) {
    self.schema = schema
    self.options = options
    writer = JSONWriter(options)
  }

  mutating func print(
    _ bytes: ArraySlice<UInt8>, as type: MessageType, _ path: JSONPath, depth: Int
  ) throws(JSONError) {
    guard depth <= Schema.maximumDepth else {
      throw JSONError(path, "messages are more than \(Schema.maximumDepth) deep")
    }
    let values = try MessageValues(bytes, type, path)
    if let wellKnown = WellKnownType(type.fullName) {
      return try wellKnown.print(values, &self, type, path)
    }
    writer.open("{")
    for field in type.fields.sorted(by: { $0.number < $1.number }) {
      try print(field, values[field.number], path, depth)
    }
    writer.close("}")
  }

  private mutating func print(
    _ field: Field, _ values: [WireValue], _ path: JSONPath, _ depth: Int
  ) throws(JSONError) {
    if values.isEmpty && (field.hasPresence || !options.printsDefaults) { return }
    let name = options.keepsProtoNames ? field.name : field.jsonName
    let place = path.field(name)
    if field.isRepeated {
      writer.key(name)
      return try printElements(field, values, place, depth)
    }
    let value = try Self.last(values, field.type, place)
    if !field.hasPresence && !options.printsDefaults && value.isDefault { return }
    writer.key(name)
    try print(value, field.type, place, depth)
  }

  private mutating func printElements(
    _ field: Field, _ values: [WireValue], _ path: JSONPath, _ depth: Int
  ) throws(JSONError) {
    if case .message(let name) = field.type, schema.messages[name]?.isMapEntry == true {
      throw JSONError(path, "map fields are not supported")
    }
    writer.open("[")
    var index = 0
    for value in values {
      for element in try unpacked(value, field.type, path) {
        writer.element()
        try print(element, field.type, path.element(index), depth)
        index += 1
      }
    }
    writer.close("]")
  }

  /// The elements of a packed field, or the value itself.
  private func unpacked(
    _ value: WireValue, _ type: FieldType, _ path: JSONPath
  ) throws(JSONError) -> [WireValue] {
    guard type.isPackable, case .delimited(let content) = value else { return [value] }
    var reader = WireReader(content)
    var elements: [WireValue] = []
    while !reader.isAtEnd {
      guard let element = reader.packedElement(type) else {
        throw JSONError(path, "the bytes end in the middle of a number")
      }
      elements.append(element)
    }
    return elements
  }

  private mutating func print(
    _ value: WireValue, _ type: FieldType, _ path: JSONPath, _ depth: Int
  ) throws(JSONError) {
    if writer.isFull {
      throw JSONError(path, "the JSON is longer than \(options.maximumBytes) bytes")
    }
    switch (type, value) {
    case (.message(let name), .delimited(let bytes)):
      guard let message = schema.messages[name] else {
        throw JSONError(path, "there is no message \(name)")
      }
      try print(bytes, as: message, path, depth: depth + 1)
    case (.enumeration(let name), .varint(let bits)):
      let number = Int32(truncatingIfNeeded: bits)
      if let known = schema.enums[name]?.values.first(where: { $0.number == number }) {
        writer.string(known.name)
      } else {
        writer.raw("\(number)")
      }
    default:
      try ScalarMapping(type: type, path: path).print(value, &writer)
    }
  }

  /// What counts of a field that is not repeated: the last value, but parts of a message together.
  private static func last(
    _ values: [WireValue], _ type: FieldType, _ path: JSONPath
  ) throws(JSONError) -> WireValue {
    guard let last = values.last else { return type.defaultValue }
    guard values.allSatisfy({ $0.wireType == type.defaultValue.wireType }) else {
      throw JSONError(path, "the value's wire type does not fit the field")
    }
    guard type.isMessage && values.count > 1 else { return last }
    var merged: [UInt8] = []
    for case .delimited(let part) in values { merged += part }
    return .delimited(merged[...])
  }
}

extension FieldType {
  /// The value of a field that is not there.
  var defaultValue: WireValue {
    switch self {
    case .double, .fixed64, .sfixed64: .fixed64(0)
    case .float, .fixed32, .sfixed32: .fixed32(0)
    case .string, .bytes, .message, .group: .delimited([])
    default: .varint(0)
    }
  }
}

extension WireReader {
  /// The next number of a packed field.
  fileprivate mutating func packedElement(_ type: FieldType) -> WireValue? {
    switch type.defaultValue {
    case .fixed64: fixed(UInt64.self).map { .fixed64($0) }
    case .fixed32: fixed(UInt32.self).map { .fixed32($0) }
    default: varint().map { .varint($0) }
    }
  }
}
