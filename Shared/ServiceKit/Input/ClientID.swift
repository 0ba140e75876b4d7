/// The rule for ids that clients make and that serve as idempotency keys (`request_id`, `response_id`,
/// the id of an event), the same in every service, so that an id which one of them takes is taken by
/// all: 1 to 128 graphic characters of ASCII, without space. Their case counts.
///
/// Not the whole of Unicode: there one text has several spellings, and a key must have one.
public enum ClientID {
  /// The most characters, and bytes, of an id.
  public static let mostBytes = 128

  /// What is wrong with `text` as a client's id; nil where nothing is.
  public static func fault(in text: String) -> Violation? {
    if text.isEmpty { return Violation(rule: "required", "must be given") }
    if text.utf8.count > mostBytes {
      return Violation(rule: "length", "must be at most \(mostBytes) characters")
    }
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return Violation(
        rule: "id",
        "must hold only letters, digits and signs of ASCII as in web-2024:17, no spaces")
    }
    return nil
  }
}
