import Randomness
import Testing

@testable import Wire

struct StreamTableTests {
  @Test func `the table does what a dictionary does, whatever the history`() {
    var random = SeededRandom(seed: 4)
    for round in 0..<20 {
      var table = StreamTable()
      var model: Set<UInt32> = []
      var next: UInt32 = 1
      for _ in 0..<2000 {
        if Int.random(in: 0..<100, using: &random) < 40 + round,
          let id = model.randomElement(using: &random)
        {
          remove(id, &table, &model)
        } else {
          next += 2 * UInt32.random(in: 1...50, using: &random)
          table.insert(stream(next))
          model.insert(next)
        }
        #expect(table.count == model.count)
      }
      for id in stride(from: UInt32(1), through: next, by: 2) {
        let slot = table.find(id)
        #expect((slot != nil) == model.contains(id))
        if let slot { #expect(table[slot].id == id) }
      }
    }
  }

  @Test func `ids that collide are all found`() {
    var table = StreamTable()
    // Differences of 2^29 leave the top bits of the product alike.
    let ids = (0..<8).map { UInt32($0) << 28 | 1 }
    for id in ids { table.insert(stream(id)) }
    for id in ids { #expect(table.find(id) != nil) }
    for id in ids {
      if let slot = table.find(id) { table.remove(at: slot) }
      #expect(table.find(id) == nil)
    }
    #expect(table.count == 0)
  }

  @Test func `every stream can be changed`() {
    var table = StreamTable()
    for id: UInt32 in [1, 3, 5] { table.insert(stream(id)) }
    #expect(table.updateAll { $0.send.add(10) })
    for id: UInt32 in [1, 3, 5] {
      let slot = table.find(id)
      #expect(slot.map { table[$0].send.available } == 10)
    }
    #expect(!table.updateAll { $0.send.add(.max) })
  }

  private func stream(_ id: UInt32) -> StreamState {
    StreamState(id: id, send: SendWindow(0), receive: ReceiveWindow(0))
  }

  private func remove(_ id: UInt32, _ table: inout StreamTable, _ model: inout Set<UInt32>) {
    model.remove(id)
    guard let slot = table.find(id) else {
      Issue.record("\(id) was lost")
      return
    }
    table.remove(at: slot)
  }
}
