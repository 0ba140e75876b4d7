internal import Messages
internal import Runtime
internal import Wire

/// How the messages of a streamed request leave.
extension ClientCall {
  /// Sends one message; returns when the connection has taken it. Cancelling the task cancels the
  /// call: what waits for credit could otherwise wait for ever.
  @concurrent final func write(_ request: some Message) async throws {
    guard loop.isCurrent else {
      return try await withTaskExecutorPreference(loop) { try await self.write(request) }
    }
    let error = await withTaskCancellationHandler {
      // What woke it may be gone again by its turn, and the call on its way to another connection.
      repeat { await untilOpen() } while connection == nil && !isOver
      return await send(request)
    } onCancel: {
      loop.execute { self.cancel() }
    }
    // Where the call has ended, its outcome says more than why this message could not leave.
    if let error { throw failure ?? error }
  }

  private final func send(_ request: some Message) async -> RPCError? {
    await unsafe withUnsafeContinuation { continuation in
      guard let connection, !isOver else {
        return unsafe continuation.resume(
          returning: failure ?? RPCError(.cancelled, "the call is over"))
      }
      hasWritten = true
      let sent = connection.send(
        request, .data, isEnd: false, aux: 0, head: NoHead(), on: self,
        sent: { unsafe continuation.resume(returning: $0) })
      switch sent {
      case .now: unsafe continuation.resume(returning: nil)
      case .tooLarge(let size):
        unsafe continuation.resume(returning: Self.tooLarge(size, connection))
      case .noRoom(let size):
        unsafe continuation.resume(returning: .noRoom(size))
      case .queued: break
      }
    }
  }

  @concurrent final func finishRequests() async {
    guard loop.isCurrent else {
      return await withTaskExecutorPreference(loop) { await self.finishRequests() }
    }
    repeat { await untilOpen() } while connection == nil && !isOver
    guard let connection, !isOver else { return }
    hasWritten = true
    connection.sendEmpty(.data, isEnd: true, aux: 0, head: NoHead(), on: self)
  }

  /// Returns once the call has a connection, at first and when it is being sent again, or is over.
  final func untilOpen() async {
    await withTaskCancellationHandler {
      await unsafe withUnsafeContinuation { continuation in
        if connection != nil || isOver {
          unsafe continuation.resume()
        } else {
          unsafe waitingWriters.append(continuation)
        }
      }
    } onCancel: {
      loop.execute { self.cancel() }
    }
  }

  final func wakeWriters() {
    while unsafe !waitingWriters.isEmpty { unsafe waitingWriters.removeFirst().resume() }
  }

  static func tooLarge(_ size: Int, _ connection: Connection) -> RPCError {
    RPCError(
      .resourceExhausted,
      "a request of \(size) bytes exceeds the \(connection.machine.peer.maxMessage) the server accepts"
    )
  }
}
