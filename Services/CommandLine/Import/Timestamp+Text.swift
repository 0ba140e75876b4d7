import Foundation
import Messages

extension Google.Timestamp {
  init(_ date: Date) {
    self.init(microseconds: Int64((date.timeIntervalSince1970 * 1e6).rounded()))
  }

  /// A time as people and tables write it: RFC 3339 ("2026-11-21T20:00:00Z"), or a date, which is its
  /// first instant in UTC. Nil where the text is neither.
  init?(text: String) {
    let date = Date.ISO8601FormatStyle()
    let styles = [
      date, Date.ISO8601FormatStyle(includingFractionalSeconds: true), date.year().month().day(),
    ]
    // The parser of dates would take what follows them for granted.
    let style = text.utf8.count == 10 ? styles.suffix(1) : styles.prefix(2)
    guard let date = style.lazy.compactMap({ try? $0.parse(text) }).first else { return nil }
    self.init(date)
  }
}
