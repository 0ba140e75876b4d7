/// Rows in the binary format of COPY (PostgreSQL manual, "COPY", "Binary Format").
///
/// The server takes the bytes of a field for what its column is and converts nothing, so what is sent
/// is decided by the columns' types, not by the values'.
enum PostgreSQLCopyFormat {
  private static let header =
    Array("PGCOPY\n".utf8) + [0xff, 13, 10, 0] + [UInt8](repeating: 0, count: 8)
  private static let trailer: [UInt8] = [0xff, 0xff]

  /// - Parameter types: of the columns; nil for one that is none of ours.
  /// - Throws: ``StorageError`` with `constraint`, and the row, where a value is not of its column's
  ///   type.
  static func encode(
    _ rows: [[SQLValue]], _ insert: BulkInsert, types: [PostgreSQLType?]
  ) throws(StorageError) -> [UInt8] {
    var bytes = header
    for (number, row) in rows.enumerated() {
      append(UInt16(truncatingIfNeeded: row.count), to: &bytes)
      for (column, value) in row.enumerated() {
        guard append(value, as: types[column], to: &bytes) else {
          throw insert.failure(
            StorageError(
              .constraint,
              "the value of \(insert.columns[column]) is not of the column's type, "
                + (types[column].map { "\($0)" } ?? "which is none of ours")),
            at: number + 1)
        }
      }
    }
    return bytes + trailer
  }

  /// A field: its length, then its bytes. False where it cannot be one of this type.
  private static func append(
    _ value: SQLValue, as type: PostgreSQLType?, to bytes: inout [UInt8]
  ) -> Bool {
    switch (value, type) {
    case (.null, _): append(UInt32.max, to: &bytes)
    case (.integer(let integer), .int8): append(field: UInt64(bitPattern: integer), to: &bytes)
    case (.integer(let integer), .float8):
      guard let real = Double(exactly: integer) else { return false }
      append(field: real.bitPattern, to: &bytes)
    case (.real(let real), .float8): append(field: real.bitPattern, to: &bytes)
    case (.text(let text), .text): append(field: text.utf8, to: &bytes)
    case (.blob(let blob), .bytea): append(field: blob, to: &bytes)
    default: return false
    }
    return true
  }

  private static func append(field: some Collection<UInt8>, to bytes: inout [UInt8]) {
    append(UInt32(truncatingIfNeeded: field.count), to: &bytes)
    bytes.append(contentsOf: field)
  }

  private static func append(field: UInt64, to bytes: inout [UInt8]) {
    append(UInt32(8), to: &bytes)
    append(field, to: &bytes)
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: number.bigEndian) { unsafe bytes.append(contentsOf: $0) }
  }
}
