import Randomness
import Runtime
import TestKit
import Testing

@testable import RPC

@Suite struct SubsetTests {
  private func replicas(_ count: Int) throws -> [Replica] {
    try (0..<count).map { number in
      Replica(address: try SocketAddress(host: "10.0.\(number / 250).\(number % 250)", port: 7100))
    }
  }

  @Test func `few replicas are all of them`() throws {
    #expect(Subset.choose(try replicas(20), atMost: 20, seed: 1) == (try replicas(20)))
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `one seed chooses the same ones, whatever their order`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let all = try replicas(100)
    let chosen = Subset.choose(all, atMost: 20, seed: seed)
    #expect(chosen.count == 20 && Set(chosen).count == 20)
    let again = Subset.choose(all.shuffled(using: &random), atMost: 20, seed: seed)
    #expect(again == chosen)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `a replica that goes moves at most one connection`(seed: UInt64) throws {
    let all = try replicas(100)
    let chosen = Set(Subset.choose(all, atMost: 20, seed: seed))
    for gone in all {
      let left = Set(Subset.choose(all.filter { $0 != gone }, atMost: 20, seed: seed))
      #expect(chosen.subtracting(left) == (chosen.contains(gone) ? [gone] : []))
    }
  }

  @Test func `many channels together reach every replica about as often`() throws {
    let all = try replicas(100)
    var counts: [Replica: Int] = [:]
    for seed in 0..<500 as Range<UInt64> {
      for replica in Subset.choose(all, atMost: 20, seed: seed) { counts[replica, default: 0] += 1 }
    }
    #expect(counts.count == 100)
    // The mean is 100, with a deviation of 9.
    #expect(counts.values.allSatisfy { (50...150).contains($0) })
  }
}
