/// Calls that wait for a connection or for room on one, first come, first served.
struct CallQueue {
  private var calls: [ClientCall] = []
  private var next = 0
  /// With so many it is looked through for calls that are over: they have had their deadline.
  private var compactsAt = 64

  var isEmpty: Bool { next == calls.count }

  mutating func append(_ call: ClientCall) {
    if calls.count >= compactsAt {
      calls = calls[next...].filter { !$0.isOver }
      next = 0
      compactsAt = max(64, calls.count * 2)
    }
    calls.append(call)
  }

  /// Takes the first, at an amortised cost of one move a call.
  mutating func popFirst() -> ClientCall? {
    guard !isEmpty else { return nil }
    defer {
      next += 1
      if next * 2 >= calls.count {
        calls.removeFirst(next)
        next = 0
      }
    }
    return calls[next]
  }

  /// Takes all of them.
  mutating func popAll() -> ArraySlice<ClientCall> {
    defer { self = CallQueue() }
    return calls[next...]
  }
}
