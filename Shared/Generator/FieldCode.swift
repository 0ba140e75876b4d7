import Schema

/// How one field is declared in Swift, and copied to and from protoc-c's struct.
struct FieldCode {
  let field: Field
  let names: Names

  /// The property's name.
  var name: String { Reserved.escaped(lowerCamel(field.name)) }
  /// The member of the C struct, as reached through its pointer.
  private var member: String { "c.pointee.\(names.cMember(field.name))" }
  private var count: String { "c.pointee.n_\(field.name.lowercased())" }

  /// One element's type.
  var elementType: String {
    switch field.type {
    case .double: "Double"
    case .float: "Float"
    case .int64, .sfixed64, .sint64: "Int64"
    case .uint64, .fixed64: "UInt64"
    case .int32, .sfixed32, .sint32: "Int32"
    case .uint32, .fixed32: "UInt32"
    case .bool: "Bool"
    case .string: "String"
    case .bytes, .group: "[UInt8]"
    case .message(let name), .enumeration(let name): names.swift(name)
    }
  }

  var type: String {
    if field.isRepeated { return "[\(elementType)]" }
    return isMessage ? "\(elementType)?" : elementType
  }

  var defaultValue: String {
    if field.isRepeated { return "[]" }
    switch field.type {
    case .message: return "nil"
    case .string: return "\"\""
    case .bytes: return "[]"
    case .bool: return "false"
    case .enumeration: return ".init(rawValue: 0)"
    default: return "0"
    }
  }

  var isMessage: Bool {
    if case .message = field.type { true } else { false }
  }

  // MARK: out of C

  /// Statements of `init(copying:)`.
  func writeCopy(_ code: Code) {
    if field.isRepeated {
      code.line("self.\(name) = unsafe \(repeatedCopy)")
    } else if isMessage {
      code.block("if let value = unsafe \(member)") {
        code.line("self.\(name) = unsafe \(elementType)(copying: value)")
      }
    } else {
      code.line("self.\(name) = unsafe \(copy(member))")
    }
  }

  /// Statements of a oneof's case in `init(copying:)`.
  func writeOneofCopy(_ code: Code, to oneof: String) {
    if isMessage {
      code.block("if let value = unsafe \(member)") {
        code.line("self.\(oneof) = unsafe .\(name)(\(elementType)(copying: value))")
      }
    } else {
      code.line("self.\(oneof) = unsafe .\(name)(\(copy(member)))")
    }
  }

  private func copy(_ value: String) -> String {
    switch field.type {
    case .string: "CopyOut.text(\(value))"
    case .bytes: "CopyOut.bytes(\(value))"
    case .bool: "\(value) != 0"
    case .enumeration: "\(elementType)(rawValue: Int32(truncatingIfNeeded: \(value).rawValue))"
    default: value
    }
  }

  private var repeatedCopy: String {
    switch field.type {
    case .message: "CopyOut.messages(\(count), \(member))"
    case .string: "CopyOut.list(\(count), \(member)) { unsafe CopyOut.text($0) }"
    case .bytes: "CopyOut.list(\(count), \(member)) { unsafe CopyOut.bytes($0) }"
    case .bool: "CopyOut.list(\(count), \(member)) { $0 != 0 }"
    case .enumeration:
      "CopyOut.list(\(count), \(member)) { "
        + "\(elementType)(rawValue: Int32(truncatingIfNeeded: $0.rawValue)) }"
    default: "CopyOut.numbers(\(count), \(member))"
    }
  }

  // MARK: into C

  /// Statements of `fill`.
  func writeFill(_ code: Code) {
    if field.isRepeated {
      code.block("if !self.\(name).isEmpty") {
        code.line("unsafe \(count) = self.\(name).count")
        code.line("unsafe \(member) = \(repeatedFill)")
      }
    } else if isMessage {
      code.block("if let value = self.\(name)") { writeMemberFill(code, "value") }
    } else if field.type == .string || field.type == .bytes {
      code.block("if !self.\(name).isEmpty") { writeMemberFill(code, "self.\(name)") }
    } else {
      writeMemberFill(code, "self.\(name)")
    }
  }

  func writeMemberFill(_ code: Code, _ value: String) {
    code.line("unsafe \(member) = \(fill(value))")
  }

  private func fill(_ value: String) -> String {
    switch field.type {
    case .string: "arena.text(\(value))"
    case .bytes: "arena.bytes(\(value))"
    case .bool: "\(value) ? 1 : 0"
    case .enumeration: ".init(rawValue: .init(truncatingIfNeeded: \(value).rawValue))"
    case .message: "arena.make(\(value))"
    default: value
    }
  }

  private var repeatedFill: String {
    let values = "self.\(name)"
    switch field.type {
    case .message: return "arena.messages(\(values))"
    case .string, .bytes: return "arena.list(\(values)) { unsafe \(fill("$0")) }"
    default: return "arena.list(\(values)) { \(fill("$0")) }"
    }
  }
}
