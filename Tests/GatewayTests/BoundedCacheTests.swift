import Gateway
import Testing

@Suite struct BoundedCacheTests {
  typealias Cache = BoundedCache<String, Int>

  static func cache(entries: Int = 3, bytes: Int = 100, age: Int64 = 10) -> Cache {
    Cache(bounds: Cache.Bounds(entries: entries, bytes: bytes, ageNanoseconds: age))
  }

  @Test func `a value is found with its age`() {
    var cache = Self.cache()
    cache.store(7, for: "anna", byteCount: 1, at: 100)
    #expect(cache.value(for: "anna", at: 104)?.value == 7)
    #expect(cache.value(for: "anna", at: 104)?.age == 4)
    #expect(cache.value(for: "bert", at: 104) == nil)
  }

  @Test func `a value at the bound of age is found, one beyond it is forgotten`() {
    var cache = Self.cache(age: 10)
    cache.store(7, for: "anna", byteCount: 1, at: 100)
    #expect(cache.value(for: "anna", at: 110) != nil)
    #expect(cache.value(for: "anna", at: 111) == nil)
    #expect(cache.count == 0)
  }

  @Test func `what is out of date goes when something is stored, though nobody asks for it`() {
    var cache = Self.cache(age: 10)
    cache.store(1, for: "anna", byteCount: 1, at: 0)
    cache.store(2, for: "bert", byteCount: 1, at: 5)
    cache.store(3, for: "cleo", byteCount: 1, at: 11)
    #expect(cache.count == 2)
    #expect(cache.value(for: "anna", at: 11) == nil)
  }

  @Test func `the entry stored longest ago makes room`() {
    var cache = Self.cache(entries: 2)
    cache.store(1, for: "anna", byteCount: 1, at: 0)
    cache.store(2, for: "bert", byteCount: 1, at: 1)
    cache.store(3, for: "anna", byteCount: 1, at: 2)
    cache.store(4, for: "cleo", byteCount: 1, at: 3)
    #expect(cache.value(for: "bert", at: 3) == nil)
    #expect(cache.value(for: "anna", at: 3)?.value == 3)
    #expect(cache.value(for: "cleo", at: 3)?.value == 4)
  }

  @Test func `bytes are bounded, and what is too big alone replaces nothing but itself`() {
    var cache = Self.cache(entries: 9, bytes: 10)
    cache.store(1, for: "anna", byteCount: 6, at: 0)
    cache.store(2, for: "bert", byteCount: 6, at: 0)
    #expect(cache.value(for: "anna", at: 0) == nil)
    cache.store(3, for: "cleo", byteCount: 11, at: 0)
    #expect(cache.value(for: "cleo", at: 0) == nil)
    #expect(cache.value(for: "bert", at: 0)?.value == 2)
    cache.store(4, for: "bert", byteCount: 11, at: 0)
    #expect(cache.value(for: "bert", at: 0) == nil)
  }

  @Test func `a removed value is gone, and its bytes are free again`() {
    var cache = Self.cache(bytes: 10)
    cache.store(1, for: "anna", byteCount: 10, at: 0)
    cache.remove("anna")
    cache.store(2, for: "bert", byteCount: 10, at: 0)
    #expect(cache.value(for: "anna", at: 0) == nil)
    #expect(cache.value(for: "bert", at: 0)?.value == 2)
  }

  @Test func `any history leaves exactly the newest values within the bound`() {
    var random = SystemRandomNumberGenerator()
    var cache = Self.cache(entries: 5, bytes: .max, age: .max)
    var model: [(key: String, value: Int)] = []
    for step in 0..<2000 {
      let key = String(Int.random(in: 0..<12, using: &random))
      model.removeAll { $0.key == key }
      if Int.random(in: 0..<4, using: &random) == 0 {
        cache.remove(key)
      } else {
        cache.store(step, for: key, byteCount: 1, at: Int64(step))
        model.append((key, step))
        model = model.suffix(5)
      }
      #expect(cache.count == model.count)
      for (key, value) in model {
        #expect(cache.value(for: key, at: Int64(step))?.value == value)
      }
    }
  }
}
