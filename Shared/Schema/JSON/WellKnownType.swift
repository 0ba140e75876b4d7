/// Google's types that JSON writes in a form of their own.
enum WellKnownType {
  case timestamp, duration, fieldMask, wrapper
  /// Types that only make sense where any message may stand, which is nowhere in Cameo.
  case unsupported

  init?(_ fullName: String) {
    let prefix = "google.protobuf."
    guard fullName.hasPrefix(prefix) else { return nil }
    switch fullName.dropFirst(prefix.count) {
    case "Timestamp": self = .timestamp
    case "Duration": self = .duration
    case "FieldMask": self = .fieldMask
    case "DoubleValue", "FloatValue", "Int64Value", "UInt64Value", "Int32Value", "UInt32Value",
      "BoolValue", "StringValue", "BytesValue":
      self = .wrapper
    case "Any", "Struct", "Value", "ListValue": self = .unsupported
    default: return nil
    }
  }

  // MARK: from JSON

  func encode(
    _ value: JSONValue, _ encoder: MessageEncoder, _ type: MessageType, _ path: JSONPath
  ) throws(JSONError) -> [UInt8] {
    switch self {
    case .timestamp: return try timestamp(value, path)
    case .duration: return try duration(value, path)
    case .fieldMask: return try fieldMask(value, path)
    case .wrapper:
      guard let field = type.fields.first else { return [] }
      var writer = WireWriter()
      let encoded = try ScalarMapping(type: field.type, path: path).wireValue(value)
      if !encoded.isDefault { encoded.write(field.number, &writer) }
      return writer.bytes
    case .unsupported: throw JSONError(path, "\(type.fullName) is not supported in JSON")
    }
  }

  private func timestamp(_ value: JSONValue, _ path: JSONPath) throws(JSONError) -> [UInt8] {
    guard case .string(let text) = value, let time = CivilTime.parse(text) else {
      throw JSONError(
        path, "an instant is RFC 3339, as \"2026-11-21T20:35:10Z\", not \(Self.quoted(value))")
    }
    return Self.pair(time.seconds, time.nanos)
  }

  private func duration(_ value: JSONValue, _ path: JSONPath) throws(JSONError) -> [UInt8] {
    guard case .string(let text) = value, let span = Span(text) else {
      throw JSONError(path, "a span is seconds, as \"1.5s\", not \(Self.quoted(value))")
    }
    return Self.pair(span.seconds, span.nanos)
  }

  private func fieldMask(_ value: JSONValue, _ path: JSONPath) throws(JSONError) -> [UInt8] {
    guard case .string(let text) = value else {
      throw JSONError(path, "a field mask is paths in a string, as \"name,address.city\"")
    }
    var writer = WireWriter()
    for name in text.split(separator: ",", omittingEmptySubsequences: false) where !text.isEmpty {
      guard !name.isEmpty, !name.contains("_"), !name.contains(" ") else {
        throw JSONError(path, "\"\(name)\" is not a path of lowerCamelCase names")
      }
      WireValue.delimited(ArraySlice(snakeCase(String(name)).utf8)).write(1, &writer)
    }
    return writer.bytes
  }

  private static func pair(_ seconds: Int64, _ nanos: Int32) -> [UInt8] {
    var writer = WireWriter()
    for (index, number) in [seconds, Int64(nanos)].enumerated() where number != 0 {
      WireValue.varint(UInt64(bitPattern: number)).write(Int32(index) + 1, &writer)
    }
    return writer.bytes
  }

  private static func quoted(_ value: JSONValue) -> String {
    if case .string(let text) = value { "\"\(text.prefix(40))\"" } else { value.kind }
  }

  // MARK: to JSON

  func print(
    _ values: MessageValues, _ printer: inout MessagePrinter, _ type: MessageType, _ path: JSONPath
  ) throws(JSONError) {
    let seconds = Int64(bitPattern: values[1].last?.varint ?? 0)
    let nanos = Int32(truncatingIfNeeded: values[2].last?.varint ?? 0)
    switch self {
    case .timestamp:
      guard CivilTime.range.contains(seconds), (0..<1_000_000_000).contains(nanos) else {
        throw JSONError(path, "the instant is not in the years 1 to 9999")
      }
      printer.writer.string(CivilTime.text(seconds: seconds, nanos: nanos))
    case .duration:
      guard let span = Span(seconds: seconds, nanos: nanos) else {
        throw JSONError(path, "the span is not within 10 000 years, or mixes signs")
      }
      printer.writer.string(span.text)
    case .fieldMask: try printFieldMask(values, &printer.writer, path)
    case .wrapper:
      guard let field = type.fields.first else { return }
      let value = values[field.number].last ?? field.type.defaultValue
      try ScalarMapping(type: field.type, path: path).print(value, &printer.writer)
    case .unsupported: throw JSONError(path, "\(type.fullName) is not supported in JSON")
    }
  }

  private func printFieldMask(
    _ values: MessageValues, _ writer: inout JSONWriter, _ path: JSONPath
  ) throws(JSONError) {
    var names: [String] = []
    for case .delimited(let bytes) in values[1] {
      let name = String(decoding: bytes, as: UTF8.self)
      guard snakeCase(lowerCamel(name)) == name else {
        throw JSONError(path, "\"\(name)\" is not a path of lower_case names")
      }
      names.append(lowerCamel(name))
    }
    writer.string(names.joined(separator: ","))
  }
}
