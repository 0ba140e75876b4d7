/// Long work on a thread of its own, which ends with it: neither a loop nor a scan waits for it.
enum Upkeep {
  static func run<R: Sendable>(_ work: @Sendable () throws -> R) async throws -> R {
    let thread = try StorageThread.start(name: "storage-upkeep") { $0.runJobs() }
    _ = thread.beginTask(limit: 1)
    defer {
      thread.stop()
      thread.endTask()
    }
    return try await withTaskExecutorPreference(thread) { try work() }
  }
}
