import Messages

extension RequestReader {
  mutating func windows(_ values: [ConsentV1.DailyWindow], _ field: String) -> [DailyWindow] {
    if values.count > 20 { refuse(field, "length", "Give at most 20 windows.") }
    return values.prefix(20).enumerated().map { window($1, "\(field)[\($0)]") }
  }

  private mutating func window(_ value: ConsentV1.DailyWindow, _ field: String) -> DailyWindow {
    let from = minute(value.from, "\(field).from", most: 1439)
    let to = minute(value.to, "\(field).to", most: 1440)
    if from == to {
      refuse("\(field).to", "order", "It is the same as from; a whole day is 00:00 to 24:00.")
    }
    for (index, channel) in value.channels.enumerated().prefix(100) {
      _ = self.channel(channel, "\(field).channels[\(index)]")
    }
    if Set(value.channels).count != value.channels.count {
      refuse("\(field).channels", "unique", "Give each channel once.")
    }
    return DailyWindow(
      days: days(value.days, "\(field).days"), from: from, to: to == 0 ? 1440 : to,
      channels: value.channels)
  }

  /// Minutes from midnight.
  private mutating func minute(_ value: ConsentV1.TimeOfDay?, _ field: String, most: Int) -> Int {
    guard let value else {
      refuse(field, "required", "Give a time of the day.")
      return 0
    }
    guard value.hours <= 24, value.minutes <= 59 else {
      refuse(field, "time", "Hours are 0 to 24 and minutes 0 to 59.")
      return 0
    }
    let minute = Int(value.hours) * 60 + Int(value.minutes)
    if minute > most { refuse(field, "time", "A day ends at 24:00, and no window starts then.") }
    return min(minute, most)
  }

  private mutating func days(_ values: [ConsentV1.DayOfWeek], _ field: String) -> DailyWindow.Days {
    if values.isEmpty { return .every }
    var days: DailyWindow.Days = []
    for value in values.prefix(8) {
      if (1...7).contains(value.rawValue) {
        days.insert(DailyWindow.Days(weekday: Int(value.rawValue) - 1))
      } else {
        refuse(field, "day", "A day is MONDAY to SUNDAY.")
      }
    }
    if values.count > 7 { refuse(field, "length", "A week has seven days.") }
    return days
  }
}
