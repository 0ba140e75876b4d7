import Messages
import Testing

struct GoogleTypesTests {
  @Test(
    arguments: [
      (0, 0, 0), (1, 0, 1000), (-1, -1, 999_999_000), (1_500_000, 1, 500_000_000),
      (-1_500_000, -2, 500_000_000), (.max, 9_223_372_036_854, 775_807_000),
      (.min, -9_223_372_036_855, 224_192_000),
    ] as [(Int64, Int64, Int32)])
  func `microseconds are an instant and back`(micros: Int64, seconds: Int64, nanos: Int32) {
    let instant = Google.Timestamp(microseconds: micros)
    #expect(instant == Google.Timestamp(seconds: seconds, nanos: nanos))
    #expect(instant.microseconds == micros)
  }

  @Test func `nanoseconds are rounded down and a hostile instant saturates`() {
    #expect(Google.Timestamp(seconds: 0, nanos: 1999).microseconds == 1)
    #expect(Google.Timestamp(seconds: .max, nanos: 0).microseconds == .max)
    #expect(Google.Timestamp(seconds: .min, nanos: -1).microseconds == .min)
  }

  @Test func `instants are in order`() {
    let instants = [(-2, 5), (-1, 0), (0, 0), (0, 1), (1, 0)].map {
      Google.Timestamp(seconds: $0.0, nanos: $0.1)
    }
    #expect(instants.shuffled().sorted() == instants)
  }

  @Test func `what timestamp.proto and duration.proto rule out is not valid`() {
    #expect(Google.Timestamp(seconds: 253_402_300_799, nanos: 999_999_999).isValid)
    #expect(!Google.Timestamp(seconds: 253_402_300_800).isValid)
    #expect(!Google.Timestamp(seconds: 0, nanos: -1).isValid)
    #expect(!Google.Timestamp(seconds: 0, nanos: 1_000_000_000).isValid)
    #expect(Google.Duration(seconds: -1, nanos: -1).isValid)
    #expect(!Google.Duration(seconds: 1, nanos: -1).isValid)
    #expect(!Google.Duration(seconds: 315_576_000_001).isValid)
  }

  @Test func `spans are Swift's durations and back`() {
    #expect(Google.Duration(.milliseconds(-1500)) == .init(seconds: -1, nanos: -500_000_000))
    #expect(Google.Duration(seconds: 1, nanos: 5).duration == .nanoseconds(1_000_000_005))
    #expect(Google.Duration(microseconds: -1) == .init(seconds: 0, nanos: -1000))
  }
}
