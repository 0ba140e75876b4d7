/// A message's values by field number, each field's in order.
struct MessageValues {
  private var values: [Int32: [WireValue]] = [:]

  init(_ bytes: ArraySlice<UInt8>, _ type: MessageType, _ path: JSONPath) throws(JSONError) {
    var reader = WireReader(bytes)
    let known = Dictionary(type.fields.map { ($0.number, $0) }) { first, _ in first }
    while !reader.isAtEnd {
      guard let (number, value) = reader.field() else {
        throw JSONError(path, "the bytes are not a \(type.fullName)")
      }
      guard let field = known[number] else { continue }
      if let oneof = field.oneof { clear(oneof, of: type, but: number) }
      values[number, default: []].append(value)
    }
  }

  /// The values of a field, none if it is not there.
  subscript(number: Int32) -> [WireValue] { values[number] ?? [] }

  /// Of a oneof, the member that was set last counts.
  private mutating func clear(_ oneof: Int, of type: MessageType, but number: Int32) {
    for field in type.fields where field.oneof == oneof && field.number != number {
      values[field.number] = nil
    }
  }
}
