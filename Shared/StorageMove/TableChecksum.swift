import Crypto
import Storage

/// What a table holds, in 32 bytes: SHA-256 over its rows in the order of their keys, each value by its
/// kind and length and bytes, so that no two tables of other content have the same encoding. Both engines' rows are
/// encoded by this code, as their clients read them.
public struct TableChecksum: Sendable, Equatable {
  /// The table.
  public let table: String
  /// How many rows.
  public let rows: Int
  /// The hash, in hexadecimal.
  public let sha256: String

  static func of(
    _ table: MovedTable, in database: any Database, _ progress: (Int) -> Void
  ) async throws -> TableChecksum {
    var (hash, count, size) = (SHA256(), 0, PageSize())
    var last: [SQLValue]?
    while true {
      let page = try await table.page(of: database, after: last, limit: size.rows)
      guard let end = page.last else { break }
      hash.update(data: encoded(page))
      last = table.key(of: end)
      count += page.count
      size.learn(page)
      progress(page.count)
      try Task.checkCancellation()
    }
    let digits = hash.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0\(digits)" : digits
    }
    return TableChecksum(table: table.name, rows: count, sha256: digits.joined())
  }

  /// Kind (0 NULL, 1 integer, 2 real, 3 text, 4 bytes), then 8 bytes big-endian: the number, the bits of
  /// the real, or the length, which the bytes follow.
  static func encoded(_ rows: [[SQLValue]]) -> [UInt8] {
    var bytes: [UInt8] = []
    for row in rows {
      for value in row { append(value, to: &bytes) }
    }
    return bytes
  }

  private static func append(_ value: SQLValue, to bytes: inout [UInt8]) {
    switch value {
    case .null: bytes.append(0)
    case .integer(let integer): append(1, UInt64(bitPattern: integer), to: &bytes)
    case .real(let real): append(2, real.bitPattern, to: &bytes)
    case .text(let text):
      append(3, UInt64(text.utf8.count), to: &bytes)
      bytes.append(contentsOf: text.utf8)
    case .blob(let blob):
      append(4, UInt64(blob.count), to: &bytes)
      bytes.append(contentsOf: blob)
    }
  }

  private static func append(_ kind: UInt8, _ number: UInt64, to bytes: inout [UInt8]) {
    bytes.append(kind)
    unsafe withUnsafeBytes(of: number.bigEndian) { unsafe bytes.append(contentsOf: $0) }
  }
}
