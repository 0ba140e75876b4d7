/// Which RESETs of open calls are no flood. Rapid reset (CVE-2023-44487) opens a call and ends it at once,
/// again and again, so that the number of open calls bounds nothing. A call that has kept its place for
/// a while has been bounded by it, and a client whose calls time out together must not lose its
/// connection over that.
///
/// Times are in nanoseconds.
enum ResetRule {
  /// The time in which a used-up budget of RESETs fills again: with 1 000 calls open at once, those of
  /// this age come to 200 a second, which the budget allows anyway.
  static let anyAge: Int64 = 5_000_000_000
  /// A call is younger than this for its deadline only where that was hardly meant.
  static let leastAge: Int64 = 100_000_000

  /// - Parameters:
  ///   - age: how long the call has been open.
  ///   - timeAllowed: how long it had when it came; nil without a deadline. Half of it is enough: the
  ///     client's clock began before this one did, and deadlines alone would end half as many.
  static func isInOrder(age: Int64, timeAllowed: Int64?) -> Bool {
    if age >= anyAge { return true }
    guard let timeAllowed, age >= leastAge else { return false }
    return age >= timeAllowed / 2
  }
}
