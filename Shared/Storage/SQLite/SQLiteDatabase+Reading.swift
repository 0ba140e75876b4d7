import Synchronization

extension SQLiteDatabase {
  public func read<R: Sendable>(
    _ body: @Sendable (any Reader) async throws -> R
  ) async throws -> R {
    try await noting {
      try await readers.withConnection { connection in
        try await connection.snapshot { try await body(connection) }
      }
    }
  }

  public func scan<R: Sendable>(
    _ body: @Sendable @escaping (any Reader) async throws -> R
  ) async throws -> R {
    let thread = try scanner()
    defer { thread.endTask() }
    return try await withTaskExecutorPreference(thread) {
      let limit = ReadLimit(options.scanTime)
      return try await longReads.during({ limit.end($0) }) {
        try await cancelling({ limit.end(.cancelled) }) {
          try await noting { try await scan(body, within: limit) }
        }
      }
    }
  }

  private func scan<R: Sendable>(
    _ body: @Sendable (any Reader) async throws -> R, within limit: ReadLimit
  ) async throws -> R {
    try await readers.withConnection { connection in
      try await connection.limited(by: limit) {
        try await connection.snapshot { try await body(connection) }
      }
    }
  }

  public func snapshot<R: Sendable>(
    within limit: Duration, _ body: @Sendable (any Reader) async throws -> R
  ) async throws -> R {
    guard snapshots.withLock({ $0.begin(most: options.snapshotLimit) }) else {
      throw StorageError(.busy, "too many exports run at once; try again later")
    }
    defer { snapshots.withLock { $0.count -= 1 } }
    guard !isClosed else { throw StorageError.databaseIsClosed }
    let reader = try SnapshotReader(
      try SQLiteDatabase.openReader(path, options), ReadLimit(limit),
      scanner: { try self.scanner() })
    let timer = Task { [reader] in
      try await Task.sleep(for: limit)
      reader.end(.time)
    }
    defer {
      timer.cancel()
      reader.end(.closed)
    }
    return try await longReads.during({ reader.end($0) }) {
      try await cancelling({ reader.end(.cancelled) }) {
        try await noting { try await body(reader) }
      }
    }
  }

  /// A scanning thread that was told of one more task.
  func scanner() throws(StorageError) -> StorageThread {
    let limit = max(1, options.scanLimit / scanners.count)
    guard let thread = scanners.shuffled().first(where: { $0.beginTask(limit: limit) }) else {
      throw isClosed
        ? .databaseIsClosed
        : StorageError(.busy, "too many long reads run at once; try again a little later")
    }
    return thread
  }

  /// Runs `body`, and tells the condition where it is the database that fails.
  private func noting<R>(_ body: () async throws -> R) async throws -> R {
    do {
      return try await body()
    } catch let error as StorageError where error.isOfDatabase {
      condition.fail(error)
      throw error
    }
  }

  /// Runs `body`, ended by `end` when the task is cancelled.
  private func cancelling<R>(
    _ end: @escaping @Sendable () -> Void, _ body: () async throws -> R
  ) async throws -> R {
    do {
      return try await withTaskCancellationHandler(operation: body, onCancel: end)
    } catch is StorageError where Task.isCancelled {
      throw CancellationError()
    }
  }
}

/// How many exports run.
struct SnapshotCount {
  var count = 0

  mutating func begin(most: Int) -> Bool {
    guard count < most else { return false }
    count += 1
    return true
  }
}
