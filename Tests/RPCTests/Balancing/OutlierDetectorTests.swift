import Randomness
import TestKit
import Testing

@testable import RPC

@Suite struct OutlierDetectorTests {
  private let second: Int64 = 1_000_000_000

  private func detector(
    _ count: Int, _ change: (inout OutlierSettings) -> Void = { _ in }
  ) -> OutlierDetector {
    var settings = OutlierSettings()
    change(&settings)
    var detector = OutlierDetector(settings)
    for _ in 0..<count { detector.add() }
    return detector
  }

  /// Lets a replica fail until it is isolated.
  private func eject(_ detector: inout OutlierDetector, _ index: Int, at now: Int64) {
    for _ in 0..<5 { _ = detector.record(isFailure: true, index, now: now) }
  }

  @Test func `five failures in a row isolate, four and a success do not`() {
    var detector = detector(3)
    for _ in 0..<4 { #expect(detector.record(isFailure: true, 1, now: 0) == nil) }
    #expect(detector.record(isFailure: false, 1, now: 0) == nil)
    for _ in 0..<4 { #expect(detector.record(isFailure: true, 1, now: 0) == nil) }
    #expect(detector.record(isFailure: true, 1, now: 0) == .consecutiveFailures(5))
    #expect(detector.isEjected(1))
    #expect(detector.nextReturn == second)
  }

  @Test func `isolation doubles for whoever relapses, up to the longest, and is forgotten in time`()
  {
    var detector = detector(3)
    var now: Int64 = 0
    for expected in [1, 2, 4, 8, 16, 30, 30] as [Int64] {
      eject(&detector, 0, at: now)
      #expect(detector.returnTime(0) == now + expected * second)
      now += expected * second - 1
      #expect(detector.release(now: now) == [])
      now += 1
      #expect(detector.release(now: now) == [0])
      now += 29 * second
    }
    now += second
    eject(&detector, 0, at: now)
    #expect(detector.returnTime(0) == now + second)
  }

  @Test(arguments: [(1, 0), (2, 1), (3, 1), (4, 2), (5, 2)])
  func `however many fail, half of them stay`(count: Int, most: Int) {
    var detector = detector(count)
    for index in 0..<count { eject(&detector, index, at: 0) }
    #expect(detector.ejectedCount == most)
  }

  @Test func `the one whose calls fail more often than the others' is isolated`() {
    var detector = detector(3)
    for index in 0..<3 {
      for call in 0..<200 {
        let isFailure = index == 2 ? call % 3 == 0 : call % 100 == 0
        #expect(detector.record(isFailure: isFailure, index, now: 0) == nil)
      }
    }
    let ejected = detector.compareRates(now: 0)
    #expect(ejected.map(\.index) == [2])
    #expect(detector.isEjected(2))
  }

  @Test func `rates that differ by little, or of few calls, isolate nobody`() {
    var few = detector(3)
    for _ in 0..<50 { _ = few.record(isFailure: true, 0, now: 0) == nil }
    var close = detector(10) { $0.consecutiveFailures = 0 }
    for index in 0..<10 {
      for call in 0..<1000 {
        _ = close.record(isFailure: index == 0 && call % 20 == 0, index, now: 0)
      }
    }
    #expect(close.compareRates(now: 0).isEmpty)
  }

  @Test func `a group that shrinks gives the first to return back`() {
    var detector = detector(4)
    eject(&detector, 0, at: 0)
    eject(&detector, 1, at: 5)
    #expect(detector.remove(3, now: 6) == [0])
    #expect(detector.ejectedCount == 1 && detector.isEjected(1))
  }

  @Test func `who takes a removed one's index keeps its own state`() {
    var detector = detector(3)
    eject(&detector, 2, at: 0)
    #expect(detector.remove(0, now: 1) == [])
    #expect(detector.isEjected(0) && !detector.isEjected(1))
  }

  @Test(arguments: 1...100 as ClosedRange<UInt64>)
  func `at no time are more than the allowed share isolated, nor longer than the longest`(
    seed: UInt64
  ) {
    var random = SeededRandom(seed: seed)
    let percent = Int.random(in: 0...100, using: &random)
    var detector = detector(Int.random(in: 1...12, using: &random)) {
      $0.maximumEjectionPercent = percent
      $0.requestVolume = 5
    }
    var now: Int64 = 0
    for _ in 0..<2000 {
      now += .random(in: 0...(second / 5), using: &random)
      switch Int.random(in: 0..<40, using: &random) {
      case 0: detector.add()
      case 1 where detector.count > 1:
        _ = detector.remove(.random(in: 0..<detector.count, using: &random), now: now)
      case 2: _ = detector.compareRates(now: now)
      case 3: _ = detector.release(now: now)
      default:
        let index = Int.random(in: 0..<detector.count, using: &random)
        _ = detector.record(
          isFailure: Int.random(in: 0...index, using: &random) > 0, index, now: now)
      }
      #expect(detector.ejectedCount <= detector.count * percent / 100)
      for index in 0..<detector.count {
        #expect(detector.returnTime(index) ?? 0 <= now + 30 * second)
      }
    }
    _ = detector.release(now: now + 31 * second)
    #expect(detector.ejectedCount == 0)
  }
}
