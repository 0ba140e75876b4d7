import Messages
import RPC
import Synchronization

/// Lets several tasks answer one stream, one message at a time, first come first served.
final class SerialWriter<Reply: Message>: Sendable {
  private struct Turns {
    var isTaken = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let replies: ReplyWriter<Reply>
  private let turns = Mutex(Turns())

  init(_ replies: ReplyWriter<Reply>) {
    self.replies = replies
  }

  /// Waits for its turn and for the peer's credit.
  ///
  /// - Throws: ``CallerGone`` where the stream cannot be written.
  func write(_ reply: Reply) async throws(CallerGone) {
    await take()
    defer { pass() }
    do { try await replies.write(reply) } catch { throw CallerGone(cause: error) }
  }

  private func take() async {
    await withCheckedContinuation { continuation in
      let isFree = turns.withLock { turns in
        guard turns.isTaken else {
          turns.isTaken = true
          return true
        }
        turns.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  private func pass() {
    let next = turns.withLock { turns in
      turns.isTaken = !turns.waiting.isEmpty
      return turns.waiting.isEmpty ? nil : turns.waiting.removeFirst()
    }
    next?.resume()
  }
}

/// The stream to the caller is over, so there is nobody to go on for.
struct CallerGone: Error {
  var cause: any Error
}
