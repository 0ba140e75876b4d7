/// Names that mean something else already.
enum Reserved {
  /// A member's name in Swift, with backticks where it needs them.
  static func escaped(_ name: String) -> String {
    swiftKeywords.contains(name) ? "`\(name)`" : name
  }

  static let swiftKeywords: Set<String> = [
    "actor", "any", "as", "associatedtype", "async", "await", "borrowing", "break", "case", "catch",
    "class", "consuming", "continue", "default", "defer", "deinit", "do", "else", "enum",
    "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import",
    "in", "init", "inout", "internal", "is", "let", "nil", "open", "operator", "package",
    "precedencegroup", "private", "protocol", "public", "repeat", "rethrows", "return", "static",
    "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var",
    "where", "while",
  ]

  /// C++'s, to which protoc-c adds an underscore.
  static let cKeywords: Set<String> = [
    "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char",
    "class", "compl", "const", "const_cast", "continue", "default", "delete", "do", "double",
    "dynamic_cast", "else", "enum", "explicit", "extern", "false", "float", "for", "friend", "goto",
    "if", "inline", "int", "long", "mutable", "namespace", "new", "not", "not_eq", "operator", "or",
    "or_eq", "private", "protected", "public", "register", "reinterpret_cast", "return", "short",
    "signed", "sizeof", "static", "static_cast", "struct", "switch", "template", "this", "throw",
    "true", "try", "typedef", "typeid", "typename", "union", "unsigned", "using", "virtual", "void",
    "volatile", "wchar_t", "while", "xor", "xor_eq",
  ]

  /// Types that generated code uses: a message or enum of that name would hide them.
  static let types: Set<String> = [
    "Any", "Arena", "Array", "Bool", "CallContext", "CaseIterable", "Channel", "CMessages",
    "CopyOut", "CustomStringConvertible", "DecodingError", "Double", "Encoded", "Equatable",
    "Float", "Hashable", "Int", "Int32", "Int64", "Message", "Optional", "Protocol",
    "RawRepresentable", "Self", "Sendable", "String", "SubmessageField", "Type", "UInt32",
    "UInt64", "UInt8", "UnsafeMutablePointer", "UnsafeMutableRawPointer", "UnsafePointer",
    "UnsafeRawBufferPointer",
  ]

  /// Fields that cannot be members of a generated struct, in C or in Swift.
  static let fields: Set<String> = ["base", "self", "full_name", "descriptor"]
}
