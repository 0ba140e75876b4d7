/// The stored digest of a ledger that decisions read: derived from it, never evidence, and made
/// anew from it whenever its version is not the one below.
extension Subject {
  private static let recordVersion: UInt8 = 1

  /// What can still decide, without status, which is stored beside it.
  var record: [UInt8] {
    var writer = CanonicalWriter()
    writer.byte(Self.recordVersion)
    writer.byte(preferences == nil ? 0 : 1)
    preferences?.write(to: &writer)
    writer.list(history.events) { writer, event in
      writer.integer(event.entry)
      writer.byte(event.action.rawValue)
      writer.byte(event.actor.rawValue)
      event.scope.write(to: &writer)
      writer.instant(event.effectiveAt)
      writer.instant(event.recordedAt)
      writer.optional(event.validUntil)
    }
    return writer.bytes
  }

  init(status: Status, record: [UInt8]) throws(LedgerFormatError) {
    var reader = CanonicalReader(record)
    guard try reader.byte() == Self.recordVersion else {
      throw LedgerFormatError(text: "a subject's record of another version")
    }
    let preferences = try reader.flag() ? try Preferences(from: &reader) : nil
    let events = try reader.list(ConsentEvent.init(from:))
    try reader.end()
    self.init(status: status, history: ConsentHistory(events), preferences: preferences)
  }
}

extension ConsentEvent {
  fileprivate init(from reader: inout CanonicalReader) throws(LedgerFormatError) {
    entry = try reader.integer64()
    action = try reader.value(Action.self)
    actor = try reader.value(Actor.self)
    scope = try Scope(from: &reader)
    effectiveAt = try reader.instant()
    recordedAt = try reader.instant()
    validUntil = try reader.optionalInstant()
  }
}
