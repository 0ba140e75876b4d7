import Randomness
import Testing

@testable import Consent

private func outcome(
  quiet: [DailyWindow] = [], contact: [DailyWindow] = [], at instant: String, in zone: String?,
  channel: String = "phone"
) throws -> ContactHours.Outcome {
  let preferences = Preferences(quietHours: quiet, contactHours: contact)
  return ContactHours(preferences, channel: channel)
    .outcome(at: .utc(instant), in: try zone.map { try Zones.named($0) })
}

private let night = DailyWindow("21:00", "08:00")

@Suite struct `Quiet hours` {
  @Test(arguments: [
    ("America/New_York", "2025-03-08T12:30:00Z", false),
    ("America/New_York", "2025-03-09T12:30:00Z", true),
    ("America/New_York", "2025-11-01T12:30:00Z", true),
    ("America/New_York", "2025-11-02T12:30:00Z", false),
    ("Europe/Prague", "2025-03-29T19:30:00Z", true),
    ("Europe/Prague", "2025-03-30T19:30:00Z", false),
    ("America/Phoenix", "2025-03-09T14:30:00Z", false),
    ("America/Phoenix", "2025-03-09T15:30:00Z", true),
  ])
  func `follow the wall clock across a clock change`(
    zone: String, instant: String, isFree: Bool
  ) throws {
    let outcome = try outcome(quiet: [night], at: instant, in: zone)
    #expect(outcome.reasons.isEmpty == isFree)
    #expect(outcome.reasons.allSatisfy { $0.code == .quietHours })
  }

  @Test func `begin with their first instant and end before their last`() throws {
    let prague = "Europe/Prague"
    #expect(try outcome(quiet: [night], at: "2025-06-01T18:59:59.999Z", in: prague).reasons.isEmpty)
    #expect(!(try outcome(quiet: [night], at: "2025-06-01T19:00:00Z", in: prague).reasons.isEmpty))
    #expect(
      !(try outcome(quiet: [night], at: "2025-06-01T05:59:59.999Z", in: prague).reasons.isEmpty))
    #expect(try outcome(quiet: [night], at: "2025-06-01T06:00:00Z", in: prague).reasons.isEmpty)
  }

  @Test func `that end at an hour that does not exist end after the gap`() throws {
    let quiet = [DailyWindow("21:00", "02:30")]
    let held = try outcome(quiet: quiet, at: "2025-03-09T05:00:00Z", in: "America/New_York")
    #expect(held.nextAllowedAt == .utc("2025-03-09T07:00:00Z"))
    let free = try outcome(quiet: quiet, at: "2025-03-09T07:00:00Z", in: "America/New_York")
    #expect(free.reasons.isEmpty)
  }

  @Test func `that end at an hour that comes twice end the second time`() throws {
    let quiet = [DailyWindow("21:00", "01:30")]
    for instant in ["2025-11-02T04:00:00Z", "2025-11-02T05:30:00Z", "2025-11-02T05:45:00Z"] {
      let held = try outcome(quiet: quiet, at: instant, in: "America/New_York")
      #expect(held.nextAllowedAt == .utc("2025-11-02T06:30:00Z"))
    }
  }

  @Test func `that begin at an hour that comes twice begin the first time`() throws {
    let quiet = [DailyWindow("01:30", "05:00")]
    let zone = "America/New_York"
    #expect(try outcome(quiet: quiet, at: "2025-11-02T05:29:59Z", in: zone).reasons.isEmpty)
    #expect(!(try outcome(quiet: quiet, at: "2025-11-02T05:30:00Z", in: zone).reasons.isEmpty))
    #expect(!(try outcome(quiet: quiet, at: "2025-11-02T06:15:00Z", in: zone).reasons.isEmpty))
  }

  @Test func `over midnight belong to the day they start on`() throws {
    // Friday 2025-06-06 and Saturday, in UTC.
    let quiet = [DailyWindow("22:00", "10:00", days: .init(weekday: 4))]
    let zone = "Etc/UTC"
    #expect(try outcome(quiet: quiet, at: "2025-06-06T09:00:00Z", in: zone).reasons.isEmpty)
    #expect(!(try outcome(quiet: quiet, at: "2025-06-06T22:00:00Z", in: zone).reasons.isEmpty))
    #expect(!(try outcome(quiet: quiet, at: "2025-06-07T09:59:59Z", in: zone).reasons.isEmpty))
    #expect(try outcome(quiet: quiet, at: "2025-06-07T22:00:00Z", in: zone).reasons.isEmpty)
  }

  @Test func `of other channels do not matter`() throws {
    let quiet = [DailyWindow("00:00", "24:00", channels: ["sms"])]
    #expect(try outcome(quiet: quiet, at: "2025-06-06T09:00:00Z", in: "Etc/UTC") == .open)
    #expect(try outcome(quiet: quiet, at: "2025-06-06T09:00:00Z", in: nil) == .open)
  }

  @Test func `that follow one another are waited out together`() throws {
    let quiet = [
      DailyWindow("20:00", "24:00"), DailyWindow("00:00", "07:00"), DailyWindow("06:00", "09:15"),
    ]
    let held = try outcome(quiet: quiet, at: "2025-06-06T21:00:00Z", in: "Etc/UTC")
    #expect(held.nextAllowedAt == .utc("2025-06-07T09:15:00Z"))
  }

  @Test func `without end leave no hour`() throws {
    let held = try outcome(
      quiet: [DailyWindow("00:00", "24:00")], at: "2025-06-06T21:00:00Z", in: "Etc/UTC")
    #expect(held.nextAllowedAt == nil)
    #expect(held.reasons.map(\.code) == [.quietHours, .noContactHours])
  }

  @Test func `with no known zone know no safe hour`() throws {
    let held = try outcome(quiet: [night], at: "2025-06-06T12:00:00Z", in: nil)
    #expect(held.reasons.map(\.code) == [.zoneUnknown])
    #expect(held.nextAllowedAt == nil)
  }

  @Test func `tell when they begin next`() throws {
    let free = try outcome(quiet: [night], at: "2025-06-06T12:00:00Z", in: "Etc/UTC")
    #expect(free.changesAt == .utc("2025-06-06T21:00:00Z"))
  }
}

