import Schema

/// What declarations are called in Swift and in protoc-c's C.
struct Names {
  private var swiftTypes: [String: String] = [:]
  private var cTypes: [String: String] = [:]
  private let acronyms: Set<String> = ["rpc"]

  init(_ schema: Schema) throws {
    for file in schema.files {
      for fullName in file.allMessages.map(\.fullName) + file.allEnums.map(\.fullName) {
        let inner = fullName.dropFirst(file.package.count + 1)
        swiftTypes[fullName] = "\(namespace(file.package)).\(inner)"
        cTypes[fullName] = fullName.split(separator: ".").map { Self.camel($0) }
          .joined(separator: "__")
      }
    }
  }

  /// `cameo.profile.v1` is ProfileV1; a package that is not ours goes by its first name.
  func namespace(_ package: String) -> String {
    let parts = package.split(separator: ".").map(String.init)
    guard parts.count == 3, parts[0] == "cameo" else { return upperCamel(parts.first ?? package) }
    let part = acronyms.contains(parts[1]) ? parts[1].uppercased() : upperCamel(parts[1])
    return part + parts[2].uppercased()
  }

  /// A message or enum by its full name, with its namespace.
  func swift(_ fullName: String) -> String { swiftTypes[fullName] ?? fullName }

  /// protoc-c's struct or enum.
  func c(_ fullName: String) -> String { cTypes[fullName] ?? fullName }

  /// protoc-c's functions for a message start with this.
  func cPrefix(_ fullName: String) -> String {
    fullName.split(separator: ".").map { Self.snake($0) }.joined(separator: "__")
  }

  /// protoc-c's name of a struct's member: lower case, C++ keywords with an underscore.
  func cMember(_ field: String) -> String {
    let name = field.lowercased()
    return Reserved.cKeywords.contains(name) ? "\(name)_" : Reserved.escaped(name)
  }

  /// As protoc-c does it: the first letter and every letter after an underscore are raised.
  private static func camel(_ name: Substring) -> String {
    var result = ""
    var raises = true
    for character in name {
      if character == "_" {
        raises = true
      } else {
        result += raises ? character.uppercased() : String(character)
        raises = false
      }
    }
    return result
  }

  /// As protoc-c does it: a capital that follows no capital gets an underscore before it.
  private static func snake(_ name: Substring) -> String {
    var result = ""
    var wasUpper = true
    for character in name {
      if character.isUppercase && !wasUpper { result += "_" }
      result += character.lowercased()
      wasUpper = character.isUppercase
    }
    return result
  }
}

/// `customer_view` as a Swift type: "CustomerView".
func upperCamel(_ name: String) -> String {
  let camel = lowerCamel(name)
  return camel.prefix(1).uppercased() + camel.dropFirst()
}

/// `GetProfile` as a Swift function: "getProfile".
func lowerFirst(_ name: String) -> String {
  Reserved.escaped(name.prefix(1).lowercased() + name.dropFirst())
}
