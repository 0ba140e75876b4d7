/// Where a payload lies. It is sealed along with the payload as associated data, so that bytes moved
/// to another customer, table, column or row do not open there.
///
/// What it does not catch: an older payload put back in the same place.
public struct Place: Sendable, Equatable {
  /// Whose payload it is.
  public var customer: String
  /// The table, by its name in the schema.
  public var table: String
  /// The column, by its name in the schema.
  public var column: String
  /// What tells the customer's rows in the table apart; empty where there is one.
  public var row: [UInt8]

  /// A place; `row` where the customer has several rows.
  public init(customer: String, table: String, column: String, row: [UInt8] = []) {
    (self.customer, self.table, self.column, self.row) = (customer, table, column, row)
  }

  var associatedData: [UInt8] {
    var framed = Framed(.payload)
    framed.append(customer)
    framed.append(table)
    framed.append(column)
    framed.append(row)
    return framed.bytes
  }
}
