extension Preferences {
  func write(to writer: inout CanonicalWriter) {
    writer.text(timeZone)
    writer.list(preferredChannels) { $0.text($1) }
    writer.list(refusedChannels) { $0.text($1) }
    writer.list(topics) { writer, choice in
      writer.text(choice.topic)
      writer.byte(choice.isWanted ? 1 : 0)
    }
    writer.list(quietHours) { $1.write(to: &$0) }
    writer.list(contactHours) { $1.write(to: &$0) }
    writer.optional(pauseUntil)
  }

  init(from reader: inout CanonicalReader) throws(LedgerFormatError) {
    timeZone = try reader.text()
    preferredChannels = try reader.list { (reader) throws(LedgerFormatError) in try reader.text() }
    refusedChannels = try reader.list { (reader) throws(LedgerFormatError) in try reader.text() }
    topics = try reader.list { (reader) throws(LedgerFormatError) in
      TopicPreference(topic: try reader.text(), isWanted: try reader.flag())
    }
    quietHours = try reader.list(DailyWindow.init(from:))
    contactHours = try reader.list(DailyWindow.init(from:))
    pauseUntil = try reader.optionalInstant()
  }
}

extension DailyWindow {
  fileprivate func write(to writer: inout CanonicalWriter) {
    writer.byte(days.rawValue)
    writer.integer(UInt32(truncatingIfNeeded: from))
    writer.integer(UInt32(truncatingIfNeeded: to))
    writer.list(channels) { $0.text($1) }
  }

  fileprivate init(from reader: inout CanonicalReader) throws(LedgerFormatError) {
    days = Days(rawValue: try reader.byte())
    from = Int(try reader.integer32())
    to = Int(try reader.integer32())
    guard (0..<1440).contains(from), (1...1440).contains(to) else {
      throw LedgerFormatError(text: "a window out of the day")
    }
    channels = try reader.list { (reader) throws(LedgerFormatError) in try reader.text() }
  }
}
