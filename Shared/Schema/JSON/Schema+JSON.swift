// The proto3 JSON mapping, https://protobuf.dev/programming-guides/json/, driven by the schema alone.
extension Schema {
  /// A message's bytes as JSON, its fields in the order of their numbers.
  ///
  /// Fields that the schema does not know are left out.
  /// - Parameter type: The message's full name, "cameo.x.v1.Y".
  /// - Throws: ``JSONError`` if the bytes are no such message, or break the limits.
  public func json(
    from bytes: [UInt8], type: String, options: JSONOptions = JSONOptions()
  ) throws(JSONError) -> String {
    var printer = MessagePrinter(schema: self, options: options)
    try printer.print(bytes[...], as: try message(named: type), JSONPath(), depth: 1)
    return String(decoding: printer.writer.text, as: UTF8.self)
  }

  /// The bytes of a message that JSON describes: fields by lowerCamelCase or original name, 64-bit
  /// numbers as strings or exact, enums by name or number, bytes in either base64.
  ///
  /// - Parameter type: The message's full name, "cameo.x.v1.Y".
  /// - Throws: ``JSONError``, which names the place and the rule.
  public func encode(json: String, type: String) throws(JSONError) -> [UInt8] {
    let message = try message(named: type)
    let value = try JSONReader.read(json)
    return try MessageEncoder(schema: self).encode(value, as: message, JSONPath(), depth: 1)
  }

  /// The bytes of several messages of one type, each an element of a JSON array: a stream's requests.
  ///
  /// - Parameter type: The messages' full name, "cameo.x.v1.Y".
  /// - Throws: ``JSONError`` whose path begins with the element's index, as in "[1].name".
  public func encode(jsonArray json: String, type: String) throws(JSONError) -> [[UInt8]] {
    let message = try message(named: type)
    let value = try JSONReader.read(json)
    guard case .array(let elements) = value else {
      throw JSONError(JSONPath(), "an array of messages should be here, not \(value.kind)")
    }
    var encoded: [[UInt8]] = []
    for (index, element) in elements.enumerated() {
      let path = JSONPath().element(index)
      encoded.append(
        try MessageEncoder(schema: self).encode(element, as: message, path, depth: 1))
    }
    return encoded
  }

  private func message(named name: String) throws(JSONError) -> MessageType {
    guard let message = messages[name] else {
      throw JSONError(
        JSONPath(), "there is no message \(name)\(suggestion(for: name, among: messages.keys))")
    }
    return message
  }

  /// How deep messages may lie within messages, in JSON and on the wire.
  static let maximumDepth = 32
}
