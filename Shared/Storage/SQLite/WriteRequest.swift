/// A write that waits for its turn, and its answer till the commit is on disk.
class WriteRequest: @unchecked Sendable {
  /// Whether it stands alone, outside any transaction: then it has `perform` called, no `finish`.
  var isApart: Bool { false }
  /// Whether the body, or what keeps its changes, has thrown: nothing of it is to be kept.
  var hasFailed: Bool { false }
  /// Runs the body.
  func perform(_ session: WriteSession) async {}
  /// Its changes could not be kept.
  func fail(_ failure: any Error) {}
  /// Hands the answer over: the body's own, or the failure that undid it after it had ended well.
  func finish(_ failure: StorageError?) {}
}

/// A write whose body answers an `Answer`.
///
/// `@unchecked Sendable`: only the writer's thread touches the answer.
final class Write<Answer: Sendable>: WriteRequest, @unchecked Sendable {
  private let body: @Sendable (WriteSession) async throws -> Answer
  private let continuation: CheckedContinuation<Answer, any Error>
  private var answer: Result<Answer, any Error>?

  init(
    _ body: @escaping @Sendable (WriteSession) async throws -> Answer,
    _ continuation: CheckedContinuation<Answer, any Error>
  ) {
    self.body = body
    self.continuation = continuation
  }

  override var hasFailed: Bool {
    if case .success = answer { false } else { true }
  }

  override func perform(_ session: WriteSession) async {
    do {
      answer = .success(try await body(session))
    } catch {
      answer = .failure(error)
    }
  }

  override func fail(_ failure: any Error) {
    answer = .failure(failure)
  }

  override func finish(_ failure: StorageError?) {
    switch (answer, failure) {
    case (.failure(let error), _): continuation.resume(throwing: error)
    case (_, .some(let failure)): continuation.resume(throwing: failure)
    case (.success(let answer), nil): continuation.resume(returning: answer)
    case (nil, nil):
      continuation.resume(throwing: StorageError(.closed, "the write was not performed"))
    }
  }
}

extension StorageThread {
  /// Has the writer's thread perform a body, and waits till it is on disk.
  ///
  /// - Parameter limit: the most writes that may wait before this one.
  func perform<R: Sendable>(
    limit: Int = .max, _ body: @escaping @Sendable (WriteSession) async throws -> R
  ) async throws -> R {
    try await withCheckedThrowingContinuation { continuation in
      let refusal = submit(Write(body, continuation), limit: limit)
      if let refusal { continuation.resume(throwing: refusal) }
    }
  }
}
