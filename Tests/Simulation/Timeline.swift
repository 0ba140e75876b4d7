/// What is still to happen, earliest first; of the same instant, what was planned first.
struct Timeline<Happening> {
  private var heap: [(time: Int64, order: Int, happening: Happening)] = []
  private var planned = 0

  var isEmpty: Bool { heap.isEmpty }

  mutating func plan(_ happening: Happening, at time: Int64) {
    heap.append((time, planned, happening))
    planned += 1
    var child = heap.count - 1
    while child > 0, isEarlier(child, (child - 1) / 2) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func next() -> (time: Int64, happening: Happening)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return (first.time, first.happening)
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && isEarlier(child, least) { least = child }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  private func isEarlier(_ one: Int, _ two: Int) -> Bool {
    (heap[one].time, heap[one].order) < (heap[two].time, heap[two].order)
  }
}
