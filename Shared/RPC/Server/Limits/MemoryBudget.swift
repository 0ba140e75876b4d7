internal import Synchronization

/// The bytes that connections may hold between them, for a process: share one between servers to bound
/// them together.
///
/// Loops tell it what they hold in steps, so that it costs a call nothing: `used` is true to within
/// 64 KiB a loop.
public final class MemoryBudget: Sendable {
  /// What a loop keeps to itself before it tells.
  static let step = 64 << 10

  /// From here on new calls are refused; with a quarter more, the connection that holds most is ended.
  public let limit: Int
  private let held = Atomic<Int>(0)

  public init(limit: Int) { self.limit = limit }

  /// Bytes held now.
  public var used: Int { held.load(ordering: .relaxed) }

  /// Whether new calls are refused.
  public var isUsedUp: Bool { used >= limit }

  /// Whether refusing calls was not enough.
  var isOverrun: Bool { used >= limit + limit / 4 }

  func change(by byteCount: Int) { held.wrappingAdd(byteCount, ordering: .relaxed) }
}
