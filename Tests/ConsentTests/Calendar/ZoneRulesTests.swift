import Testing

@testable import Consent

/// The zones of the machine, read once for all tests.
enum Zones {
  static let all = Result { try ZoneDatabase() }

  static func named(_ name: String) throws -> ZoneRules {
    try #require(try all.get()[name])
  }
}

@Suite struct `Time zones` {
  @Test func `the machine's zones are all read`() throws {
    let zones = try Zones.all.get()
    #expect(zones.count > 400)
    #expect(zones["Europe/Prague"] != nil)
    #expect(zones["America/Argentina/Buenos_Aires"] != nil)
    #expect(zones["America/Indiana/Knox"] != nil)
    #expect(zones["Europe/Atlantis"] == nil)
    #expect(zones["../etc/passwd"] == nil)
    #expect(zones[""] == nil)
  }

  @Test(arguments: [
    ("America/New_York", "2025-03-09T06:59:59Z", -5.0),
    ("America/New_York", "2025-03-09T07:00:00Z", -4),
    ("America/New_York", "2025-11-02T05:59:59Z", -4),
    ("America/New_York", "2025-11-02T06:00:00Z", -5),
    ("Europe/Prague", "2025-03-30T00:59:59Z", 1), ("Europe/Prague", "2025-03-30T01:00:00Z", 2),
    ("Europe/Dublin", "2025-07-01T00:00:00Z", 1), ("Europe/Dublin", "2025-12-01T00:00:00Z", 0),
    ("America/Phoenix", "2025-07-01T00:00:00Z", -7), ("America/Denver", "2025-07-01T00:00:00Z", -6),
    ("Asia/Kolkata", "2025-01-01T00:00:00Z", 5.5), ("Asia/Kathmandu", "2025-01-01T00:00:00Z", 5.75),
    ("Australia/Lord_Howe", "2025-01-01T00:00:00Z", 11),
    ("Australia/Lord_Howe", "2025-07-01T00:00:00Z", 10.5),
    ("Europe/Prague", "1975-07-01T00:00:00Z", 1), ("Europe/Prague", "2090-07-01T00:00:00Z", 2),
    ("America/New_York", "2090-01-15T00:00:00Z", -5),
  ])
  func `a zone knows its offset`(name: String, instant: String, hours: Double) throws {
    let zone = try Zones.named(name)
    #expect(zone.offset(at: Instant.utc(instant).seconds) == Int64(hours * 3600))
  }

  @Test func `a local time that does not exist is the first instant after the gap`() throws {
    let zone = try Zones.named("America/New_York")
    for occurrence in [ZoneRules.Occurrence.first, .last] {
      let instant = zone.instant(ofLocal: Instant.utc("2025-03-09T02:30:00Z").seconds, occurrence)
      #expect(instant == Instant.utc("2025-03-09T07:00:00Z").seconds)
    }
  }

  @Test func `a local time that comes twice can be read both ways`() throws {
    let zone = try Zones.named("America/New_York")
    let local = Instant.utc("2025-11-02T01:30:00Z").seconds
    #expect(zone.instant(ofLocal: local, .first) == Instant.utc("2025-11-02T05:30:00Z").seconds)
    #expect(zone.instant(ofLocal: local, .last) == Instant.utc("2025-11-02T06:30:00Z").seconds)
  }

  @Test func `a day that a zone left out is its next day's start`() throws {
    let zone = try Zones.named("Pacific/Apia")
    let local = Instant.utc("2011-12-30T12:00:00Z").seconds
    #expect(zone.instant(ofLocal: local, .first) == Instant.utc("2011-12-30T10:00:00Z").seconds)
  }

  @Test func `days of the week are right on both sides of 1970`() {
    #expect(ZoneRules.weekday(ofDay: 0) == 3)
    #expect(ZoneRules.weekday(ofDay: -4) == 6)
    #expect(ZoneRules.weekday(ofDay: 20_000) == 4)
  }
}

@Suite struct `The rule in a zone file's footer` {
  static func offset(_ rule: String, _ instant: String) throws -> Int64 {
    let zone = try #require(try PosixZone(footer: ArraySlice("\n\(rule)\n".utf8)))
    let seconds = Instant.utc(instant).seconds
    let changes = zone.transitions(after: 0, untilYear: 2100)
    return Int64(changes.last { $0.at <= seconds }?.offset ?? zone.standard)
  }

  @Test(arguments: [
    ("EST5EDT,M3.2.0,M11.1.0", "2050-03-13T06:59:59Z", -5.0),
    ("EST5EDT,M3.2.0,M11.1.0", "2050-03-13T07:00:00Z", -4),
    ("CET-1CEST,M3.5.0,M10.5.0/3", "2050-10-30T00:59:59Z", 2),
    ("CET-1CEST,M3.5.0,M10.5.0/3", "2050-10-30T01:00:00Z", 1),
    ("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-01-01T00:00:00Z", 0),
    ("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-07-01T00:00:00Z", 1),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T00:59:59Z", -2),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T01:00:00Z", -1),
    ("<+0545>-5:45", "2050-01-01T00:00:00Z", 5.75),
    ("AEST-10AEDT,J60,J300", "2052-03-01T00:00:00Z", 11),
    ("AEST-10AEDT,J60,J300", "2052-02-29T00:00:00Z", 10),
  ])
  func `is followed`(rule: String, instant: String, hours: Double) throws {
    #expect(try Self.offset(rule, instant) == Int64(hours * 3600))
  }

  @Test func `may be none`() throws {
    #expect(try PosixZone(footer: ArraySlice("\n\n".utf8)) == nil)
  }

  @Test(arguments: [
    "", "\n", "\nE5\n", "\nEST\n", "\nEST5EDT,M13.1.0,M1.1.0\n", "\n<EST5\n",
    "\nEST5EDT\n", "\nEST999\n", "\nEST5EDT,M3.2.0,M11.1.0,\n",
  ])
  func `is refused where it is none`(footer: String) {
    #expect(throws: ZoneFileError.self) { try PosixZone(footer: ArraySlice(footer.utf8)) }
  }
}

@Suite struct `A damaged zone file` {
  @Test func `is refused, however it is cut`() throws {
    let path = "\(ZoneDatabase.systemDirectory)/Europe/Prague"
    let whole = try #require(FileBytes.read(path))
    #expect(throws: Never.self) { try ZoneRules(tzif: whole) }
    for count in stride(from: 0, to: whole.count - 1, by: 7) {
      #expect(throws: ZoneFileError.self) { try ZoneRules(tzif: Array(whole.prefix(count))) }
    }
  }

  @Test func `never crashes, whatever byte is wrong`() throws {
    let path = "\(ZoneDatabase.systemDirectory)/Europe/Prague"
    let whole = try #require(FileBytes.read(path))
    for index in whole.indices {
      var damaged = whole
      damaged[index] ^= 0xFF
      _ = try? ZoneRules(tzif: damaged)
    }
  }
}
