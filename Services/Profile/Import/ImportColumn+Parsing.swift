import ServiceKit
import Messages

extension ImportColumn {
  static let longestName = 160

  /// The column of a name in the header of a table of `kind`.
  init(_ name: String, _ kind: ProfileV1.ImportKind) throws(Violation) {
    guard name.utf8.count <= Self.longestName else {
      throw Violation(rule: "length", "is longer than \(Self.longestName) bytes")
    }
    let fields = kind == .events ? ImportField.ofEvents : ImportField.ofCustomers
    if let field = ImportField(rawValue: name), fields.contains(field) {
      self = .field(field)
    } else if kind == .events, name == "customer_id" {
      self = .customer
    } else if let property = try Self.property(name, kind) {
      self = property
    } else if let attribute = try Self.attribute(name, kind) {
      self = attribute
    } else {
      self = try Self.identifier(name, kind)
    }
  }

  private static func property(_ name: String, _ kind: ProfileV1.ImportKind) throws(Violation)
    -> ImportColumn?
  {
    guard kind == .events, name.hasPrefix("property:") else { return nil }
    let parts = name.split(separator: ":", omittingEmptySubsequences: false).dropFirst()
    let (name, type) = try nameAndType(parts)
    return .property(name, type)
  }

  private static func attribute(_ name: String, _ kind: ProfileV1.ImportKind) throws(Violation)
    -> ImportColumn?
  {
    guard kind == .customers else { return nil }
    if let definition = Catalogue.definition(of: name) {
      let type = ValueType(definition.form)
      return .attribute(AttributeColumn(name: name, category: definition.category, type: type))
    }
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard let first = parts.first, let category = categories[String(first)] else { return nil }
    let (name, type) = try nameAndType(parts.dropFirst())
    return .attribute(AttributeColumn(name: name, category: category, type: type))
  }

  private static func nameAndType(_ parts: ArraySlice<Substring>) throws(Violation)
    -> (String, ValueType)
  {
    guard let name = parts.first, parts.count <= 2 else { throw unknown() }
    guard let type = ValueType(rawValue: String(parts.dropFirst().first ?? "text")) else {
      throw Violation(rule: "column.type", "must end with text, integer, real, flag or date")
    }
    return (try Text.name(String(name), extra: "_."), type)
  }

  /// email, phone[home], social:linkedin, postal.country, postal[billing].country ...
  private static func identifier(_ name: String, _ kind: ProfileV1.ImportKind) throws(Violation)
    -> ImportColumn
  {
    var (base, label, part) = (name, "", "")
    if name.hasPrefix("postal"), let dot = name.lastIndex(of: ".") {
      part = String(name[name.index(after: dot)...])
      base = String(name[..<dot])
    }
    if base.hasSuffix("]"), let bracket = base.firstIndex(of: "[") {
      let inside = base[base.index(after: bracket)...].dropLast()
      label = try Text.name(String(inside), extra: "_-", maxBytes: 32)
      base = String(base[..<bracket])
    }
    guard let identifier = try? IdentifierKind(parsing: base) else { throw unknown() }
    guard identifier == .postal else { return .identifier(identifier, label: label) }
    guard kind == .customers, let part = PostalPart(rawValue: part) else { throw unknown() }
    return .postal(part, label: label)
  }

  private static func unknown() -> Violation {
    Violation(
      rule: "column.unknown",
      "is no column that can be imported; name an identifier (email, phone[home], crm_id ...), an "
        + "attribute (given_name, descriptive:colour) or leave it out")
  }

  private static let categories: [String: ProfileV1.AttributeCategory] = [
    "identity": .identity, "quantitative": .quantitative, "descriptive": .descriptive,
    "qualitative": .qualitative,
  ]
}
