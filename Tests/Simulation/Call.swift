@testable import Wire

/// A call as its caller sees it.
final class Call {
  enum Outcome: Equatable {
    case status(UInt32)
    /// The caller gave up.
    case cancelled
    /// The caller's own clock ended it.
    case timedOut
    /// Its connection ended.
    case lost
  }

  let id: Int
  let action: Int
  let plan: Schedule.Plan
  let deadline: Int64
  var attempt = 0
  var place: (link: Link, stream: UInt32)?
  var outcome: Outcome?
  /// As the RESPONSE's first piece has it.
  var status: UInt32 = 0
  var answers: Messages

  init(id: Int, action: Int, plan: Schedule.Plan, deadline: Int64) {
    self.id = id
    self.action = action
    self.plan = plan
    self.deadline = deadline
    answers = Messages(call: id)
  }
}

/// A call as its handler sees it.
final class Handler {
  let call: Call
  var asks: Messages
  var hasAnswered = false

  init(_ call: Call) {
    self.call = call
    asks = Messages(call: call.id)
  }
}

/// Messages as they come in, piece by piece. Each is made of one byte, which tells whose it is and which.
struct Messages {
  let call: Int
  private(set) var sizes: [Int] = []
  private var partial = 0

  static func body(_ call: Int, _ index: Int, _ size: Int) -> ArraySlice<UInt8> {
    [UInt8](repeating: mark(call, index), count: size)[...]
  }

  private static func mark(_ call: Int, _ index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: call * 16 + index + 1)
  }

  init(call: Int) {
    self.call = call
  }

  /// Takes a piece in; false if it is not this call's next one.
  mutating func take(_ body: [UInt8], _ piece: Piece) -> Bool {
    let mark = Self.mark(call, sizes.count)
    partial += body.count
    switch piece {
    case .whole, .last:
      sizes.append(partial)
      partial = 0
    case .none where !body.isEmpty: return false
    case .none, .first, .middle: break
    }
    return (body.first ?? mark) == mark && (body.last ?? mark) == mark
  }
}
