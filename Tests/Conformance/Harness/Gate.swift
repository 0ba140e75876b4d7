import Synchronization
import TestKit

/// Opens when so many have arrived.
final class Gate: Sendable {
  private let missing: Mutex<Int>
  private let open = Signal()

  init(count: Int) { missing = Mutex(count) }

  func arrive() {
    let isLast = missing.withLock { missing in
      missing -= 1
      return missing == 0
    }
    if isLast { open.send() }
  }

  func wait() async { await open.wait() }
}
