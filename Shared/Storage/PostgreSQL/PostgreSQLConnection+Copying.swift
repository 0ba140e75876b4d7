internal import CPostgres
internal import Runtime

/// Copying rows in. libpq does not copy in pipeline mode, so the connection leaves it meanwhile: once
/// all that was sent before is answered, and what is started during a copy waits for its end.
extension PostgreSQLConnection {
  /// Copies rows, from any thread, and answers how many; cancelled, it takes none.
  func copy(_ copy: PostgreSQLCopy) async throws(PostgreSQLFailure) -> Int {
    await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        copy.whenFinished { continuation.resume() }
        if loop.isCurrent { begin(copy) } else { loop.execute { self.begin(copy) } }
      }
    } onCancel: {
      loop.execute { self.cancel(copy) }
    }
    if let failure = copy.failure { throw failure }
    return copy.count
  }

  // MARK: On the loop

  private func begin(_ copy: PostgreSQLCopy) {
    if let failure { copy.fail(failure) } else if copy.isCancelled { copy.fail(.cancelled) }
    guard copy.failure == nil else { return copy.end() }
    self.copy = copy
    goOnCopying()
  }

  /// Does what can be done about the copy without waiting.
  func goOnCopying() {
    guard failure == nil, let copy else { return }
    switch copy.step {
    case .waiting where pipeline.isEmpty: ask(copy)
    case .sending: send(copy)
    case .waiting, .asked, .ending: break
    }
  }

  private func ask(_ copy: PostgreSQLCopy) {
    guard unsafe PQexitPipelineMode(handle) == 1, unsafe PQsendQuery(handle, copy.sql) == 1 else {
      return lose(lastFailure)
    }
    copy.step = .asked
    flush()
  }

  /// The next piece, once the server has taken the one before: what it cannot take yet waits here and
  /// not in libpq's memory.
  private func send(_ copy: PostgreSQLCopy) {
    switch unsafe PQflush(handle) {
    case 0:
      guard unsafe copy.sendPiece(to: handle) else { return lose(lastFailure) }
      if copy.step == .ending { return flush() }
    case 1: break
    default: return lose(lastFailure)
    }
    loop.update(socket, [.read, .write])
  }

  /// While rows go out libpq hands out no answers: one that refuses them comes after the last.
  func takeAnswers(to copy: PostgreSQLCopy) {
    while failure == nil, copy.step != .sending, unsafe PQisBusy(handle) == 0 {
      guard let result = unsafe PQgetResult(handle) else { return end(copy) }
      copy.take(unsafe PostgreSQLResult(owning: result))
    }
  }

  private func end(_ copy: PostgreSQLCopy) {
    self.copy = nil
    if unsafe PQenterPipelineMode(handle) != 1 { lose(lastFailure) }
    if let failure { copy.fail(failure) }
    copy.end()
    sendHeld()
  }

  private func sendHeld() {
    var waiting = held
    held = Queue()
    while let batch = waiting.take() { send(batch) }
  }

  /// The connection is lost.
  func abandonCopy(_ reason: PostgreSQLFailure) {
    let lost = copy
    copy = nil
    lost?.fail(reason)
    lost?.end()
    sendHeld()
  }

  private func cancel(_ copy: PostgreSQLCopy) {
    copy.cancel()
    guard failure == nil, self.copy === copy else { return }
    switch copy.step {
    case .waiting:
      self.copy = nil
      copy.fail(.cancelled)
      copy.end()
      sendHeld()
    // The server may stand before a lock, and then takes neither a row nor their end.
    case .asked, .sending, .ending:
      requestCancellation()
      goOnCopying()
    }
  }
}
