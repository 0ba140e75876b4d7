import Messages

/// A customer that does not exist, made from a number.
struct GeneratedCustomer: Sendable {
  let number: Int
  /// Different for every customer, the same at every run.
  private let seed: UInt64

  init(_ number: Int) {
    self.number = number
    seed = Self.mixed(UInt64(number))
  }

  var crmID: String { "bench-\(number)" }

  /// Columns of ``cells``.
  static let columns = [
    "crm_id", "email", "account:shop", "given_name", "family_name", "birth_date", "time_zone",
    "language", "household_size", "descriptive:colour", "qualitative:likes", "observed_at",
  ]

  var cells: [String] {
    let (given, family) = (pick(Self.givenNames, 1), pick(Self.familyNames, 2))
    return [
      crmID, "\(given).\(family).\(number)@example.com".lowercased(), "shop-\(number)", given,
      family, "19\(40 + below(60, 3))-0\(1 + below(9, 4))-1\(below(10, 5))",
      pick(Self.zones, 6), pick(["en", "cs", "de", "pt-BR"], 7), "\(1 + below(5, 8))",
      pick(["blue", "green", "red", "black"], 9), pick(["tea", "jazz", "chess", "hills"], 10),
      "2024-01-01",
    ]
  }

  /// Columns of ``purchases``.
  static let purchaseColumns = [
    "event_id", "customer_id", "type", "occurred_at", "amount", "currency", "quantity", "channel",
  ]

  func purchases(of customer: String) -> [[String]] {
    (0..<below(6, 11)).map { index in
      let day = below(28, 20 + index) + 1
      let cents = 10 + below(89, 30 + index)
      return [
        "\(crmID)-p\(index)", customer, "purchase",
        "2024-0\(1 + index)-\(day < 10 ? "0" : "")\(day)", "\(5 + below(200, 40 + index)).\(cents)",
        "EUR", "\(1 + below(4, 50 + index))", pick(["web", "store"], 60 + index),
      ]
    }
  }

  func grants(of customer: String) -> [ConsentV1.GrantConsentRequest] {
    [("marketing", below(4, 12) == 0 ? "*" : "email"), ("research", "phone")].map {
      ConsentV1.GrantConsentRequest(
        requestId: "\(crmID)-\($0)", customerId: customer, purpose: $0, channel: $1,
        actor: .subject, effectiveAt: Google.Timestamp(microseconds: Self.someTime),
        collection: ConsentV1.Collection(method: "web_form", source: "bench"))
    }
  }

  /// Nil for three of four.
  func preferences(of customer: String) -> ConsentV1.SetPreferencesRequest? {
    guard number % 4 == 0 else { return nil }
    let night = ConsentV1.DailyWindow(
      from: ConsentV1.TimeOfDay(hours: 21), to: ConsentV1.TimeOfDay(hours: 7))
    return ConsentV1.SetPreferencesRequest(
      requestId: "\(crmID)-preferences", customerId: customer,
      preferences: ConsentV1.Preferences(timeZone: pick(Self.zones, 6), quietHours: [night]),
      updateMask: Google.FieldMask(paths: ["time_zone", "quiet_hours"]), actor: .subject,
      collection: ConsentV1.Collection(method: "web_form", source: "bench"))
  }

  func response(of customer: String) -> SurveyV1.SubmitResponseRequest {
    let answer = SurveyV1.Answer(
      questionId: Population.question, value: .number(Int32(below(11, 13))),
      comment: below(3, 14) == 0 ? "They answered quickly." : "")
    return SurveyV1.SubmitResponseRequest(
      responseId: "\(crmID)-r", customerId: customer, surveyId: Population.survey,
      surveyVersion: 1, mode: .online,
      answeredAt: Google.Timestamp(microseconds: Self.someTime + Int64(number) * 1000),
      answers: [answer])
  }

  /// 2024-06-01.
  private static let someTime: Int64 = 1_717_200_000_000_000

  private func below(_ bound: Int, _ salt: Int) -> Int {
    Int(Self.mixed(seed &+ UInt64(salt)) % UInt64(bound))
  }

  private func pick(_ list: [String], _ salt: Int) -> String { list[below(list.count, salt)] }

  /// SplitMix64's finaliser (Steele, Lea, Flood: Fast splittable pseudorandom number generators).
  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value &* 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  private static let zones = [
    "Europe/Prague", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Sydney",
  ]
  private static let givenNames = [
    "Anna", "Ben", "Clara", "David", "Eva", "Filip", "Greta", "Hugo", "Ida", "Jan", "Karla",
    "Leo", "Mia", "Noah", "Olga", "Petr", "Rosa", "Sam", "Tina", "Vera",
  ]
  private static let familyNames = [
    "Adler", "Berg", "Costa", "Dvorak", "Engel", "Fiala", "Green", "Horak", "Ivanov", "Jansen",
    "Kral", "Lang", "Moreau", "Novak", "Olsen", "Pavel", "Rossi", "Silva", "Tanaka", "Weiss",
  ]
}
