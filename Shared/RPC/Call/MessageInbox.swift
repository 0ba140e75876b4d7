internal import Messages
internal import Synchronization

/// Messages that have arrived on a stream and wait for the application. Filled on the connection's
/// loop, emptied from anywhere; what has been taken is told to `consumed`, which gives the sender
/// its credit back: a reader that stops reading stops its sender, and nobody else.
final class MessageInbox<Element: Message>: Sendable {
  private typealias Reader = UnsafeContinuation<Result<Element?, RPCError>, Never>

  @safe private struct State {
    var waiting: [(Element, MessageCost)] = []
    var next = 0
    var end: Result<Void, RPCError>?
    var reader: Reader?
  }

  private let state = Mutex(State())
  private let consumed: @Sendable (MessageCost) -> Void

  init(consumed: @escaping @Sendable (MessageCost) -> Void) { self.consumed = consumed }

  /// Nothing waits here: whoever is still sending a message may go on.
  var isEmpty: Bool { state.withLock { $0.next == $0.waiting.count } }

  /// One more message, and what it costs while it waits.
  func deliver(_ element: Element, _ cost: MessageCost) {
    let reader = unsafe state.withLock { state -> Reader? in
      guard let reader = unsafe state.reader else {
        if state.end == nil { state.waiting.append((element, cost)) }
        return nil
      }
      unsafe state.reader = nil
      return unsafe reader
    }
    guard let reader = unsafe reader else { return }
    consumed(cost)
    unsafe reader.resume(returning: .success(element))
  }

  /// No more messages; the first end counts. A reader gets what waits before it.
  func end(_ result: Result<Void, RPCError>) {
    let reader = unsafe state.withLock { state -> Reader? in
      guard state.end == nil else { return nil }
      state.end = result
      defer { unsafe state.reader = nil }
      return unsafe state.reader
    }
    unsafe reader?.resume(returning: result.map { nil })
  }

  /// The next message, nil at the end of the stream.
  func next() async throws(RPCError) -> Element? {
    let result = await withTaskCancellationHandler {
      await unsafe withUnsafeContinuation { continuation in
        if let ready = unsafe take(orWait: continuation) {
          unsafe continuation.resume(returning: ready)
        }
      }
    } onCancel: {
      end(.failure(RPCError(.cancelled, "the reader was cancelled")))
    }
    return try result.get()
  }

  private func take(
    orWait reader: Reader
  ) -> Result<Element?, RPCError>? {
    let taken: (result: Result<Element?, RPCError>?, cost: MessageCost?) = state.withLock { state in
      if state.next < state.waiting.count {
        let (element, cost) = state.waiting[state.next]
        state.next += 1
        // Let go of what was read, at an amortised cost of one move a message.
        if state.next * 2 >= state.waiting.count {
          state.waiting.removeFirst(state.next)
          state.next = 0
        }
        return (.success(element), cost)
      }
      if let end = state.end { return (end.map { nil }, nil) }
      precondition(unsafe state.reader == nil, "a stream has one reader at a time")
      unsafe state.reader = reader
      return (nil, nil)
    }
    // An empty message is told of too: that it was read keeps it from counting as part of a flood.
    if let cost = taken.cost { consumed(cost) }
    return taken.result
  }
}
