internal import Runtime

/// Which of many replicas a channel connects to: those with the lowest hash of seed and address. So it is
/// always the same ones for one seed, others for another, and a replica that comes or goes moves at
/// most one connection.
///
/// D. Thaler, C. Ravishankar: Using name-based mappings to increase hit rates, IEEE/ACM ToN 6(1),
/// 1998 (rendezvous hashing).
enum Subset {
  static func choose(_ replicas: [Replica], atMost count: Int, seed: UInt64) -> [Replica] {
    guard replicas.count > count else { return replicas }
    let ranked = replicas.map { (rank(seed, $0.address), $0) }.sorted { $0.0 < $1.0 }
    return ranked.prefix(max(1, count)).map(\.1)
  }

  /// FNV-1a over the address' text, mixed with the seed; Swift's own hashes differ from run to run.
  private static func rank(_ seed: UInt64, _ address: SocketAddress) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in address.description.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return SplitMix64.mix(hash ^ SplitMix64.mix(seed))
  }
}
