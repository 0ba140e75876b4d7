extension String {
  /// The beginning that takes at most `byteCount` bytes. Counted in bytes because frames are, and one
  /// character can take any number of them.
  func prefix(utf8 byteCount: Int) -> String {
    guard utf8.count > byteCount else { return self }
    var end = utf8.index(startIndex, offsetBy: byteCount)
    while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
    return String(self[..<end])
  }
}
