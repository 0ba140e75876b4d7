internal import CSQLite

/// The row a statement stands on.
@safe struct StatementRow: Row {
  private let handle: OpaquePointer

  init(_ statement: Statement) {
    unsafe handle = unsafe statement.handle
  }

  func integer(_ column: Int) -> Int64 {
    unsafe sqlite3_column_int64(handle, Int32(column))
  }

  func real(_ column: Int) -> Double {
    unsafe sqlite3_column_double(handle, Int32(column))
  }

  func text(_ column: Int) -> String {
    guard let text = unsafe sqlite3_column_text(handle, Int32(column)) else { return "" }
    let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
    return unsafe String(
      decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
  }

  func blob(_ column: Int) -> [UInt8] {
    unsafe Array(bytes(column))
  }

  func isNull(_ column: Int) -> Bool {
    unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
  }

  func value(_ column: Int) -> SQLValue {
    switch unsafe sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER: .integer(integer(column))
    case SQLITE_FLOAT: .real(real(column))
    case SQLITE_BLOB: .blob(blob(column))
    case SQLITE_TEXT:
      unsafe String(validating: bytes(column), as: UTF8.self).map(SQLValue.text)
        ?? .blob(blob(column))
    default: .null
    }
  }

  func withBlob<R>(_ column: Int, _ body: (RawSpan) throws -> R) rethrows -> R {
    unsafe try body(bytes(column).bytes)
  }

  private func bytes(_ column: Int) -> UnsafeRawBufferPointer {
    let start = unsafe sqlite3_column_blob(handle, Int32(column))
    let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
    return unsafe UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
  }
}
