import Randomness

/// What the world does to a client and a server, and when: all of a run that can be left out to find the
/// part that matters.
struct Schedule {
  enum Action {
    case call(Plan)
    /// The caller gives up the call that this action began, if it did.
    case cancel(action: Int)
    /// A connection is lost: what is on its way never arrives, and the ends learn of it by and by.
    case lose(link: Int)
    /// A connection carries nothing for a while.
    case stall(link: Int, Int64)
    /// The server ends a connection: in two phases, which refuse nobody, or at once.
    case drain(link: Int, atOnce: Bool)
    /// The server takes no more calls at once than these.
    case limit(link: Int, UInt32)
    case ping(link: Int, byClient: Bool)
    /// PINGs in one go: beyond the budget from 1 001 on.
    case flood(link: Int, Int)
  }

  /// What a call is to be: sizes of its messages, and how its two ends behave.
  struct Plan {
    var asks: [Int]
    var answers: [Int]
    /// Whether the server answers with one message in its RESPONSE, or with DATA before it.
    var isUnary: Bool
    /// Whether the handler fails without having read all that it is asked.
    var failsEarly: Bool
    var status: UInt32
    /// Nanoseconds from the start; a long one is never to be reached.
    var deadline: Int64
    var workTime: Int64
    /// How long each end takes to read a piece; nil: the server never does.
    var readTime: Int64?

    static let longDeadline: Int64 = 1_000_000_000_000

    /// Whether the call may end by its deadline without anything being wrong.
    var mayTimeOut: Bool { deadline < Self.longDeadline || readTime == nil }
  }

  var seed: UInt64
  /// Numbered as they were before any was left out.
  var actions: [(number: Int, time: Int64, action: Action)]

  init(seed: UInt64) {
    self.seed = seed
    var random = SeededRandom(seed: seed)
    // Some schedules are all peace, so that nothing excuses a call that fails.
    let isRough = !random.oneIn(3)
    let count = Int.random(in: 3...14, using: &random)
    let times = (0..<count).map { _ in Int64.random(in: 0..<40_000_000, using: &random) }.sorted()
    actions = times.enumerated().map { ($0, $1, Self.action($0, &random, isRough)) }
  }

  private static func action(
    _ number: Int, _ random: inout SeededRandom, _ isRough: Bool
  ) -> Action {
    let link = Int.random(in: 0..<4, using: &random)
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<60: return .call(plan(&random))
    case 60..<68: return .cancel(action: number - Int.random(in: 1...4, using: &random))
    case 68..<78: return .drain(link: link, atOnce: random.oneIn(2))
    case 78..<84: return .limit(link: link, random.one(of: 1, 2))
    case 84..<88: return .ping(link: link, byClient: Bool.random(using: &random))
    case 88..<92: return .stall(link: link, Int64.random(in: 1...3_000_000_000, using: &random))
    case 92..<94 where isRough: return .flood(link: link, random.one(of: 300, 1200))
    case 92..<100 where isRough: return .lose(link: link)
    default: return .call(plan(&random))
    }
  }

  private static func plan(_ random: inout SeededRandom) -> Plan {
    let isUnary = Bool.random(using: &random)
    let failsEarly = random.oneIn(8)
    let asks = isUnary || Bool.random(using: &random) ? 1 : Int.random(in: 0...5, using: &random)
    let answers = isUnary ? 1 : Int.random(in: 0...5, using: &random)
    let readTime: Int64? = random.oneIn(25) ? nil : random.one(of: 0, 100_000, 10_000_000)
    let isShort = random.oneIn(6)
    return Plan(
      asks: (0..<asks).map { _ in size(&random) },
      answers: (0..<answers).map { _ in size(&random) },
      isUnary: isUnary, failsEarly: failsEarly, status: failsEarly || random.oneIn(6) ? 9 : 0,
      deadline: isShort
        ? Int64.random(in: 100_000...20_000_000, using: &random)
        : readTime == nil ? 5_000_000_000 : Plan.longDeadline,
      workTime: Int64.random(in: 0...5_000_000, using: &random), readTime: readTime)
  }

  private static func size(_ random: inout SeededRandom) -> Int {
    random.one(of: 0, 1, 200, 20_000, 70_000, random.oneIn(4) ? 700_000 : 300)
  }

  /// The same without some of its actions.
  func without(_ range: Range<Int>) -> Schedule {
    var shorter = self
    shorter.actions.removeSubrange(range)
    return shorter
  }

  /// The fewest actions that still fail, as far as leaving out runs of them leads.
  func shrunk(_ fails: (Schedule) -> Bool) -> Schedule {
    var best = self
    var length = max(1, actions.count / 2)
    while true {
      var start = 0
      while start < best.actions.count {
        let shorter = best.without(start..<min(start + length, best.actions.count))
        if fails(shorter) { best = shorter } else { start += length }
      }
      guard length > 1 else { return best }
      length /= 2
    }
  }
}

extension Schedule.Plan: CustomStringConvertible {
  var description: String {
    "\(isUnary ? "unary" : "stream") \(asks) -> \(answers), status \(status)"
      + (failsEarly ? " early" : "") + ", works \(Double(workTime) / 1e6) ms, reads "
      + (readTime.map { "in \(Double($0) / 1e6) ms" } ?? "never")
      + (deadline < Self.longDeadline ? ", deadline \(Double(deadline) / 1e6) ms" : "")
  }
}

extension Schedule: CustomStringConvertible {
  var description: String {
    actions.map { "  at \(Double($0.time) / 1e6) ms: \($0.action)" }.joined(separator: "\n")
  }
}
