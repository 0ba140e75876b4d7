/// A span of the subject's own wall clock, on some days of the week.
struct DailyWindow: Equatable, Sendable {
  /// Days of the week, Monday the lowest bit.
  struct Days: OptionSet, Sendable {
    var rawValue: UInt8
    static let every = Days(rawValue: 0b111_1111)

    /// - Parameter weekday: 0 Monday to 6 Sunday.
    init(weekday: Int) { rawValue = 1 << UInt8(truncatingIfNeeded: weekday) }
    init(rawValue: UInt8) { self.rawValue = rawValue }
  }

  /// The days it starts on.
  var days: Days
  /// Minute of the day, 0 to 1439; the window starts with it.
  var from: Int
  /// Minute of the day, 1 to 1440; the window ends before it, on the next day if it is not after
  /// `from`.
  var to: Int
  /// Empty: every channel.
  var channels: [String] = []

  func concerns(_ channel: String) -> Bool { channels.isEmpty || channels.contains(channel) }
}
