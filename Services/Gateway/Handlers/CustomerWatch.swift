import Messages
import RPC
import Stubs

/// One caller's watch of one customer: three subscriptions, merged into one stream.
///
/// A part that goes away is reported once and taken up again from the last change that was passed
/// on; the others go on meanwhile. One whose log has lost what comes next is reported too, and goes on
/// behind the gap. The watch ends when the caller does.
struct CustomerWatch: Sendable {
  let upstreams: Upstreams
  let customerId: String
  let replies: SerialWriter<GatewayV1.WatchCustomerReply>
  let call: CallContext

  /// Goes on until the caller is gone or cancels.
  func run(from cursors: [Part: UInt64]) async throws {
    do {
      try await withThrowingTaskGroup { group in
        for part in Part.allCases {
          group.addTask { try await follow(part, after: cursors[part] ?? 0) }
        }
        try await group.waitForAll()
      }
    } catch let gone as CallerGone {
      throw gone.cause
    }
  }

  private func follow(_ part: Part, after cursor: UInt64) async throws {
    var progress = Progress(cursor: cursor)
    while true {
      do {
        if progress.isAway { try await awaitReturn(of: part, &progress) }
        try await passOn(part, &progress)
        throw RPCError(.unavailable, "The service ended the stream.")
      } catch let error as RPCError {
        try Task.checkCancellation()
        let gap = WatchRules.cursor(behindGap: error)
        progress.cursor = gap ?? progress.cursor
        if !progress.isAway || gap != nil { try await report(part, error) }
        guard error.code != .permissionDenied else { return }
      }
      progress.isAway = true
      progress.failures += 1
      let pause = WatchRules.pauseMilliseconds(
        failures: progress.failures, spread: .random(in: 0..<1))
      try await Task.sleep(for: .milliseconds(pause))
    }
  }

  private func passOn(_ part: Part, _ progress: inout Progress) async throws {
    switch part {
    case .profile:
      let request = ProfileV1.WatchChangesRequest(
        afterCursor: progress.cursor, customerId: customerId,
        passedEvery: WatchRules.passedEvery)
      let changes = ProfileServiceClient(upstreams.profile).watchChanges(request, options)
      for try await reply in changes {
        try await passOn(reply.change, of: part, &progress)
        progress.cursor = max(progress.cursor, reply.passedCursor)
      }
    case .consent:
      let request = ConsentV1.WatchChangesRequest(
        afterCursor: progress.cursor, customerId: customerId,
        passedEvery: WatchRules.passedEvery)
      let changes = ConsentServiceClient(upstreams.consent).watchChanges(request, options)
      for try await reply in changes {
        try await passOn(reply.change, of: part, &progress)
        progress.cursor = max(progress.cursor, reply.passedCursor)
      }
    case .survey:
      let request = SurveyV1.WatchChangesRequest(
        afterCursor: progress.cursor, customerId: customerId,
        passedEvery: WatchRules.passedEvery)
      let changes = SurveyServiceClient(upstreams.survey).watchChanges(request, options)
      for try await reply in changes {
        try await passOn(reply.change, of: part, &progress)
        progress.cursor = max(progress.cursor, reply.passedCursor)
      }
    }
  }

  private var options: CallOptions {
    CallOptions(inheriting: call, onBehalfOf: Caller(of: call))
  }

  private func passOn(_ change: RPCV1.Change?, of part: Part, _ progress: inout Progress)
    async throws
  {
    guard let change else { return }
    let event = GatewayV1.PartChange(name: part.rawValue, change: change)
    try await replies.write(GatewayV1.WatchCustomerReply(event: .change(event)))
    progress.cursor = max(progress.cursor, change.cursor)
    progress.failures = 0
  }

  /// A service that serves again is worth a subscription; asking first lets the caller know that it
  /// is back.
  private func awaitReturn(of part: Part, _ progress: inout Progress) async throws {
    let reply = try await HealthClient(upstreams[part]).check(
      RPCV1.HealthRequest(service: ""), CallOptions(inheriting: call, timeout: .seconds(2)))
    guard reply.status == .serving else {
      throw RPCError(.unavailable, "The service is not serving yet.")
    }
    progress.isAway = false
    try await report(part, .ok)
  }

  private func report(_ part: Part, _ state: GatewayV1.PartState) async throws {
    let status = GatewayV1.PartStatus(name: part.rawValue, state: state)
    try await replies.write(GatewayV1.WatchCustomerReply(event: .status(status)))
  }

  private func report(_ part: Part, _ error: RPCError) async throws {
    let judged = PartRules.judge(part, .failed(error), copy: nil)
    try await replies.write(GatewayV1.WatchCustomerReply(event: .status(judged.status)))
  }
}

/// How far the watch of one part has come.
private struct Progress {
  /// Of the last change that was passed on, or that was another customer's.
  var cursor: UInt64
  /// Whether the caller was told that the part is away.
  var isAway = false
  /// Since the last change.
  var failures = 0

  init(cursor: UInt64) {
    self.cursor = cursor
  }
}
