/// Keys at hand, at most so many and each only so long: a bound on memory, and on the time for which a
/// replica goes on using a key that another has destroyed.
///
/// The one to go is found by a second chance for each that was used (CLOCK; Corbató 1968). Pure: the
/// time, in microseconds, is a parameter.
struct KeyCache {
  private struct Slot {
    var customer: String
    var key: SubjectKey
    var end: Int64
    var wasUsed: Bool
  }

  private let capacity: Int
  private let lifeMicroseconds: Int64
  private var places: [String: Int] = [:]
  private var slots: [Slot] = []
  private var hand = 0

  init(capacity: Int, lifeMicroseconds: Int64) {
    precondition(capacity > 0)
    (self.capacity, self.lifeMicroseconds) = (capacity, lifeMicroseconds)
  }

  var count: Int { slots.count }

  mutating func key(of customer: String, at now: Int64) -> SubjectKey? {
    guard let place = places[customer] else { return nil }
    guard now < slots[place].end else {
      remove(customer)
      return nil
    }
    slots[place].wasUsed = true
    return slots[place].key
  }

  mutating func insert(_ key: SubjectKey, of customer: String, at now: Int64) {
    let slot = Slot(customer: customer, key: key, end: now + lifeMicroseconds, wasUsed: false)
    if let place = places[customer] {
      slots[place] = slot
    } else if slots.count < capacity {
      places[customer] = slots.count
      slots.append(slot)
    } else {
      let place = placeToReuse()
      places[slots[place].customer] = nil
      places[customer] = place
      slots[place] = slot
    }
  }

  mutating func remove(_ customer: String) {
    guard let place = places.removeValue(forKey: customer) else { return }
    let last = slots.removeLast()
    guard place < slots.count else { return }
    slots[place] = last
    places[last.customer] = place
  }

  mutating func removeAll() {
    places = [:]
    slots = []
    hand = 0
  }

  private mutating func placeToReuse() -> Int {
    while true {
      hand = hand + 1 < slots.count ? hand + 1 : 0
      guard slots[hand].wasUsed else { return hand }
      slots[hand].wasUsed = false
    }
  }
}
