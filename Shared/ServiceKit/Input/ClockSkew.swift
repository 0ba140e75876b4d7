/// How far a client's clock may be ahead of the service's: what it dates later is refused, for a fact
/// from the future would win for ever.
public enum ClockSkew {
  /// In seconds: five minutes.
  public static let seconds: Int64 = 5 * 60
  /// The same in microseconds.
  public static let microseconds: Int64 = seconds * 1_000_000
}
