import Messages

extension ConsentV1.Preferences {
  init(_ preferences: Preferences) {
    self.init(
      timeZone: preferences.timeZone, preferredChannels: preferences.preferredChannels,
      refusedChannels: preferences.refusedChannels,
      topics: preferences.topics.map {
        ConsentV1.TopicPreference(topic: $0.topic, choice: $0.isWanted ? .wanted : .unwanted)
      },
      quietHours: preferences.quietHours.map(ConsentV1.DailyWindow.init),
      contactHours: preferences.contactHours.map(ConsentV1.DailyWindow.init),
      pauseUntil: preferences.pauseUntil.map(Google.Timestamp.init))
  }
}

extension ConsentV1.DailyWindow {
  init(_ window: DailyWindow) {
    let days = (0..<7).filter { window.days.contains(DailyWindow.Days(weekday: $0)) }
    self.init(
      days: window.days == .every
        ? [] : days.map { ConsentV1.DayOfWeek(rawValue: Int32($0) + 1) },
      from: ConsentV1.TimeOfDay(minute: window.from), to: ConsentV1.TimeOfDay(minute: window.to),
      channels: window.channels)
  }
}

extension ConsentV1.TimeOfDay {
  /// - Parameter minute: of the day, 0 to 1440.
  fileprivate init(minute: Int) {
    self.init(hours: UInt32(minute / 60), minutes: UInt32(minute % 60))
  }
}
