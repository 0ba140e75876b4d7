internal import CPostgres
internal import Runtime

/// What comes from the server. Loop's thread.
extension PostgreSQLConnection {
  func socketReady(_ readiness: Interest) {
    guard failure == nil else { return }
    if readiness.contains(.write) { flush() }
    if failure == nil, readiness.contains(.read) { receive() }
    goOnCopying()
  }

  private func receive() {
    guard unsafe PQconsumeInput(handle) == 1 else { return lose(lastFailure) }
    if let copy, copy.step != .waiting { takeAnswers(to: copy) } else { takeAnswers() }
    takeNotifications()
  }

  private func takeAnswers() {
    var hasPaused = false
    while failure == nil, let debt = pipeline.next(), unsafe PQisBusy(handle) == 0 {
      if let result = unsafe PQgetResult(handle) {
        hasPaused = false
        settle(debt, unsafe PostgreSQLResult(owning: result))
      } else if pipeline.ended() {
        hasPaused = false
      } else {
        // The end of what came before, once; then there is nothing yet.
        guard !hasPaused else { return }
        hasPaused = true
      }
    }
  }

  private func settle(_ debt: PostgreSQLPipeline.Debt, _ result: PostgreSQLResult) {
    pipeline.answered()
    switch debt {
    case .sync(let batch, let isLast):
      guard unsafe PQresultStatus(result.handle) == PGRES_PIPELINE_SYNC else {
        batch.fail(.lost("an answer out of turn"))
        batch.end()
        return lose(.lost("an answer out of turn"))
      }
      if isLast { batch.end() }
    case .preparation(let key, let sql, let batch):
      guard unsafe PQresultStatus(result.handle) != PGRES_COMMAND_OK else { return }
      statements.forget(key)
      batch.takeFailure(result, of: sql)
    case .statement(let sql, let batch): batch.take(result, of: sql)
    }
  }

  private func takeNotifications() {
    var hasCome = false
    while failure == nil, let notification = unsafe PQnotifies(handle) {
      unsafe PQfreemem(notification)
      hasCome = true
    }
    if hasCome { onNotification?() }
  }
}
