import Randomness
import Storage
import Testing

/// Random histories of appends, reads, acknowledgements, crashes and compactions, against the rule:
/// whoever reads on from its cursor sees every entry past it, in order, or is told that it cannot.
@Suite struct ConsumerHistoryTests {
  @Test(arguments: Engine.allCases, 0..<24)
  func `every consumer sees each entry past its cursor, or is told`(
    _ engine: Engine, seed: UInt64
  ) async throws {
    var random = SeededRandom(seed: seed)
    var history = try await History(engine, seed: seed)
    for _ in 0..<150 { try await history.step(&random) }
    try await history.finish()
    #expect(history.delivered > 0)
    await history.close()
  }
}

/// A log, its keeper and three consumers; and beside them every entry ever made.
private struct History {
  /// What a consumer's process has in its memory; a crash of it loses all but the acknowledged.
  private struct Reader {
    var name: String
    var position: Int64 = 0
    /// Up to here it has been given everything, at least once, since it last began.
    var acknowledged: Int64 = 0
  }

  private let place: Place
  private var database: any Database
  private let retention: ChangeRetention
  private let clock: Clock
  private var entries: [Change] = []
  private var readers = ["a", "b", "c"].map { Reader(name: $0) }
  private(set) var delivered = 0

  init(_ engine: Engine, seed: UInt64) async throws {
    let clock = Clock()
    self.clock = clock
    place = try await Place(engine) { clock.now }
    database = try await place.open()
    retention = ChangeRetention(
      keepMicroseconds: 20, mostEntriesBehind: seed % 3 == 0 ? 25 : 1_000,
      mostMicrosecondsBehind: seed % 3 == 1 ? 400 : .max)
    for reader in readers { try await database.register(reader.name) }
  }

  mutating func step(_ random: inout SeededRandom) async throws {
    clock.advance(by: .random(in: 0...5, using: &random))
    let place = Int.random(in: 0..<readers.count, using: &random)
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<8: try await append(.random(in: 1...4, using: &random), &random)
    case 8..<13: try await read(place, limit: .random(in: 1...7, using: &random))
    case 13..<16: try await acknowledge(place)
    // The consumer's process dies, and comes back with what it had acknowledged.
    case 16: readers[place].position = readers[place].acknowledged
    case 17: try await restart()
    default: try await compact()
    }
  }

  /// Everybody reads to the end.
  mutating func finish() async throws {
    for place in readers.indices {
      while readers[place].position < entries.last?.cursor ?? 0 {
        try await read(place, limit: 50)
        try await acknowledge(place)
      }
    }
    try await compact()
    let kept = try await database.read { try await $0.changeLogExtent() }
    #expect(kept.newest == entries.last?.cursor ?? 0)
  }

  private mutating func append(_ count: Int, _ random: inout SeededRandom) async throws {
    for _ in 0..<count {
      let customer = "\(Int.random(in: 0..<3, using: &random))"
      let number = entries.count + 1
      try await database.write(customer: customer) { writer in
        try await writer.appendChange(
          customer: customer, kind: "note", detail: Array("\(number)".utf8))
      }
      entries += try await database.log(1, after: entries.last?.cursor ?? 0)
    }
  }

  private mutating func read(_ place: Int, limit: Int) async throws {
    let reader = readers[place]
    do {
      _ = try await database.consumer(reader.name)
      let page = try await database.changes(after: reader.position, customer: nil, limit: limit)
      #expect(page == Array(entries.filter { $0.cursor > reader.position }.prefix(limit)))
      delivered += page.count
      readers[place].position = page.last?.cursor ?? reader.position
    } catch let error as ChangeLogError {
      try await beginAnew(place, error)
    }
  }

  private mutating func acknowledge(_ place: Int) async throws {
    let reader = readers[place]
    do {
      try await database.acknowledge(reader.position, for: reader.name, now: clock.now)
      readers[place].acknowledged = max(reader.acknowledged, reader.position)
    } catch let error as ChangeLogError {
      try await beginAnew(place, error)
    }
  }

  /// Only who was dropped may be refused; it takes a snapshot, so to speak, of all there is.
  private mutating func beginAnew(_ place: Int, _ error: ChangeLogError) async throws {
    guard case .dropped(let consumer) = error else { throw error }
    #expect(
      consumer.name == readers[place].name && retention.mostEntriesBehind != 1_000
        || retention.mostMicrosecondsBehind != .max)
    let newest = try await database.newestChange()
    #expect(try await database.register(consumer.name, after: newest).cursor == newest)
    readers[place].position = newest
    readers[place].acknowledged = newest
  }

  private mutating func restart() async throws {
    await database.close()
    database = try await place.open()
  }

  func close() async { await database.close() }

  /// Nothing goes that a consumer in good standing has not acknowledged, or that is young.
  private func compact() async throws {
    let now = clock.now
    let round = try await ChangeLogKeeper(database, retention).round(now: now)
    let extent = try await database.read { try await $0.changeLogExtent() }
    for consumer in try await database.read({ try await $0.changeConsumers() })
    where consumer.dropped == nil {
      #expect(extent.compacted <= consumer.cursor)
    }
    let young = entries.first { !retention.mayGo(entryMadeAt: $0.at, now: now) }
    #expect(extent.compacted < young?.cursor ?? .max)
    #expect(round.dropped.allSatisfy { !($0.dropped?.reason ?? "").isEmpty })
  }
}
