public import Logging

extension ServiceEnvironment {
  /// Has something done for as long as the service runs: when it starts, and then again so long after it
  /// was done the last time. What goes wrong is said in the log, and tried again the next time.
  ///
  /// - Parameter complaint: what the log says then.
  public func every(
    _ interval: Duration, orSay complaint: Logger.Message,
    _ work: @escaping @Sendable () async throws -> Void
  ) {
    let logger = logger
    let task = Task {
      while !Task.isCancelled {
        do {
          try await work()
        } catch {
          if !Task.isCancelled { logger.error(complaint, error: error) }
        }
        try? await Task.sleep(for: interval)
      }
    }
    closings.add {
      task.cancel()
      await task.value
    }
  }
}
