import Schema

/// Writes a message's Swift value, with the messages and enums inside it.
struct MessageWriter {
  let message: MessageType
  let names: Names
  let code: Code

  private var fields: [FieldCode] { message.fields.map { FieldCode(field: $0, names: names) } }

  /// What `init` takes: a plain field, or a oneof in the place of its first member.
  private var properties: [Property] {
    var oneofs: Set<Int> = []
    return fields.compactMap { field in
      guard let index = field.field.oneof else {
        return Property(
          name: field.name, type: field.type, defaultValue: field.defaultValue,
          comment: field.field.comment)
      }
      guard oneofs.insert(index).inserted else { return nil }
      let oneof = message.oneofs[index]
      return Property(
        name: Reserved.escaped(lowerCamel(oneof.name)), type: "\(upperCamel(oneof.name))?",
        defaultValue: "nil", comment: oneof.comment)
    }
  }

  private struct Property {
    let name, type, defaultValue, comment: String
  }

  func write() {
    code.comment(message.comment)
    code.block("public struct \(message.name): Message, @unsafe GeneratedMessage") {
      writeProperties()
      writeInitialisers()
      for index in message.oneofs.indices { writeOneof(index) }
      writeNested()
      writeMessageConformance()
      writeCopying()
      writeFilling()
    }
  }

  // MARK: the value

  private func writeProperties() {
    for property in properties {
      code.comment(property.comment)
      code.line("public var \(property.name): \(property.type) = \(property.defaultValue)")
    }
    if !properties.isEmpty { code.blank() }
  }

  private func writeInitialisers() {
    code.line("public init() {}")
    guard !properties.isEmpty else { return }
    code.blank()
    code.list(
      "public init(", properties.map { "\($0.name): \($0.type) = \($0.defaultValue)" }, ") {")
    code.indented {
      for property in properties { code.line("self.\(property.name) = \(property.name)") }
    }
    code.line("}")
  }

  private func writeOneof(_ index: Int) {
    code.blank()
    code.comment(message.oneofs[index].comment)
    code.block("public enum \(upperCamel(message.oneofs[index].name)): Sendable, Equatable") {
      for field in members(of: index) {
        code.comment(field.field.comment)
        code.line("case \(field.name)(\(field.elementType))")
      }
    }
  }

  private func writeNested() {
    for inner in message.messages {
      code.blank()
      MessageWriter(message: inner, names: names, code: code).write()
    }
    for enumeration in message.enums {
      code.blank()
      EnumWriter(enumeration: enumeration, code: code).write()
    }
  }

  private func members(of oneof: Int) -> [FieldCode] {
    fields.filter { $0.field.oneof == oneof }
  }

  // MARK: the way to C and back

  private func writeMessageConformance() {
    code.blank()
    code.line("public static var fullName: String { \"\(message.fullName)\" }")
    code.blank()
    code.block(
      "public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError)"
    ) {
      code.line("self = unsafe try Self.decode(bytes, arena)")
    }
    code.blank()
    code.block("public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer)") {
      code.line("unsafe pack(arena, reserve)")
    }
    code.blank()
    code.line("typealias CStruct = \(names.c(message.fullName))")
    code.line(
      "nonisolated(unsafe) static let descriptor = unsafe describe(\(cPrefix)__init)")
  }

  private var cPrefix: String { names.cPrefix(message.fullName) }

  /// Each field by itself, but a oneof once, in the place of its first member.
  private func forEachPart(field write: (FieldCode) -> Void, oneof writeOneof: (Int) -> Void) {
    var oneofs: Set<Int> = []
    for field in fields {
      if let index = field.field.oneof {
        if oneofs.insert(index).inserted { writeOneof(index) }
      } else {
        write(field)
      }
    }
  }

  private func writeCopying() {
    code.blank()
    code.block("init(copying c: UnsafePointer<CStruct>)") {
      forEachPart(field: { $0.writeCopy(code) }, oneof: writeOneofCopy)
    }
  }

  private func writeOneofCopy(_ index: Int) {
    let name = message.oneofs[index].name
    code.line("switch unsafe c.pointee.\(caseMember(name)).rawValue {")
    for field in members(of: index) {
      code.line("case \(field.field.number):")
      code.indented { field.writeOneofCopy(code, to: Reserved.escaped(lowerCamel(name))) }
    }
    code.line("default: break")
    code.line("}")
  }

  private func writeFilling() {
    code.blank()
    code.block("func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena)") {
      code.line("unsafe \(cPrefix)__init(c)")
      forEachPart(field: { $0.writeFill(code) }, oneof: writeOneofFill)
    }
  }

  private func writeOneofFill(_ index: Int) {
    let name = message.oneofs[index].name
    code.line("switch self.\(Reserved.escaped(lowerCamel(name))) {")
    for field in members(of: index) {
      code.line("case .\(field.name)(let value)?:")
      code.indented {
        code.line(
          "unsafe c.pointee.\(caseMember(name)) = .init(rawValue: \(field.field.number))")
        field.writeMemberFill(code, "value")
      }
    }
    code.line("case nil: break")
    code.line("}")
  }

  private func caseMember(_ oneof: String) -> String { "\(oneof.lowercased())_case" }
}

/// Writes where encoded parts may be spliced into a message.
struct SubmessageFieldWriter {
  let message: MessageType
  let names: Names
  let code: Code

  func write() {
    let whole = names.swift(message.fullName)
    for field in message.fields where field.oneof == nil {
      guard case .message(let part) = field.type else { continue }
      code.blank()
      code.block(
        "extension SubmessageField where Whole == \(whole), Part == \(names.swift(part))"
      ) {
        code.line("/// ``\(whole)/\(lowerCamel(field.name))``")
        code.line(
          "public static var \(Reserved.escaped(lowerCamel(field.name))): Self "
            + "{ Self(number: \(field.number)) }")
      }
    }
  }
}
