import RPC

/// Writers that may lose no write: each sends one again, to one replica after the other, till it is
/// acknowledged. What they send again may have been kept already.
struct Insistence<L: Load>: Sendable {
  /// The same load by way of each replica.
  let replicas: [L]
  let writers: Int
  /// Writes of each writer.
  let each: Int
  /// Whether a writer goes to the next replica after every write, and not only after a failure.
  var isChanging = false

  /// How many writes are acknowledged in the end.
  var total: Int { writers * each }

  /// - Parameter strike: what happens to the service meanwhile.
  /// - Returns: what each writer was acknowledged.
  func run(
    during strike: @escaping @Sendable (Milestones) async throws -> Void = { _ in }
  ) async throws -> [Int: [L.Receipt]] {
    let milestones = Milestones()
    return try await withThrowingTaskGroup(of: (Int, [L.Receipt])?.self) { group in
      group.addTask {
        try await strike(milestones)
        return nil
      }
      for writer in 0..<writers {
        group.addTask { (writer, try await write(as: writer, milestones)) }
      }
      var all: [Int: [L.Receipt]] = [:]
      for try await result in group { if let result { all[result.0] = result.1 } }
      return all
    }
  }

  private func write(as writer: Int, _ milestones: Milestones) async throws -> [L.Receipt] {
    var receipts: [L.Receipt] = []
    var turn = writer
    while receipts.count < each {
      do {
        let load = replicas[turn % replicas.count]
        receipts.append(try await load.write(after: receipts, of: writer))
        milestones.count()
        if isChanging { turn += 1 }
      } catch let error as RPCError where [.unavailable, .resourceExhausted].contains(error.code) {
        turn += 1
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    return receipts
  }
}
