/// A loop's connections that have not proved yet who they are, oldest first. Touched on its loop only.
struct HandshakeQueue<Connection> {
  private let maximum: Int
  private var waiting: [Int: Connection] = [:]
  private var oldest = 0
  private var next = 0

  init(maximum: Int) { self.maximum = max(1, maximum) }

  var count: Int { waiting.count }

  /// Takes one in, and returns the ticket to take it out by, and who has to go for it.
  mutating func enter(_ connection: Connection) -> (ticket: Int, givenUp: Connection?) {
    let givenUp = waiting.count >= maximum ? removeOldest() : nil
    defer { next += 1 }
    waiting[next] = connection
    return (next, givenUp)
  }

  /// It has proved who it is, or is gone. Nothing if it was given up.
  mutating func leave(_ ticket: Int) { waiting[ticket] = nil }

  private mutating func removeOldest() -> Connection? {
    while oldest < next {
      defer { oldest += 1 }
      if let connection = waiting.removeValue(forKey: oldest) { return connection }
    }
    return nil
  }
}
