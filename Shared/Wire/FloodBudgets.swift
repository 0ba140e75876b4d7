/// A budget for each kind of frame that costs its sender nothing (protocol section 6).
struct FloodBudgets {
  /// Streams that the peer ends before they are answered.
  var resets = FloodBudget()
  var pings = FloodBudget()
  var windows = FloodBudget()
  /// Frames that carry no message and end nothing.
  var empties = FloodBudget()
  var goAways = FloodBudget()
  /// What this side ends itself.
  var ownResets = FloodBudget()
}
