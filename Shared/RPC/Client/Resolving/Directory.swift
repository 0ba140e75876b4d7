internal import Runtime

/// Where a channel's service is, as its loops are told: looked up when first asked, again when the answer is
/// old, and after a replica could not be reached.
///
/// `@unchecked Sendable`: touched on its loop only; everyone else goes there first.
final class Directory: @unchecked Sendable {
  let loop: EventLoop
  private let channel: ChannelSettings
  private var resolver: TargetResolver
  private var subscribers: [Subscriber] = []
  private var last: Result<ReplicaGroups, RPCError>?
  private var isLookingUp = false
  private var isClosed = false
  private var lastBegun: Int64 = .min / 2
  /// Look-ups in a row that failed.
  private var failures = 0
  private var next: NextLookup?

  init(_ target: Target, _ channel: ChannelSettings, loop: EventLoop) {
    resolver = TargetResolver(target, channel.resolving.client)
    self.channel = channel
    self.loop = loop
  }

  /// Tells `worker` what is known, and from now on what changes. From any thread.
  func subscribe(_ worker: ChannelWorker) {
    loop.execute {
      self.subscribers.append(Subscriber(worker: worker))
      if let last = self.last { Self.tell(worker, last) } else { self.lookUp() }
    }
  }

  /// A replica cannot be reached: perhaps it has moved. From any thread.
  func refresh() {
    loop.execute {
      guard self.failures == 0 else { return }
      let earliest = self.lastBegun + self.channel.resolving.shortestInterval.nanoseconds
      self.lookUp(at: earliest)
    }
  }

  /// From any thread.
  func close() {
    loop.execute {
      self.isClosed = true
      self.subscribers = []
      if let next = self.next { self.loop.cancel(next) }
    }
  }

  private func lookUp(at time: Int64) {
    guard !isClosed, !isLookingUp else { return }
    if time <= loop.now { return lookUp() }
    let timer = next ?? NextLookup(self)
    // Never later than was planned already.
    if timer.isScheduled, timer.time <= time { return }
    next = timer
    timer.time = time
    loop.schedule(timer, at: time)
  }

  fileprivate func lookUp() {
    guard !isClosed, !isLookingUp else { return }
    isLookingUp = true
    lastBegun = loop.now
    if let next { loop.cancel(next) }
    Task(executorPreference: loop) {
      do throws(RPCError) {
        self.resolved(try await self.resolver.resolve())
      } catch {
        self.failed(error)
      }
    }
  }

  private func resolved(_ resolution: TargetResolver.Resolution) {
    isLookingUp = false
    guard !isClosed else { return }
    if let failure = resolution.failure {
      failures += 1
      channel.observer.resolutionFailed(channel.target, failure)
    } else {
      failures = 0
    }
    // Name servers turn the order around from answer to answer.
    let groups = resolution.groups.map { group in
      group.sorted { "\($0.address)" < "\($1.address)" }
    }
    if groups != found {
      channel.observer.resolved(channel.target, groups.map { $0.map(\.address) })
      tellAll(.success(groups))
    }
    lookUp(at: loop.now + delay(timeToLive: resolution.timeToLive))
  }

  private func failed(_ error: RPCError) {
    isLookingUp = false
    guard !isClosed else { return }
    failures += 1
    channel.observer.resolutionFailed(channel.target, error)
    // What was once found is better than nothing.
    if found == nil { tellAll(.failure(error)) }
    lookUp(at: loop.now + delay(timeToLive: .zero))
  }

  private func delay(timeToLive: Duration) -> Int64 {
    guard failures > 0 else { return channel.resolving.interval(timeToLive: timeToLive) }
    let delay = channel.backoff.delay(afterFailures: failures, random: .random(in: 0..<1))
    guard found != nil else { return delay }
    return max(delay, channel.resolving.shortestInterval.nanoseconds)
  }

  /// What the last look-up that succeeded has found.
  private var found: ReplicaGroups? { if case .success(let groups)? = last { groups } else { nil } }

  private func tellAll(_ result: Result<ReplicaGroups, RPCError>) {
    last = result
    subscribers.removeAll { $0.worker == nil }
    for subscriber in subscribers {
      if let worker = subscriber.worker { Self.tell(worker, result) }
    }
  }

  private static func tell(
    _ worker: ChannelWorker, _ result: Result<ReplicaGroups, RPCError>
  ) {
    worker.loop.execute { worker.resolved(result) }
  }
}

/// A worker that is to be told, without being kept alive for that.
private struct Subscriber {
  weak var worker: ChannelWorker?
}

/// When to look up again.
private final class NextLookup: TimerEntry {
  private weak var directory: Directory?
  var time: Int64 = 0

  init(_ directory: Directory) {
    self.directory = directory
    super.init()
  }

  override func fire() { directory?.lookUp() }
}
