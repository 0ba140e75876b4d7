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

  /// The name under which the server has or is to have the statement, whether it is yet to be
  /// prepared, and another that is to be forgotten for its sake. A name is never used twice.
  mutating func name(of key: Key) -> (name: String, isNew: Bool, dropped: String?) {
    uses += 1
    if let known = names[key]?.name {
      names[key]?.lastUse = uses
      return (known, false, nil)
    }
    var dropped: String?
    if names.count >= Self.limit,
      let oldest = names.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      dropped = oldest.value.name
      names[oldest.key] = nil
    }
    names[key] = ("s\(uses)", uses)
    return ("s\(uses)", true, dropped)
  }

  /// The server has not taken it.
  mutating func forget(_ key: Key) { names[key] = nil }
}
