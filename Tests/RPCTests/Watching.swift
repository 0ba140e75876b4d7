import RPC

/// Notes when calls and attempts begin, and how they end.
struct Watching: ClientInterceptor, ClientCallObserver, ClientAttemptObserver {
  let name: String
  let notes: Notes
  var isAttempt = false

  init(_ name: String, _ notes: Notes) {
    self.name = name
    self.notes = notes
  }

  func begin(_ call: inout OutgoingCall) async throws -> (any ClientCallObserver)? {
    notes.add("\(name) begin")
    return self
  }

  func beginAttempt(_ attempt: inout OutgoingAttempt) -> (any ClientAttemptObserver)? {
    notes.add(
      "\(name) attempt \(attempt.number)\(attempt.isTransparentRetry ? " again" : "")")
    var other = self
    other.isAttempt = true
    return other
  }

  func ended(_ outcome: CallOutcome) {
    notes.add("\(name) \(isAttempt ? "attempt " : "")\(outcome.code.name)")
  }
}