@Suite struct `Contact hours` {
  private let office = DailyWindow(
    "09:00", "17:00",
    days: [
      .init(weekday: 0), .init(weekday: 1), .init(weekday: 2), .init(weekday: 3), .init(weekday: 4),
    ])

  @Test func `are the only ones where there are any`() throws {
    let zone = "Europe/Prague"
    #expect(try outcome(contact: [office], at: "2025-06-06T07:00:00Z", in: zone).reasons.isEmpty)
    let early = try outcome(contact: [office], at: "2025-06-06T06:59:59Z", in: zone)
    #expect(early.reasons.map(\.code) == [.outsideContactHours])
    #expect(early.nextAllowedAt == .utc("2025-06-06T07:00:00Z"))
  }

  @Test func `after the last of the week are those of Monday`() throws {
    let late = try outcome(contact: [office], at: "2025-06-06T15:00:00Z", in: "Europe/Prague")
    #expect(late.nextAllowedAt == .utc("2025-06-09T07:00:00Z"))
  }

  @Test func `of one day a week are found a week ahead`() throws {
    let sunday = DailyWindow("10:00", "11:00", days: .init(weekday: 6))
    let late = try outcome(contact: [sunday], at: "2025-06-08T11:00:00Z", in: "Etc/UTC")
    #expect(late.nextAllowedAt == .utc("2025-06-15T10:00:00Z"))
  }

  @Test func `take the shorter reading of an hour that comes twice`() throws {
    let contact = [DailyWindow("00:30", "01:30")]
    let zone = "America/New_York"
    #expect(try outcome(contact: contact, at: "2025-11-02T05:29:59Z", in: zone).reasons.isEmpty)
    #expect(!(try outcome(contact: contact, at: "2025-11-02T05:30:00Z", in: zone).reasons.isEmpty))
    #expect(!(try outcome(contact: contact, at: "2025-11-02T06:15:00Z", in: zone).reasons.isEmpty))
  }

  @Test func `yield to quiet hours`() throws {
    let held = try outcome(
      quiet: [DailyWindow("12:00", "13:00")], contact: [office], at: "2025-06-06T12:30:00Z",
      in: "Etc/UTC")
    #expect(held.reasons.map(\.code) == [.quietHours])
    #expect(held.nextAllowedAt == .utc("2025-06-06T13:00:00Z"))
  }

  @Test func `that quiet hours cover are no hours`() throws {
    let held = try outcome(
      quiet: [DailyWindow("08:00", "18:00")], contact: [office], at: "2025-06-06T20:00:00Z",
      in: "Etc/UTC")
    #expect(held.reasons.map(\.code) == [.outsideContactHours, .noContactHours])
  }
}

@Suite struct `Hours over random zones and windows` {
  /// Asks minute by minute instead of computing.
  @Test(arguments: Array(UInt64(1)...10))
  func `the next allowed instant is the first that is allowed`(seed: UInt64) throws {
    var generator = SeededRandom(seed: seed)
    let names = ["America/New_York", "Europe/Prague", "Australia/Lord_Howe", "America/St_Johns"]
    let clockChanges = ["2025-03-09", "2025-03-30", "2025-04-06", "2025-10-26", "2025-11-02"]
    for _ in 0..<4 {
      let zone = try Zones.named(names.randomElement(using: &generator) ?? "Etc/UTC")
      let day = clockChanges.randomElement(using: &generator) ?? "2025-06-01"
      let start = Instant.utc("\(day)T00:00:00Z")
        .adding(seconds: 60 * Int64.random(in: -1440...1440, using: &generator))
      let hours = ContactHours(
        Preferences(
          quietHours: Self.windows(0...2, using: &generator),
          contactHours: Self.windows(0...2, using: &generator)), channel: "email")
      let found = hours.outcome(at: start, in: zone)
      let first = (0..<(8 * 1440)).lazy.map { start.adding(seconds: Int64($0) * 60) }
        .first { hours.outcome(at: $0, in: zone).reasons.isEmpty }
      #expect(found.reasons.isEmpty ? first == start : found.nextAllowedAt == first)
    }
  }

  static func windows(
    _ count: ClosedRange<Int>, using generator: inout SeededRandom
  ) -> [DailyWindow] {
    (0..<Int.random(in: count, using: &generator)).map { _ in
      let from = Int.random(in: 0...95, using: &generator) * 15
      let length = Int.random(in: 1...60, using: &generator) * 15
      let to = (from + length) % 1440
      let days = UInt8.random(in: 1...127, using: &generator)
      return DailyWindow(days: .init(rawValue: days), from: from, to: to == 0 ? 1440 : to)
    }
  }
}
