/// What a server owes answers to, in the order of what was sent to it.
///
/// libpq hands out the answers to one statement and then once nothing, which ends them; to a sync it
/// hands out one answer and no end.
struct PostgreSQLPipeline {
  /// Something that was sent.
  enum Debt {
    case preparation(PostgreSQLStatements.Key, sql: String, PostgreSQLBatch)
    case statement(sql: String, PostgreSQLBatch)
    case sync(PostgreSQLBatch, isLast: Bool)

    var batch: PostgreSQLBatch {
      switch self {
      case .preparation(_, _, let batch), .statement(_, let batch), .sync(let batch, _): batch
      }
    }
  }

  private var debts = Queue<Debt>()
  /// The first of them, taken out, and whether an answer to it has come.
  private var head: Debt?
  private var isAnswered = false

  var isEmpty: Bool { head == nil && debts.first == nil }

  mutating func owe(_ debt: Debt) { debts.append(debt) }

  /// What is answered next; nil: nothing is owed.
  mutating func next() -> Debt? {
    if head == nil { (head, isAnswered) = (debts.take(), false) }
    return head
  }

  /// An answer to `next` has come; others may follow, unless it is a sync's.
  mutating func answered() {
    isAnswered = true
    if case .sync = head { head = nil }
  }

  /// libpq has handed out nothing.
  ///
  /// - Returns: whether that was the end of the answers to `next`, and not of what came before it.
  mutating func ended() -> Bool {
    guard isAnswered, head != nil else { return false }
    head = nil
    return true
  }

  /// Forgets all debts, and returns whose they were, in their order.
  mutating func abandon() -> [PostgreSQLBatch] {
    var batches: [PostgreSQLBatch] = []
    while let debt = next() {
      head = nil
      if batches.last !== debt.batch { batches.append(debt.batch) }
    }
    return batches
  }
}
