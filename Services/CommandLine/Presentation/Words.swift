import Messages

extension String {
  /// Followed by spaces up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}

extension Sequence where Element: Hashable {
  /// Each element once, where it stands first.
  func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

extension RPCV1.Date {
  /// "1976-11-29"; parts that are not known are left out.
  var text: String {
    [year, month, day].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
  }
}

extension ConsentV1.TimeOfDay {
  var text: String {
    [hours, minutes].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}

extension ProfileV1.Value {
  var text: String {
    switch kind {
    case .text(let text): text
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .flag(let flag): flag ? "yes" : "no"
    case .date(let date): date.text
    case nil: ""
    }
  }
}

extension ProfileV1.Provenance {
  var word: String {
    switch self {
    case .declared: "declared"
    case .observed: "observed"
    case .inferred: "inferred"
    case .purchased: "purchased"
    default: "unknown"
    }
  }
}

extension SurveyV1.NpsCategory {
  var word: String {
    switch self {
    case .promoter: "promoter"
    case .passive: "passive"
    case .detractor: "detractor"
    default: "uncategorised"
    }
  }
}

extension ConsentV1.Verdict {
  var word: String {
    switch self {
    case .allow: "ALLOW"
    case .deny: "DENY"
    case .defer: "DEFER"
    default: "DENY (no verdict)"
    }
  }
}
