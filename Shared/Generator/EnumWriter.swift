import Schema

/// Writes a proto enum: a struct, since a peer may know values that we do not.
struct EnumWriter {
  let enumeration: EnumType
  let code: Code

  func write() {
    code.comment(enumeration.comment)
    code.block(
      "public struct \(enumeration.name): RawRepresentable, Hashable, Sendable, CaseIterable, "
        + "CustomStringConvertible"
    ) {
      code.line("public var rawValue: Int32")
      code.blank()
      code.block("public init(rawValue: Int32)") { code.line("self.rawValue = rawValue") }
      code.blank()
      writeValues()
      code.blank()
      writeDescription()
    }
  }

  /// The values' names in Swift, in order.
  static func swiftNames(_ enumeration: EnumType) -> [String] {
    let prefix = screaming(enumeration.name) + "_"
    let names = enumeration.values.map(\.name)
    let strips = names.allSatisfy { name in
      name.hasPrefix(prefix) && name.dropFirst(prefix.count).first?.isLetter == true
    }
    return names.map { name in
      Reserved.escaped(
        lowerCamel((strips ? String(name.dropFirst(prefix.count)) : name).lowercased()))
    }
  }

  private func writeValues() {
    let names = Self.swiftNames(enumeration)
    for (name, value) in zip(names, enumeration.values) {
      code.comment(value.comment)
      code.line("public static let \(name) = Self(rawValue: \(value.number))")
    }
    code.blank()
    code.line("/// The values that the .proto file names.")
    code.list("public static let allCases: [Self] = [", names.map { ".\($0)" }, "]")
  }

  private func writeDescription() {
    code.line("/// The name in the .proto file, or the number of a value that it does not name.")
    code.block("public var description: String") {
      code.line("switch rawValue {")
      var written: Set<Int32> = []
      for value in enumeration.values where written.insert(value.number).inserted {
        code.line("case \(value.number): \"\(value.name)\"")
      }
      code.line("default: \"\\(rawValue)\"")
      code.line("}")
    }
  }

  /// `PartState` as its values' prefix: "PART_STATE".
  private static func screaming(_ name: String) -> String {
    var result = ""
    for character in name {
      if character.isUppercase && !result.isEmpty { result += "_" }
      result += character.uppercased()
    }
    return result
  }
}
