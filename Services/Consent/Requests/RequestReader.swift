import Messages
import ServiceKit

/// Reads the fields of one request into the rules' own values and gathers every violation, so that
/// one answer names them all. What it gives where something is wrong is never used.
struct RequestReader {
  let catalogue: Catalogue
  let now: Instant
  private(set) var violations: [Violation] = []

  init(_ catalogue: Catalogue, now: Instant) {
    self.catalogue = catalogue
    self.now = now
  }

  /// The most violations that one answer tells of.
  private static let mostViolations = 20

  mutating func refuse(_ field: String, _ rule: String, _ message: String) {
    if violations.count < Self.mostViolations {
      violations.append(Violation(field, rule: rule, message))
    }
  }

  /// Ends the reading: throws if anything was wrong.
  func finish() throws(Refusal) {
    if !violations.isEmpty { throw .invalid(violations) }
  }
}

extension RequestReader {
  /// The customer whom the request is about.
  mutating func customer(_ value: String) -> String {
    refuse("customer_id", CustomerID.fault(in: value))
    return value
  }

  /// The id that the client gave the request.
  mutating func requestID(_ value: String) -> String {
    refuse("request_id", ClientID.fault(in: value))
    return value
  }

  private mutating func refuse(_ field: String, _ fault: Violation?) {
    if let fault { refuse(field, fault.rule, fault.message) }
  }

  /// Text of at most `most` bytes, without control characters; may be empty.
  mutating func text(_ value: String, _ field: String, most: Int) -> String {
    if value.utf8.count > most {
      refuse(field, "length", "Shorten it to at most \(most) bytes of UTF-8.")
    }
    if value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      refuse(field, "characters", "Leave out line breaks and other control characters.")
    }
    return value
  }

  /// An instant from 1970 on, to the microsecond.
  mutating func instant(_ value: Google.Timestamp, _ field: String) -> Instant {
    if !value.isValid || value.seconds < 0 {
      refuse(field, "instant", "Give an instant of the years 1970 to 9999.")
    }
    return Instant(microseconds: value.microseconds)
  }

  /// The instant from which something holds; nil: now. Not beyond the skew of clocks.
  mutating func effective(_ value: Google.Timestamp?, _ field: String) -> Instant? {
    guard let value else { return nil }
    let instant = instant(value, field)
    if instant > now.adding(seconds: ClockSkew.seconds) {
      refuse(field, "future", "It lies more than five minutes ahead; check the sender's clock.")
    }
    return instant
  }

  mutating func actor(_ value: ConsentV1.Actor, _ field: String) -> ConsentEvent.Actor {
    guard let actor = UInt8(exactly: value.rawValue).flatMap(ConsentEvent.Actor.init) else {
      refuse(field, "required", "Say who said so: SUBJECT, GUARDIAN, AGENT, IMPORT or SYSTEM.")
      return .system
    }
    return actor
  }

  mutating func collection(
    _ value: ConsentV1.Collection?, _ field: String
  ) -> LedgerEntry.Collection {
    guard let value else { return LedgerEntry.Collection() }
    if !value.evidenceSha256.isEmpty && value.evidenceSha256.count != 32 {
      refuse("\(field).evidence_sha256", "length", "A SHA-256 has 32 bytes; or leave it out.")
    }
    let notice = value.notice ?? ConsentV1.Notice()
    return LedgerEntry.Collection(
      method: text(value.method, "\(field).method", most: 64),
      source: text(value.source, "\(field).source", most: 256),
      noticeID: text(notice.id, "\(field).notice.id", most: 64),
      noticeVersion: text(notice.version, "\(field).notice.version", most: 64),
      noticeLanguage: text(notice.language, "\(field).notice.language", most: 35),
      evidence: value.evidenceSha256)
  }
}
