import Messages
import Testing

@testable import Profile

@Suite struct ValueTests {
  private let now = Google.Timestamp(microseconds: 1_700_000_000_000_000)

  @Test(arguments: [
    ("1997-01-18", 853_545_600_000_000), ("19970118", 853_545_600_000_000),
    ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.5Z", -500_000),
    ("2026-11-21T20:00:00.123456789+01:00", 1_795_287_600_123_456),
    ("2024-02-29T12:00:00-05:30", 1_709_227_800_000_000),
    ("2026-11-21 20:00:00Z", 1_795_291_200_000_000),
  ])
  func `instants of tables are read`(text: String, microseconds: Int64) throws {
    #expect(try InstantText.parse(text).microseconds == microseconds)
  }

  @Test(arguments: [
    "", "today", "2026-02-29", "2026-13-01", "2026-11-21T25:00:00Z",
    "2026-11-21T20:00:00", "2026-11-21T20:00:00Zx", "2026-11-21T20:00:00.Z", "21.11.2026",
    "0000-01-01", "2026-11-21T20:00",
  ])
  func `what is no instant is refused`(text: String) {
    #expect(refusal { _ = try InstantText.parse(text) } == "time.format")
  }

  @Test func `days are counted as the calendar has them`() {
    #expect(CalendarDate.daysSince1970(year: 1970, month: 1, day: 1) == 0)
    #expect(CalendarDate.daysSince1970(year: 2000, month: 3, day: 1) == 11_017)
    #expect(CalendarDate.daysSince1970(year: 1900, month: 1, day: 1) == -25_567)
  }

  @Test(arguments: [
    (1980, 2, 29, true), (1981, 2, 29, false), (0, 2, 29, true), (1980, 0, 0, true),
    (0, 0, 0, false), (1980, 5, 0, false), (1980, 13, 1, false), (10_000, 1, 1, false),
    (1900, 2, 29, false), (2000, 2, 29, true),
  ])
  func `a date may be whole, a year or a birthday`(
    year: UInt32, month: UInt32, day: UInt32, ok: Bool
  ) {
    let date = RPCV1.Date(year: year, month: month, day: day)
    #expect((refusal { try CalendarDate.check(date) } == nil) == ok)
  }

  @Test(arguments: [
    ("de", "de"), ("PT-br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"),
  ])
  func `language tags have their usual case`(given: String, tag: String) throws {
    #expect(try LanguageTag.normalise(given) == tag)
  }

  @Test(arguments: ["", "german", "de-", "-de", "de-DE-1996", "de-XX", "d"])
  func `what is no language tag is refused`(given: String) {
    #expect(refusal { _ = try LanguageTag.normalise(given) } == "language")
  }

  @Test func `jurisdictions are countries and their parts`() throws {
    #expect(try Jurisdiction.normalise("us-ca") == "US-CA")
    #expect(try Jurisdiction.normalise("DE") == "DE")
    for wrong in ["", "EU-1", "US-", "US-CALI", "Germany", "US-CA-X"] {
      #expect(refusal { _ = try Jurisdiction.normalise(wrong) } == "jurisdiction")
    }
  }

  @Test func `time zones are those of the database`() {
    for zone in ["Europe/Prague", "UTC", "America/Argentina/Buenos_Aires", "Asia/Calcutta"] {
      #expect(TimeZoneNames.contains(zone))
    }
    for none in ["", "CEST", "GMT+2", "europe/prague", "Europe/Atlantis", "Factory", "+02:00"] {
      #expect(!TimeZoneNames.contains(none))
    }
  }

  @Test func `currencies know their minor units`() {
    #expect(Currencies.minorUnitDigits(of: "USD") == 2)
    #expect(Currencies.minorUnitDigits(of: "JPY") == 0)
    #expect(Currencies.minorUnitDigits(of: "KWD") == 3)
    #expect(Currencies.minorUnitDigits(of: "XXX") == nil)
    #expect(Currencies.minorUnitDigits(of: "usd") == nil)
  }

  @Test func `bytes of values sort as the values do`() {
    let integers: [Int64] = [.min, -256, -1, 0, 1, 255, .max]
    let reals = [-Double.greatestFiniteMagnitude, -1.5, -1e-300, 0, 1e-300, 1, 2.5]
    let texts = ["a", "aa", "b", "á"]
    let dates = [
      RPCV1.Date(year: 0, month: 2, day: 3), RPCV1.Date(year: 1980, month: 1, day: 2),
      RPCV1.Date(year: 1980, month: 2, day: 1),
    ]
    let groups: [[ProfileV1.Value.Kind]] = [
      texts.map { .text($0) }, integers.map { .integer($0) }, reals.map { .real($0) },
      [.flag(false), .flag(true)], dates.map { .date($0) },
    ]
    for group in groups {
      let bytes = group.map { ValueRule.orderedBytes(ProfileV1.Value(kind: $0)) }
      for (one, next) in zip(bytes, bytes.dropFirst()) {
        #expect(one.lexicographicallyPrecedes(next))
      }
    }
  }
}
