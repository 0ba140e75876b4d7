/// One step of a schema's history. Once released it is never edited: a later step changes it.
public struct Migration: Sendable, Equatable {
  /// Counts from 1 without gaps.
  public var version: Int
  /// A few words on what it does, for people who read the table of applied migrations.
  public var name: String
  /// The statements, separated by semicolons.
  public var sql: String

  /// A step with its version, name and statements.
  public init(version: Int, name: String, sql: String) {
    self.version = version
    self.name = name
    self.sql = sql
  }

  /// What the table of applied migrations keeps to notice a later edit: FNV-1a, 64 bits, in
  /// hexadecimal (http://www.isthe.com/chongo/tech/comp/fnv/). It guards against mistakes, not
  /// against malice.
  public var checksum: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in sql.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
