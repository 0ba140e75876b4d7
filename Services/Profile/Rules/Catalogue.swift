import Messages

/// The attributes that the service itself knows: what each is about, and what its values must look
/// like. Any other name may be used with a category of the writer's choice and any type.
enum Catalogue {
  enum Form: Sendable {
    case text
    case integer
    case timeZone
    case jurisdiction
    case language
    case birthDate
  }

  struct Definition: Sendable {
    var category: ProfileV1.AttributeCategory
    var form: Form
  }

  static func definition(of name: String) -> Definition? { all[name] }

  private static let all: [String: Definition] = {
    var all: [String: Definition] = [
      "birth_date": Definition(category: .identity, form: .birthDate),
      "time_zone": Definition(category: .identity, form: .timeZone),
      "jurisdiction": Definition(category: .identity, form: .jurisdiction),
      "language": Definition(category: .identity, form: .language),
      "household_size": Definition(category: .descriptive, form: .integer),
      "annual_income_minor": Definition(category: .quantitative, form: .integer),
      "lifetime_orders": Definition(category: .quantitative, form: .integer),
    ]
    let texts: [(ProfileV1.AttributeCategory, [String])] = [
      (.identity, ["display_name", "given_name", "family_name", "title", "gender"]),
      (.descriptive, ["job_title", "employer", "education", "marital_status", "interests"]),
      (.qualitative, ["attitude", "motivation", "opinion", "satisfaction"]),
    ]
    for (category, names) in texts {
      for name in names { all[name] = Definition(category: category, form: .text) }
    }
    return all
  }()
}
