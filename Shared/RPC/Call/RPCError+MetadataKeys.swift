internal import Wire

extension RPCError {
  /// What is wrong with metadata that this side was to send: its receiver would refuse the envelope
  /// whole. INTERNAL, for the mistake is the program's own; nil where nothing is wrong.
  init?(keysOf metadata: Metadata) {
    // Most calls have none: no more than a look.
    guard !metadata.isEmpty, let key = metadata.illegalKey else { return nil }
    self.init(
      .internal,
      "the metadata key \"\(key.prefix(utf8: 64))\" cannot be sent: a key is one or more of a-z, 0-9,"
        + " - _ and .")
  }
}

extension Metadata {
  /// Without the pairs that no receiver takes.
  var sendable: Metadata {
    illegalKey == nil ? self : Metadata(entries.filter { Metadata.isKey($0.key) })
  }
}
