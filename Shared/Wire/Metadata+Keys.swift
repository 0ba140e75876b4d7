extension Metadata {
  /// Whether `key` may be a pair's: at least one of the letters a to z, the digits, `-`, `_` and `.`
  /// (gRPC's PROTOCOL-HTTP2.md, Header-Name). Nobody then wonders whether two that differ in case are
  /// the same, and a key can be shown, logged and compared as it is.
  public static func isKey(_ key: String) -> Bool {
    !key.isEmpty && key.utf8.allSatisfy(isKeyByte)
  }

  /// The first key that no receiver takes; nil where there is none.
  public var illegalKey: String? {
    for entry in entries where !Self.isKey(entry.key) { return entry.key }
    return nil
  }

  static func isKeyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
