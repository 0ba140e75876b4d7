import Randomness
@testable import Wire

/// A client with a few connections, a server, and the network between them, in virtual time.
///
/// Everything that happens follows from the schedule: the same one takes the same course.
final class World {
  enum Happening {
    case action(Int)
    /// A chunk of bytes arrives.
    case arrival(link: Int, toServer: Bool)
    /// An end of a lost connection learns of it.
    case loss(link: Int, isServer: Bool)
    case connect
    /// A call is begun, or begun again after a refusal.
    case begin(call: Int)
    case deadline(call: Int)
    /// A handler has done its work.
    case answer(link: Int, stream: UInt32)
    case serverDeadline(link: Int, stream: UInt32)
    /// The application has read a piece.
    case read(link: Int, isServer: Bool, stream: UInt32, Int)
  }

  let schedule: Schedule
  var random: SeededRandom
  var timeline = Timeline<Happening>()
  var now: Int64 = 0
  var links: [Link] = []
  var calls: [Call] = []
  /// Calls without a connection.
  var pending: [Int] = []
  var isConnecting = false
  /// Which call each action began.
  var callOfAction: [Int: Int] = [:]
  /// Calls that a handler was started for, by attempt.
  var started: [Attempt: Int] = [:]
  /// Attempts that the client was told no handler saw.
  var unprocessed: Set<Attempt> = []
  /// Whether a connection was lost or failed, so that calls may be lost too.
  var hasLostCalls = false
  var complaint: String?

  struct Attempt: Hashable {
    var call: Int
    var number: Int
  }

  init(_ schedule: Schedule) {
    self.schedule = schedule
    random = SeededRandom(seed: schedule.seed ^ 0x5EED)
    for index in schedule.actions.indices {
      timeline.plan(.action(index), at: schedule.actions[index].time)
    }
    for _ in 0..<2 { connect() }
  }

  /// What went wrong, or nil.
  func run() -> String? {
    var steps = 0
    while complaint == nil, let (time, happening) = timeline.next() {
      now = time
      steps += 1
      if steps > 200_000 { return "it never becomes quiet" }
      handle(happening)
    }
    return complaint ?? verdict()
  }

  func complain(_ text: String) {
    if complaint == nil { complaint = "at \(Double(now) / 1e6) ms: \(text)" }
  }

  func after(_ delay: Int64, _ happening: Happening) {
    timeline.plan(happening, at: now + delay)
  }

  private func handle(_ happening: Happening) {
    switch happening {
    case .action(let index):
      act(schedule.actions[index].number, schedule.actions[index].action)
    case .arrival(let link, let toServer): arrive(links[link], toServer: toServer)
    case .loss(let link, let isServer): learnLoss(links[link], isServer: isServer)
    case .connect:
      isConnecting = false
      connect()
    case .begin(let call): begin(calls[call])
    case .deadline(let call): timeOut(calls[call])
    case .answer(let link, let stream): answer(links[link], stream)
    case .serverDeadline(let link, let stream): timeOutHandler(links[link], stream)
    case .read(let link, let isServer, let stream, let bytes):
      let peer = isServer ? links[link].server : links[link].client
      guard !peer.isOver else { return }
      peer.consume(bytes, stream)
      flush(links[link])
    }
  }

  private func act(_ number: Int, _ action: Schedule.Action) {
    switch action {
    case .call(let plan): beginCall(plan, number)
    case .cancel(let action):
      if let call = callOfAction[action] { cancel(calls[call]) }
    case .lose(let link): on(link) { lose($0) }
    case .stall(let link, let time): on(link) { $0.quietUntil = now + time }
    case .drain(let link, let atOnce): on(link) { drain($0, atOnce: atOnce) }
    case .limit(let link, let limit): on(link) { $0.server.machine.streamLimit = limit }
    case .ping(let link, let byClient): on(link) { ping($0, byClient: byClient) }
    case .flood(let link, let count):
      on(link) { link in
        for _ in 0..<count { ping(link, byClient: true) }
        link.floodedPings += count
      }
    }
  }

  /// One of the connections that there are, if there are any.
  private func on(_ index: Int, _ body: (Link) -> Void) {
    let alive = links.filter { !$0.isOver }
    guard !alive.isEmpty else { return }
    let link = alive[index % alive.count]
    body(link)
    flush(link)
  }

  private func ping(_ link: Link, byClient: Bool) {
    let peer = byClient ? link.client : link.server
    guard !peer.isOver else { return }
    peer.write(Peer.Outgoing(type: .ping, body: [0, 0, 0, 0, 0, 0, 0, 1]), stream: 0)
  }
}
