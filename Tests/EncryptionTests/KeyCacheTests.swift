import Randomness
import Testing

@testable import Encryption

@Suite struct KeyCacheTests {
  @Test func `a key is there till its time is over`() throws {
    var cache = KeyCache(capacity: 4, lifeMicroseconds: 10)
    let key = try SubjectKey.random()
    cache.insert(key, of: "a", at: 100)
    #expect(cache.key(of: "a", at: 109) == key)
    #expect(cache.key(of: "a", at: 110) == nil)
    #expect(cache.count == 0)
  }

  @Test func `of a full cache goes what was not used`() throws {
    var cache = KeyCache(capacity: 3, lifeMicroseconds: 1_000)
    for name in ["a", "b", "c"] { cache.insert(try SubjectKey.random(), of: name, at: 0) }
    for name in ["a", "b"] { _ = cache.key(of: name, at: 1) }
    cache.insert(try SubjectKey.random(), of: "d", at: 2)
    #expect(cache.key(of: "c", at: 3) == nil)
    for name in ["a", "b", "d"] { #expect(cache.key(of: name, at: 3) != nil, "\(name)") }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `whatever happens, it holds no more than it may and nothing wrong`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var cache = KeyCache(capacity: 8, lifeMicroseconds: 40)
    var model: [String: (key: SubjectKey, end: Int64)] = [:]
    for now in 0..<3_000 as Range<Int64> {
      let name = "\(Int.random(in: 0..<20, using: &random))"
      switch Int.random(in: 0..<8, using: &random) {
      case 0:
        cache.remove(name)
        model[name] = nil
      case 1, 2:
        let key = try SubjectKey.random()
        cache.insert(key, of: name, at: now)
        model[name] = (key, now + 40)
      default:
        guard let found = cache.key(of: name, at: now) else { continue }
        let held = try #require(model[name])
        #expect(found == held.key && now < held.end)
      }
      #expect(cache.count <= 8)
    }
  }
}
