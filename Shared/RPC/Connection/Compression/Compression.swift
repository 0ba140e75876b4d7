/// Whether and how a side compresses its messages, with zstd (RFC 8878). None is compressed unless both
/// sides have this set; each message is, or is not, by itself.
///
/// Compression of secrets beside text that an attacker chooses tells of the secrets by the size (CRIME,
/// CVE-2012-4929): switch it off for such calls, or leave it off.
public struct Compression: Sendable, Equatable {
  /// 1, fast, to 19, small; libzstd's levels.
  public var level: Int
  /// Shorter messages are sent as they are: they hardly get smaller.
  public var minimumBytes: Int

  /// - Precondition: `level` is within 1...19.
  public init(level: Int = 1, minimumBytes: Int = 1024) {
    precondition((1...19).contains(level), "zstd has levels 1 to 19 here, not \(level)")
    self.level = level
    self.minimumBytes = minimumBytes
  }
}
