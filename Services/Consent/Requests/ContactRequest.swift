import Messages
import ServiceKit

/// A request for a decision that has been read and checked.
struct ContactRequest: Equatable, Sendable {
  var customer: String
  var question: ContactQuestion
  /// For a subject whose zone is not recorded.
  var timeZone: String

  /// How far ahead a contact may be planned.
  private static let mostAheadSeconds: Int64 = 366 * 86_400

  init(_ request: ConsentV1.MayContactRequest, _ reader: RequestReader) throws(Refusal) {
    var reader = reader
    customer = reader.customer(request.customerId)
    timeZone = reader.text(request.timeZone, "time_zone", most: 64)
    let purpose = reader.purpose(request.purpose)
    let scope = Scope(
      controller: reader.controller(request.controller), purpose: request.purpose,
      channel: reader.channel(request.channel))
    let topic = request.topic.isEmpty ? "" : reader.topic(request.topic, "topic")
    let instant = reader.planned(request.at, mostAheadSeconds: Self.mostAheadSeconds)
    try reader.finish()
    guard let purpose else { throw .invalid(reader.violations) }
    question = ContactQuestion(purpose: purpose, scope: scope, topic: topic, instant: instant)
  }
}

/// A request for a subject's state that has been read and checked.
struct StateRequest: Equatable, Sendable {
  var customer: String
  var controller: String
  /// nil: as things are now.
  var asOf: Instant?

  init(_ request: ConsentV1.GetConsentStateRequest, _ reader: RequestReader) throws(Refusal) {
    var reader = reader
    customer = reader.customer(request.customerId)
    controller = reader.controller(request.controller)
    asOf = request.asOf.map { reader.instant($0, "as_of") }
    if let asOf, asOf > reader.now {
      reader.refuse("as_of", "future", "It lies ahead; leave it out to ask about now.")
    }
    try reader.finish()
  }
}

extension RequestReader {
  /// Now, or an instant that lies ahead; what clocks may differ by is taken for now.
  fileprivate mutating func planned(
    _ value: Google.Timestamp?, mostAheadSeconds: Int64
  ) -> Instant {
    guard let value else { return now }
    let instant = instant(value, "at")
    if instant < now.adding(seconds: -ClockSkew.seconds) {
      refuse("at", "past", "It lies in the past; leave it out to ask about now.")
    }
    if instant > now.adding(seconds: mostAheadSeconds) {
      refuse("at", "future", "It lies more than 366 days ahead.")
    }
    return max(instant, now)
  }
}
