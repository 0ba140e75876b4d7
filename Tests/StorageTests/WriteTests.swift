import Glibc
import Storage
import TestKit
import Testing

@Suite struct WriteTests {
  @Test func `an answered write is in the files on disk`() async throws {
    let scratch = try Scratch()
    let copy = try Scratch()
    let database = try await scratch.open()
    try await database.add("kept")
    for suffix in ["", "-wal"] {
      try Scratch.write(try Scratch.readAll(scratch.path + suffix), to: copy.path + suffix)
    }
    let other = try await copy.open()
    #expect(try await other.notes() == ["kept"])
  }

  @Test func `no answer leaves before the commit that holds it`() async throws {
    let scratch = try Scratch()
    var options = SQLiteOptions.atNoon
    options.batchTime = .seconds(60)
    let database = try await scratch.open(options)
    let answered = Flag()
    let gate = await database.gather(2)
    async let first: Void = {
      try await database.add("first")
      answered.set()
    }()
    while database.statistics.waiting < 1 { await Task.yield() }
    async let second = database.write(customer: "berta") { writer in
      for _ in 0..<200 { _ = sched_yield() }
      let isDone = try await writer.query("SELECT 1 FROM note WHERE body = 'first'", []) {
        $0.integer(0)
      }
      return (isDone.count, answered.isSet)
    }
    let (performed, wasAnswered) = try await second
    #expect(performed == 1)
    #expect(!wasAnswered)
    _ = try await (gate.value, first)
  }

  @Test(arguments: Engine.allCases)
  func `a read begun after the answer sees the write, on every thread`(_ engine: Engine)
    async throws
  {
    let database = try await Place(engine).open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for number in 0..<50 {
            try await database.add("\(number)", to: "customer-\(task)")
            #expect(try await database.notes(of: "customer-\(task)").count == number + 1)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func `writes that queue up share a commit`() async throws {
    let scratch = try Scratch()
    var options = SQLiteOptions.atNoon
    options.batchTime = .seconds(60)
    let database = try await scratch.open(options)
    let before = database.statistics
    try await withThrowingTaskGroup(of: Void.self) { group in
      let gate = await database.gather(100)
      for number in 0..<100 { group.addTask { try await database.add("\(number)") } }
      try await gate.value
      try await group.waitForAll()
    }
    #expect(database.statistics.writes - before.writes == 101)
    #expect(database.statistics.commits - before.commits <= 2)
  }

  @Test func `a commit takes no more writes than its limit`() async throws {
    let scratch = try Scratch()
    var options = SQLiteOptions.atNoon
    options.batchLimit = 10
    options.batchTime = .seconds(60)
    let database = try await scratch.open(options)
    let before = database.statistics.commits
    try await withThrowingTaskGroup(of: Void.self) { group in
      let gate = await database.gather(99)
      for number in 0..<99 { group.addTask { try await database.add("\(number)") } }
      try await gate.value
      try await group.waitForAll()
    }
    #expect(database.statistics.commits - before == 10)
  }

  @Test func `a body that throws takes back its own changes and nobody else's`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let gate = await database.gather(3)
    async let first: Void = database.add("first")
    let second = Task {
      try await database.write(customer: "anna") { writer in
        try await writer.execute("INSERT INTO note VALUES ('anna', 'second')", [])
        try await writer.appendChange(customer: "anna", kind: "note", detail: [])
        throw Refusal()
      }
    }
    async let third: Void = database.add("third")
    await #expect(throws: Refusal.self) { try await second.value }
    _ = try await (gate.value, first, third)
    #expect(try await database.notes() == ["first", "third"])
    #expect(try await database.changes(after: 0, customer: nil, limit: 9).map(\.cursor) == [1, 2])
  }

  /// A mistake of the program: the savepoint is gone to which its changes would be taken back.
  @Test func `what cannot be taken back alone takes the whole commit along`() async throws {
    let scratch = try Scratch()
    var options = SQLiteOptions.atNoon
    options.batchTime = .seconds(60)
    let database = try await scratch.open(options)
    let gate = await database.gather(2)
    let first = Task { try await database.add("first") }
    while database.statistics.waiting < 1 { await Task.yield() }
    let second = Task {
      try await database.write(customer: "anna") { writer in
        try await writer.execute("INSERT INTO note VALUES ('anna', 'refused')", [])
        try await writer.execute("RELEASE body", [])
        throw Refusal()
      }
    }
    for write in [gate, first, second] {
      await #expect(throws: (any Error).self) { try await write.value }
    }
    #expect(try await database.notes().isEmpty)
    #expect(try await database.changes(after: 0, customer: nil, limit: 9).isEmpty)
    try await database.add("next")
    #expect(try await database.notes() == ["next"])
  }

