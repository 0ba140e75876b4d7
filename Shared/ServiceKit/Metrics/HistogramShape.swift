/// What a histogram counts and between which bounds: those of gRFC A66, which fit both a call on
/// loopback and a stream of an hour.
struct HistogramShape: Sendable {
  /// Upper bounds, rising, in whole units; one bucket more has none.
  let bounds: [Int64]
  /// Whole units to one of the exposition's.
  let scale: Double
  /// What ends the name of a series in Prometheus's form.
  let unit: String

  /// Kept in nanoseconds, shown in seconds.
  static let seconds = HistogramShape(
    bounds: [
      0, 10, 50, 100, 300, 600, 800, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 8_000, 10_000,
      13_000, 16_000, 20_000, 25_000, 30_000, 40_000, 50_000, 65_000, 80_000, 100_000, 130_000,
      160_000, 200_000, 250_000, 300_000, 400_000, 500_000, 650_000, 800_000, 1_000_000,
      2_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000, 100_000_000,
    ].map { $0 * 1_000 }, scale: 1e9, unit: "seconds")

  static let bytes = HistogramShape(
    bounds: [
      0, 1 << 10, 2 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20,
      64 << 20, 256 << 20, 1 << 30, 4 << 30,
    ], scale: 1, unit: "bytes")

  /// The bucket of a value: that of the first bound that it does not exceed.
  func bucket(of value: Int64) -> Int {
    var (low, high) = (0, bounds.count)
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
