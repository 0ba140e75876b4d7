extension Duration {
  /// Whole nanoseconds, which loops and clocks count in, held within what 64 bits can be added up in
  /// (146 years either way).
  @inlinable package var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return seconds < 0 ? .min / 2 : .max / 2 }
    let sum = product.addingReportingOverflow(attoseconds / 1_000_000_000)
    return min(max(sum.partialValue, .min / 2), .max / 2)
  }
}
