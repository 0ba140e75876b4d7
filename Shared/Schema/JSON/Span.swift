/// A google.protobuf.Duration as JSON writes it: "1.500s", "-3s".
struct Span {
  let seconds: Int64
  let nanos: Int32

  /// nil beyond 10 000 years, or if the signs differ.
  init?(seconds: Int64, nanos: Int32) {
    guard (-315_576_000_000...315_576_000_000).contains(seconds),
      (-999_999_999...999_999_999).contains(nanos),
      seconds == 0 || nanos == 0 || (seconds < 0) == (nanos < 0)
    else { return nil }
    self.seconds = seconds
    self.nanos = nanos
  }

  /// nil if the text is no such span.
  init?(_ text: String) {
    guard let match = text.wholeMatch(of: /(-?)([0-9]{1,12})(?:\.([0-9]{1,9}))?s/),
      let seconds = Int64(match.2), let nanos = CivilTime.nanoseconds(match.3 ?? "")
    else { return nil }
    let sign: Int64 = match.1.isEmpty ? 1 : -1
    self.init(seconds: sign * seconds, nanos: Int32(sign) * nanos)
  }

  var text: String {
    let sign = seconds < 0 || nanos < 0 ? "-" : ""
    return "\(sign)\(seconds.magnitude)\(CivilTime.fraction(Int32(nanos.magnitude)))s"
  }
}
