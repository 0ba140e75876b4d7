/// The prepared statements of one connection, by their text and the types of what is bound.
struct PostgreSQLStatements {
  struct Key: Hashable {
    var sql: String
    var types: [UInt32]

    init(_ command: PostgreSQLCommand) {
      sql = command.sql
      types = command.parameters.map(PostgreSQLBinding.type)
    }
  }

  /// More different statements than a service has; beyond it the least recently used one goes.
  private static let limit = 256
  private var names: [Key: (name: String, lastUse: Int)] = [:]
  private var uses = 0
  /// No two connections share a name: behind a pooler in the wrong mode one would otherwise run the
  /// other's statement.
  private let prefix = "s" + String(UInt64.random(in: .min ... .max), radix: 36)
  private var dropped: [String] = []

  /// The name under which the server has or is to have the statement, and whether it is yet to be
  /// prepared. A name is never used twice.
  mutating func name(of key: Key) -> (name: String, isNew: Bool) {
    uses += 1
    if let known = names[key]?.name {
      names[key]?.lastUse = uses
      return (known, false)
    }
    if names.count >= Self.limit,
      let oldest = names.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      dropped.append(oldest.value.name)
      names[oldest.key] = nil
    }
    names[key] = ("\(prefix)_\(uses)", uses)
    return ("\(prefix)_\(uses)", true)
  }

  /// The names of statements that had to make room: the server is to forget them.
  mutating func takeDropped() -> [String] {
    defer { dropped = [] }
    return dropped
  }

  /// The server has not taken it.
  mutating func forget(_ key: Key) { names[key] = nil }
}
