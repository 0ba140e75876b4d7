/// The credit that the peer has given this side.
struct SendWindow {
  private(set) var available: UInt32

  init(_ available: UInt32) {
    self.available = available
  }

  /// Uses credit up. Sending beyond the credit is the caller's mistake.
  mutating func spend(_ bytes: Int) {
    assert(bytes <= Int(available), "sent beyond the peer's credit")
    available -= UInt32(clamping: min(bytes, Int(available)))
  }

  /// Takes credit in; false if that is more than a window may hold.
  mutating func add(_ credit: UInt32) -> Bool {
    let (sum, overflow) = available.addingReportingOverflow(credit)
    guard !overflow, sum <= Settings.largestWindow else { return false }
    available = sum
    return true
  }
}

/// The credit that this side has given the peer.
///
/// Every byte of the window is in one of three places: the peer may still send it (`available`), this
/// side holds it unconsumed, or it was consumed and waits to be given back (`gathered`).
struct ReceiveWindow {
  private(set) var available: UInt32
  private(set) var gathered: UInt32 = 0

  init(_ limit: UInt32) {
    available = limit
  }

  /// Bytes received and not consumed.
  func held(of limit: UInt32) -> UInt32 { limit - available - gathered }

  /// Takes a body in; false if the peer had no credit for it.
  mutating func receive(_ bytes: Int) -> Bool {
    guard bytes <= Int(available) else { return false }
    available -= UInt32(bytes)
    return true
  }

  /// Notes bytes as consumed. Consuming what was never received is the caller's mistake.
  mutating func gather(_ bytes: Int, of limit: UInt32) {
    let held = held(of: limit)
    assert(bytes >= 0 && bytes <= Int(held), "consumed more than was received")
    gathered += UInt32(clamping: max(0, min(bytes, Int(held))))
  }

  /// The credit to give back now: none until half the window has gathered, so that a WINDOW frame is
  /// worth its cost.
  mutating func release(of limit: UInt32) -> UInt32 {
    guard gathered >= limit / 2 else { return 0 }
    let credit = gathered
    available += credit
    gathered = 0
    return credit
  }
}
