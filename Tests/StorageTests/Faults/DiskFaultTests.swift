import FaultDisk
import Foundation
import Glibc
import Storage
import Testing

/// Writes, syncs and reads that fail, once or for as long as it takes somebody to mend the disk.
@Suite struct DiskFaultTests {
  @Test(arguments: [FAULT_WRITE, FAULT_SYNC], 1...12 as ClosedRange<Int64>)
  func `a write or a sync that fails once loses nothing, and the database comes back by itself`(
    operation: fault_operation, n: Int64
  ) async throws {
    let scratch = try Scratch()
    let disk = try FailingDisk()
    var options = disk.options
    options.checkpointPages = 8
    let database = try await scratch.open(options)
    let pairs = Pairs()
    disk.fail(operation, at: n, EIO)
    for round in 0..<12 { try await pairs.write("\(round)", database, writers: 2, each: 1) }
    await recovered(database)
    #expect(try await pairs.write("last", database))
    #expect(pairs.refusals.allSatisfy { [.io, .unknownOutcome].contains($0.code) })
    try await pairs.check(database, isCertain: true)
    await database.close()
    // What was left in doubt was decided by the next commit.
    let again = try await scratch.open(options)
    try await pairs.check(again, isCertain: true)
    await again.close()
  }

  @Test func `a disk that keeps failing is told of once, and every write is refused`() async throws
  {
    let scratch = try Scratch()
    let disk = try FailingDisk()
    let database = try await scratch.open(disk.options)
    let events = Events(database.condition)
    let pairs = Pairs()
    #expect(try await pairs.write("before", database))
    disk.fail(FAULT_SYNC, EIO, lasting: true)
    for number in 0..<5 { #expect(try await !pairs.write("during-\(number)", database)) }
    #expect(database.condition.fault?.code == .io)
    #expect(events.all.count == 1)
    // What was there can be read all the time.
    #expect(try await database.notes(of: "before").count == 2)
    disk.mend(FAULT_SYNC)
    await recovered(database)
    #expect(events.all.last == .recovered)
    #expect(try await pairs.write("after", database))
    try await pairs.check(database, isCertain: true)
    await database.close()
  }

  @Test func `a full disk refuses and keeps nothing, till there is room again`() async throws {
    let scratch = try Scratch()
    let disk = try FailingDisk()
    var options = disk.options
    options.checkpointPages = 20
    let database = try await scratch.open(options)
    let pairs = Pairs()
    disk.limit(toBytes: 300_000)
    var number = 0
    while try await pairs.write("\(number)", database, filler: 2_000) { number += 1 }
    #expect(pairs.refusals.map(\.code) == [.full])
    #expect(database.condition.fault?.code == .full)
    #expect(pairs.count > 5)
    disk.limit(toBytes: nil)
    await recovered(database)
    #expect(try await pairs.write("after", database))
    try await pairs.check(database, isCertain: true)
    await database.close()
    let again = try await scratch.open(options)
    try await pairs.check(again, isCertain: true)
    await again.close()
  }

  @Test func `a read that fails is told of, and no answer`() async throws {
    let scratch = try Scratch()
    let disk = try FailingDisk()
    let first = try await scratch.open(disk.options)
    for number in 0..<50 { try await first.add("\(number)") }
    await first.close()
    let database = try await scratch.open(disk.options)
    let events = Events(database.condition)
    disk.fail(FAULT_READ, EIO, lasting: true)
    #expect(try await failure { _ = try await database.notes() }.code == .io)
    #expect(events.all.first.map { if case .failing = $0 { true } else { false } } == true)
    disk.mend(FAULT_READ)
    await recovered(database)
    #expect(try await database.notes().count == 50)
    await database.close()
  }

  @Test func `closing a database whose disk fails ends`() async throws {
    let scratch = try Scratch()
    let disk = try FailingDisk()
    let database = try await scratch.open(disk.options)
    let pairs = Pairs()
    #expect(try await pairs.write("before", database))
    for operation in [FAULT_WRITE, FAULT_SYNC] { disk.fail(operation, EIO, lasting: true) }
    #expect(try await !pairs.write("during", database))
    await database.close()
    for operation in [FAULT_WRITE, FAULT_SYNC] { disk.mend(operation) }
    let again = try await scratch.open(disk.options)
    try await pairs.check(again)
    await again.close()
  }
}

/// Returns when the database keeps what it is given.
func recovered(_ database: SQLiteDatabase) async {
  let (events, event) = AsyncStream.makeStream(of: Void.self)
  database.condition.observe { if $0 == .recovered { event.yield() } }
  guard database.condition.isFailing else { return }
  for await _ in events { return }
}

/// What a condition has told.
final class Events: Sendable {
  private let list = Shared<[DatabaseCondition.Event]>([])

  init(_ condition: DatabaseCondition) {
    condition.observe { [list] event in list.change { $0.append(event) } }
  }

  var all: [DatabaseCondition.Event] { list.value }
}
