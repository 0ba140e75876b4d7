/// Fields whose values the catalogue knows. An unknown one is refused with those that are known.
extension RequestReader {
  /// Empty: the catalogue's first.
  mutating func controller(_ value: String, orEvery: Bool = false) -> String {
    if value.isEmpty { return catalogue.defaultController }
    return known(value, "controller", among: catalogue.controllers, orEvery: orEvery)
  }

  mutating func channel(_ value: String, _ field: String = "channel", orEvery: Bool = false)
    -> String
  {
    known(value, field, among: catalogue.channels, orEvery: orEvery)
  }

  /// nil: every purpose, or one that was refused.
  mutating func purpose(_ value: String, orEvery: Bool = false) -> Purpose? {
    let purpose = catalogue.purpose(value)
    if purpose == nil {
      _ = known(value, "purpose", among: catalogue.purposes.map(\.id), orEvery: orEvery)
    }
    return purpose
  }

  private mutating func known(
    _ value: String, _ field: String, among values: [String], orEvery: Bool
  ) -> String {
    if values.contains(value) || (orEvery && value == Scope.every) { return value }
    let choices = values + (orEvery ? ["* (every one)"] : [])
    let start = value.isEmpty ? "Give \(field)" : "\"\(Self.shortened(value))\" is not known"
    refuse(
      field, value.isEmpty ? "required" : "unknown",
      "\(start); it is one of: \(choices.joined(separator: ", ")).")
    return value
  }

  /// What a client sent, short enough to be shown back to it.
  private static func shortened(_ value: String) -> String {
    value.count <= 40 ? value : value.prefix(40) + "..."
  }

  /// A path of topics: words of a-z, 0-9, '-' and '_' with '/' between them, at most 64 bytes.
  mutating func topic(_ value: String, _ field: String, orRoot: Bool = false) -> String {
    if orRoot && value == "*" { return value }
    let words = value.split(separator: "/", omittingEmptySubsequences: false)
    if value.utf8.count > 64 || !words.allSatisfy({ Catalogue.isIdentifier(String($0)) }) {
      refuse(
        field, "topic",
        "Use words of a-z, 0-9, '-' and '_' with '/' between them, at most 64 bytes in all.")
    }
    return value
  }
}
