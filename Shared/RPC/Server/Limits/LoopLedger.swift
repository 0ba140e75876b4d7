/// The bytes that one loop's connections hold, told to the process's budget in steps.
///
/// Touched on its loop only.
final class LoopLedger {
  private let budget: MemoryBudget?
  /// Called when the budget is overrun, by what this loop has just taken.
  private let overrun: () -> Void
  private var told = 0
  /// Bytes held by this loop's connections.
  private(set) var bytes = 0

  init(_ budget: MemoryBudget?, overrun: @escaping () -> Void = {}) {
    self.budget = budget
    self.overrun = overrun
  }

  /// Takes in that so many bytes more are held, or fewer.
  func change(by byteCount: Int) {
    bytes += byteCount
    let untold = bytes - told
    guard let budget, abs(untold) >= MemoryBudget.step || (bytes == 0 && untold != 0) else {
      return
    }
    budget.change(by: untold)
    told = bytes
    if byteCount > 0, budget.isOverrun { overrun() }
  }
}