  @Test func `more writes than may wait are told to come back`() async throws {
    let scratch = try Scratch()
    var options = SQLiteOptions.atNoon
    options.waitingLimit = 2
    let database = try await scratch.open(options)
    let (begun, isOpen) = (Signal(), Flag())
    let gate = Task {
      try await database.write(customer: "gate") { _ in
        begun.send()
        while !isOpen.isSet { _ = sched_yield() }
      }
    }
    await begun.wait()
    let writes = (0..<2).map { number in Task { try await database.add("\(number)") } }
    while database.statistics.waiting < 2 { await Task.yield() }
    let isRefused = Flag()
    let refused = Task {
      defer { isRefused.set() }
      try await database.add("refused")
    }
    while database.statistics.waiting < 3, !isRefused.isSet { await Task.yield() }
    isOpen.set()
    let error = try await failure { try await refused.value }
    #expect(error.code == .busy && error.remedy == .retry && error.message.contains("2 writes"))
    try await gate.value
    for write in writes { try await write.value }
    #expect(try await database.notes() == ["0", "1"])
  }

  @Test(arguments: Engine.allCases)
  func `a body may suspend, and no other begins before it ends`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          try await database.write(customer: "anna") { writer in
            let before = try await writer.query("SELECT 1 FROM note", []) { _ in }.count
            await Task.yield()
            try await writer.execute("INSERT INTO note VALUES ('anna', $1)", [.text("\(number)")])
            await Task.yield()
            let after = try await writer.query("SELECT 1 FROM note", []) { _ in }.count
            #expect(after == before + 1)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test(arguments: Engine.allCases)
  func `a broken rule of the schema is a refusal that names it`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    try await database.add("one")
    let error = try await failure { try await database.add("one") }
    #expect(error.code == .constraint)
    #expect(error.remedy == .refuse)
    let columns = engine == .sqlite ? "note.customer, note.body" : "(customer, body)"
    #expect(error.message.contains(columns))
    // What was refused is personal data, and no business of a log.
    #expect(!error.message.contains("anna"))
  }

  @Test(arguments: Engine.allCases)
  func `a write inside a write is refused, not waited for`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    let error = try await failure {
      try await database.write(customer: "anna") { _ in try await database.add("inner") }
    }
    #expect(error.message.contains("inside a write"))
  }

  @Test(arguments: Engine.allCases)
  func `a body that throws leaves nothing behind`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    await #expect(throws: Refusal.self) {
      try await database.write(customer: "anna") { writer in
        try await writer.execute("INSERT INTO note VALUES ('anna', 'gone')", [])
        try await writer.appendChange(customer: "anna", kind: "note", detail: [])
        throw Refusal()
      }
    }
    try await database.add("kept")
    #expect(try await database.notes() == ["kept"])
    #expect(try await database.log(1).count == 1)
  }

  @Test(arguments: Engine.allCases)
  func `a write tells how many rows it changed`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    for body in ["a", "b", "c"] { try await database.add(body) }
    let counts = try await database.write(customer: "anna") { writer in
      let updated = try await writer.execute("UPDATE note SET body = 'd' WHERE body = 'a'", [])
      let upserted = try await writer.execute(
        "INSERT INTO note VALUES ('anna', 'd') ON CONFLICT (customer, body) DO NOTHING", [])
      let none = try await writer.execute("DELETE FROM note WHERE body = $1", ["z"])
      return [updated, upserted, none, try await writer.execute("DELETE FROM note", [])]
    }
    #expect(counts == [1, 0, 0, 3])
  }

  @Test(arguments: Engine.allCases)
  func `writes to one customer see each other, one after the other`(_ engine: Engine) async throws {
    let database = try await Place(engine).open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<40 {
        group.addTask {
          try await database.write(customer: "anna") { writer in
            let count = try await writer.query("SELECT body FROM note", []) { $0.text(0) }.count
            try await writer.execute("INSERT INTO note VALUES ('anna', $1)", [.text("\(count)")])
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(Set(try await database.notes()) == Set((0..<40).map(String.init)))
  }

  @Test func `closing finishes what was accepted and refuses the rest`() async throws {
    let scratch = try Scratch()
    let database = try await scratch.open()
    let gate = await database.gather(20)
    let writes = (0..<20).map { number in Task { try await database.add("\(number)") } }
    while database.statistics.waiting + database.statistics.writes < 20 { await Task.yield() }
    await database.close()
    try await gate.value
    for write in writes { try await write.value }
    let error = try await failure { try await database.add("late") }
    #expect(error.code == .closed)
    #expect(try await failure { _ = try await database.notes() }.code == .closed)
    await database.close()
    let again = try await scratch.open()
    #expect(try await again.notes().count == 20)
  }
}
