import Encryption
import Glibc
import Storage

/// A row of 600 bytes read and written, as it is and sealed, in one run: what a service's point read and
/// write pay. CPU time of the process; of writes 64 are on their way at a time.
struct RowCost {
  private static let customers = 10_000
  private static let body = [UInt8](repeating: 7, count: 600)

  let database: SQLiteDatabase
  let vaults: SubjectVaults
  let name: String

  static func measure() async throws {
    let folder = "/tmp/row-cost-\(getpid())"
    defer {
      for file in ["data", "keys"] {
        for end in ["", "-wal", "-shm", ".lock"] { unsafe unlink("\(folder)-\(file)\(end)") }
      }
    }
    let data = try SQLiteDatabase(path: folder + "-data")
    try await data.migrate([
      Migration(
        version: 1, name: "rows",
        sql: """
          CREATE TABLE plain (customer TEXT PRIMARY KEY, body BLOB) STRICT;
          CREATE TABLE sealed (customer TEXT PRIMARY KEY, body BLOB) STRICT;
          """)
    ])
    let keyData = try SQLiteDatabase(path: folder + "-keys")
    try await keyData.migrate(SubjectKeyTables.migrations)
    let keys = try await SubjectKeys.open(
      keyData, keys: KeyEncryptionKeys([.random(id: "one")]))
    for (name, vaults) in [("plain", SubjectVaults(nil)), ("sealed", SubjectVaults(keys))] {
      let cost = RowCost(database: data, vaults: vaults, name: name)
      try await cost.writes("first write")
      try await cost.writes("write again")
      try await cost.reads()
    }
    await data.close()
    await keyData.close()
  }

  private func customer(_ number: Int) -> String { "01ARZ3NDEKTSV4RRFFQ6\(100_000 + number)" }

  private func reads() async throws {
    var next = 0
    try await EncryptionCost.measure("point read, \(name)") {
      next = (next + 1) % Self.customers
      let customer = customer(next)
      let stored = try await database.read { reader in
        try await reader.first(
          "SELECT body FROM \(name) WHERE customer = $1", [.text(customer)]
        ) { $0.blob(0) }
      }
      return try await vaults.reading(customer).open(stored ?? [], in: "cost", name)
    }
  }

  private func writes(_ what: String) async throws {
    let begun = EncryptionCost.cpuTime()
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for number in 0..<Self.customers {
        if number >= 64 { try await tasks.next() }
        tasks.addTask { try await write(customer(number)) }
      }
      try await tasks.waitForAll()
    }
    EncryptionCost.report(
      "\(what), \(name)", (EncryptionCost.cpuTime() - begun) / Self.customers)
  }

  private func write(_ customer: String) async throws {
    let sealed = try await vaults.writing(customer).seal(Self.body, in: "cost", name)
    try await database.write(customer: customer) { writer in
      try await writer.execute(
        """
        INSERT INTO \(name) (customer, body) VALUES ($1, $2)
        ON CONFLICT (customer) DO UPDATE SET body = excluded.body
        """, [.text(customer), .blob(sealed)])
    }
  }
}
