import Encryption
import Glibc
import Storage

/// What sealing costs: CPU time of the thread for each operation, the best of five runs.
///
///     swift run -c release encryption-cost
@main enum EncryptionCost {
  static func main() async throws {
    let place = Place(
      customer: "01ARZ3NDEKTSV4RRFFQ69G5FAV", table: "profile", column: "profiles.body")
    let key = try SubjectKey.random()
    for size in [200, 2_000] {
      let payload = [UInt8](repeating: 7, count: size)
      let sealed = try key.seal(payload, at: place)
      try measure("seal \(size) bytes") { try key.seal(payload, at: place) }
      try measure("open \(size) bytes") { try key.open(sealed, at: place) }
    }
    let index = try IndexKey.random()
    let hash = try index.hash(for: "profile.identifiers")
    try measure("hash of an identifier") { try hash.hash("email", "anna.novakova@example.com") }
    try measure("token of a term") { try hash.token("nova") }
    try await measureKeys()
    try await RowCost.measure()
  }

  /// Keys of a store of 10 000 customers: at hand, and read anew.
  private static func measureKeys() async throws {
    let path = "/tmp/encryption-cost-\(getpid()).db"
    defer { for end in ["", "-wal", "-shm", ".lock"] { unsafe unlink(path + end) } }
    let database = try SQLiteDatabase(path: path)
    try await database.migrate(SubjectKeyTables.migrations)
    let keks = try KeyEncryptionKeys([.random(id: "one")])
    let keys = try await SubjectKeys.open(database, keys: keks)
    let customers = (0..<10_000).map { "01ARZ3NDEKTSV4RRFFQ6\(100_000 + $0)" }
    let made = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for customer in customers {
        tasks.addTask { _ = try await keys.keyForWriting(of: customer) }
      }
      try await tasks.waitForAll()
    }
    report("new key, 10 000 at once, wall", (ContinuousClock.now - made) / customers.count)
    _ = try await keys.key(of: customers[0])
    try await measure("key at hand") { try await keys.key(of: customers[0]) }
    let small = try await SubjectKeys.open(database, keys: keks, capacity: 16)
    var next = 0
    try await measure("key read and unwrapped") {
      next = (next + 1) % customers.count
      return try await small.key(of: customers[next])
    }
    let rotated = try await SubjectKeys.open(
      database, keys: KeyEncryptionKeys([.random(id: "two"), keks.current]))
    let begun = ContinuousClock.now
    try await rotated.rotate()
    report("rewrapping a key, wall", (ContinuousClock.now - begun) / customers.count)
    await database.close()
    var status = stat()
    unsafe stat(path, &status)
    print("\(Int(status.st_size) / customers.count) bytes a key in the file")
  }

  static func measure<R>(_ what: String, _ body: () async throws -> R) async throws {
    var best = Duration.seconds(1)
    for _ in 0..<5 {
      let begun = cpuTime()
      for _ in 0..<20_000 { _ = try await body() }
      best = min(best, (cpuTime() - begun) / 20_000)
    }
    report(what, best)
  }

  private static func measure<R>(_ what: String, _ body: () throws -> R) throws {
    var best = Duration.seconds(1)
    for _ in 0..<5 {
      let begun = cpuTime()
      for _ in 0..<20_000 { _ = try body() }
      best = min(best, (cpuTime() - begun) / 20_000)
    }
    report(what, best)
  }

  static func cpuTime() -> Duration {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  static func report(_ what: String, _ time: Duration) {
    let nanoseconds = time.components.attoseconds / 1_000_000_000
    let text = "\(nanoseconds / 1_000).\(String(1_000 + nanoseconds % 1_000).dropFirst().prefix(2))"
    print("\(what): \(text) us")
  }
}
