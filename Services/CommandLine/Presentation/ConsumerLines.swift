import Messages

/// A change log and its consumers as text: a line for the log, and one for each consumer.
struct ConsumerLines {
  private let service: String
  private let reply: RPCV1.ListConsumersReply

  init(_ service: String, _ reply: RPCV1.ListConsumersReply) {
    self.service = service
    self.reply = reply
  }

  var lines: [String] {
    let log =
      reply.newestCursor == reply.compactedCursor
      ? "nothing kept, up to \(reply.newestCursor)"
      : "cursors \(reply.compactedCursor + 1) to \(reply.newestCursor)"
    let width = (reply.consumers.map { printable($0.consumer).count }.max() ?? 0) + 2
    let rest =
      reply.consumers.isEmpty ? ["  no consumers"] : reply.consumers.map { line($0, width) }
    return ["\(service.padded(to: 10))\(log)"] + rest
  }

  private func line(_ consumer: RPCV1.ConsumerStatus, _ width: Int) -> String {
    let name = printable(consumer.consumer).padded(to: width)
    return "  \(name)\(state(consumer)), at \(consumer.cursor), \(printable(consumer.owner))"
  }

  private func state(_ consumer: RPCV1.ConsumerStatus) -> String {
    if let dropped = consumer.droppedAt {
      return "DROPPED \(dropped.minute): \(printable(consumer.droppedBecause))"
    }
    guard consumer.entriesBehind > 0 else { return "up to date" }
    return "\(consumer.entriesBehind) entries, \(consumer.behind?.seconds ?? 0) s behind"
  }
}
