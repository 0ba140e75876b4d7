import Messages

/// Which rows of a table speak of the same customer, as far as the rows themselves tell: those that
/// share an identifier or a customer id. Groups may go in at the same time, the rows of one in
/// their order.
enum ImportGroups {
  /// Row numbers by group, each group and all of them in the order of the rows.
  static func group(_ rows: [FactSet]) -> [[Int]] {
    var leaders = Array(rows.indices)
    var firstWith: [IdentifierKey: Int] = [:]
    for (row, facts) in rows.enumerated() {
      for key in keys(facts) {
        guard let other = firstWith[key] else {
          firstWith[key] = row
          continue
        }
        join(row, other, &leaders)
      }
    }
    var groups: [Int: [Int]] = [:]
    for row in rows.indices { groups[leader(row, &leaders), default: []].append(row) }
    return groups.values.sorted { $0[0] < $1[0] }
  }

  private static func keys(_ facts: FactSet) -> [IdentifierKey] {
    let customer = facts.customer.map { [IdentifierKey(kind: "customer_id", value: $0)] } ?? []
    return customer + facts.identifiers.map { IdentifierKey(kind: $0.kind, value: $0.value) }
  }

  /// The earlier leader leads both.
  private static func join(_ one: Int, _ other: Int, _ leaders: inout [Int]) {
    let (a, b) = (leader(one, &leaders), leader(other, &leaders))
    leaders[max(a, b)] = min(a, b)
  }

  private static func leader(_ row: Int, _ leaders: inout [Int]) -> Int {
    var row = row
    while leaders[row] != row {
      leaders[row] = leaders[leaders[row]]
      row = leaders[row]
    }
    return row
  }
}
