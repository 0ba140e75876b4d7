/// One row of an answer, readable only inside the closure that receives it.
///
/// Columns count from 0. A column that is NULL or beyond the last reads as 0, 0.0, "" or no bytes:
/// ask ``isNull(_:)`` where that is a difference.
public protocol Row {
  /// The column as a 64-bit integer; instants are microseconds since 1970.
  func integer(_ column: Int) -> Int64
  /// The column as a double.
  func real(_ column: Int) -> Double
  /// The column as text.
  func text(_ column: Int) -> String
  /// A copy of the column's bytes.
  func blob(_ column: Int) -> [UInt8]
  /// Whether the column has no value.
  func isNull(_ column: Int) -> Bool
  /// The column as it is stored, for a copy of the row. A text that is no UTF-8, which SQLite would
  /// hold, is its bytes.
  func value(_ column: Int) -> SQLValue
  /// The column's bytes where the engine holds them, without a copy; they end with the closure.
  func withBlob<R>(_ column: Int, _ body: (RawSpan) throws -> R) rethrows -> R
}

extension Row {
  /// The column as an integer, or `nil` where it is NULL.
  public func optionalInteger(_ column: Int) -> Int64? {
    isNull(column) ? nil : integer(column)
  }

  /// The column as text, or `nil` where it is NULL.
  public func optionalText(_ column: Int) -> String? {
    isNull(column) ? nil : text(column)
  }

  /// The column's bytes, or `nil` where it is NULL.
  public func optionalBlob(_ column: Int) -> [UInt8]? {
    isNull(column) ? nil : blob(column)
  }
}
