internal import Synchronization

/// How many handshakes were full, and how many resumed a session.
public final class HandshakeCount: Sendable {
  private let fullCount = Atomic<Int>(0)
  private let resumedCount = Atomic<Int>(0)

  public init() {}

  public var full: Int { fullCount.load(ordering: .relaxed) }
  public var resumed: Int { resumedCount.load(ordering: .relaxed) }

  func add(isResumed: Bool) {
    if isResumed {
      resumedCount.wrappingAdd(1, ordering: .relaxed)
    } else {
      fullCount.wrappingAdd(1, ordering: .relaxed)
    }
  }
}
