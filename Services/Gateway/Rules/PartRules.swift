package import Messages
package import RPC

/// What became of asking one service.
package enum PartAnswer: Sendable {
  /// The encoded reply, to be passed on as it is.
  case good([UInt8])
  case failed(RPCError)
}

/// A part as the view shows it.
package struct JudgedPart: Sendable {
  package var part: Part
  package var status: GatewayV1.PartStatus
  /// The encoded part; nil where it is left out.
  package var bytes: [UInt8]?
}

/// The last good answer of a service, kept for the time when it cannot be asked.
package struct LastGood: Equatable, Sendable {
  package var bytes: [UInt8]
  package var ageNanoseconds: Int64

  package init(bytes: [UInt8], ageNanoseconds: Int64) {
    self.bytes = bytes
    self.ageNanoseconds = ageNanoseconds
  }
}

/// How good each part of a view is.
package enum PartRules {
  /// Judges one part. `copy` is looked at only where the service could not be asked, and never for
  /// consent.
  package static func judge(_ part: Part, _ answer: PartAnswer, copy: LastGood?) -> JudgedPart {
    switch answer {
    case .good(let bytes):
      return JudgedPart(part: part, status: status(part, .ok), bytes: bytes)
    case .failed(let error) where error.code == .permissionDenied:
      return JudgedPart(part: part, status: status(part, .withheld, error: error), bytes: nil)
    case .failed(let error):
      guard part.mayBeStale, meansUnreachable(error.code), let copy else {
        return JudgedPart(part: part, status: status(part, .unavailable, error: error), bytes: nil)
      }
      return JudgedPart(
        part: part, status: status(part, .stale, age: copy.ageNanoseconds, error: error),
        bytes: copy.bytes)
    }
  }

  /// A profile that was found by an owner remembered for `age`: it cannot be better than that
  /// memory.
  package static func judge(_ profile: JudgedPart, ownerRemembered error: RPCError, age: Int64)
    -> JudgedPart
  {
    guard profile.status.state == .ok else { return profile }
    var judged = profile
    judged.status = status(.profile, .stale, age: age, error: error)
    return judged
  }

  /// Whether the service was not asked, or could not say: an older answer may then stand in.
  package static func meansUnreachable(_ code: StatusCode) -> Bool {
    switch code {
    case .unavailable, .deadlineExceeded, .resourceExhausted, .internal, .unknown, .aborted,
      .cancelled, .dataLoss:
      true
    default: false
    }
  }

  private static func status(
    _ part: Part, _ state: GatewayV1.PartState, age: Int64? = nil, error: RPCError? = nil
  ) -> GatewayV1.PartStatus {
    GatewayV1.PartStatus(
      name: part.rawValue, state: state, age: age.map { Google.Duration(.nanoseconds($0)) },
      reason: error.map { reason(part, $0) } ?? "", code: error?.code.name ?? "")
  }

  private static func reason(_ part: Part, _ error: RPCError) -> String {
    let service = "The \(part.rawValue) service"
    return switch error.code {
    case .deadlineExceeded: "\(service) did not answer in time."
    case .unavailable: "\(service) is not available: \(error.message)"
    case .permissionDenied: "\(service) withholds it: \(error.message)"
    default: "\(service) answered \(error.code.name): \(error.message)"
    }
  }
}
