internal import CPostgres
internal import Runtime

/// What goes to the server. Loop's thread.
extension PostgreSQLConnection {
  func send(_ batch: PostgreSQLBatch) {
    guard copy == nil else { return held.append(batch) }
    if failure == nil, batch.isCancelled || batch.isCommit && isBeingCancelled {
      batch.fail(.cancelled)
    }
    if failure == nil, batch.failure == nil {
      batch.begin()
      if enqueue(batch) {
        flush()
        return release()
      }
      lose(lastFailure)
    }
    if let failure { batch.fail(failure) }
    batch.end()
  }

  /// Hands all of a batch to libpq; false where libpq does not take it.
  private func enqueue(_ batch: PostgreSQLBatch) -> Bool {
    for (number, group) in batch.groups.enumerated() {
      for command in group where !enqueue(command, batch) { return false }
      guard unsafe PQpipelineSync(handle) == 1 else { return false }
      pipeline.owe(.sync(batch, isLast: number == batch.groups.count - 1))
    }
    return true
  }

  private func enqueue(_ command: PostgreSQLCommand, _ batch: PostgreSQLBatch) -> Bool {
    guard command.isKept else {
      if let flaw = command.flaw {
        batch.fail(flaw)
        return true
      }
      pipeline.owe(.statement(sql: command.sql, batch))
      return unsafe PostgreSQLBinding.withParameters(command.parameters) { count, types, values in
        unsafe PQsendQueryParams(
          handle, command.sql, count, types, values.pointers, values.lengths, values.formats, 1)
          == 1
      }
    }
    return enqueueKept(command, batch)
  }

  /// A statement that is prepared where this connection has not yet seen it.
  private func enqueueKept(_ command: PostgreSQLCommand, _ batch: PostgreSQLBatch) -> Bool {
    let key = PostgreSQLStatements.Key(command)
    let (name, isNew) = statements.name(of: key)
    if isNew {
      if let flaw = command.flaw {
        statements.forget(key)
        batch.fail(flaw)
        return true
      }
      pipeline.owe(.preparation(key, sql: command.sql, batch))
      let isSent = unsafe PostgreSQLBinding.withTypes(command.parameters) { count, types in
        unsafe PQsendPrepare(handle, name, command.sql, count, types) == 1
      }
      guard isSent else { return false }
    }
    pipeline.owe(.statement(sql: command.sql, batch))
    return unsafe PostgreSQLBinding.withParameters(command.parameters) { count, _, values in
      unsafe PQsendQueryPrepared(
        handle, name, count, values.pointers, values.lengths, values.formats, 1) == 1
    }
  }

  /// Has the server forget the statements that had to make room. On their own: in front of a
  /// transaction's beginning they would be a part of it.
  private func release() {
    guard failure == nil else { return }
    let groups = statements.takeDropped().map {
      [PostgreSQLCommand(sql: "DEALLOCATE \($0)", isKept: false)]
    }
    if !groups.isEmpty { send(PostgreSQLBatch(groups)) }
  }

  func flush() {
    switch unsafe PQflush(handle) {
    case 0: loop.update(socket, .read)
    case 1: loop.update(socket, [.read, .write])
    default: lose(lastFailure)
    }
  }
}
