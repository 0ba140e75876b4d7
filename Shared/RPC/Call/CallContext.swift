public import Messages
internal import Runtime
public import TLS

/// What a handler knows about the call it serves: who asks, with what metadata, until when.
/// Pass it to `CallOptions(inheriting:)` for calls made on its behalf.
public struct CallContext: Sendable {
  let call: CallState

  init(_ call: CallState) { self.call = call }

  /// A context without a connection: for tests of handlers, and for calls within a process.
  public init(
    method: String, peer: PeerIdentity, caller: Caller? = nil, metadata: Metadata = Metadata(),
    timeout: Duration? = nil, now: Google.Timestamp
  ) {
    call = CallState(
      method: method, origin: CallOrigin(peer: peer), caller: caller, metadata: metadata,
      deadline: timeout.map { MonotonicClock.now + $0.nanoseconds },
      arrival: now.microseconds * 1000)
  }

  /// `cameo.profile.v1.ProfileService/GetProfile`.
  public var method: String { call.method }
  /// What the client sent along, without the reserved `cameo-` keys: what they say is the `caller`.
  public var metadata: Metadata { call.metadata }
  /// The certificate's name for the other side.
  public var peer: PeerIdentity { call.origin.peer }
  /// On whose behalf the peer calls, where it says so and may; nil where it calls for itself.
  public var caller: Caller? { call.caller }
  /// 0 on the first try, then 1, 2, ...
  public var attempt: UInt32 { call.attempt }
  /// The wall clock when the call arrived, to the microsecond: the one "now" of this call's rules.
  public var now: Google.Timestamp { Google.Timestamp(microseconds: call.arrival / 1000) }
  /// Time left until the deadline, not below zero; nil where the client set none.
  public var remainingTime: Duration? {
    deadline.map { .nanoseconds(max(0, $0 - MonotonicClock.now)) }
  }

  var deadline: Int64? { call.deadline }
  var trace: [UInt8] { call.trace }
}

/// The unchanging facts of one call on its server.
final class CallState: Sendable {
  let method: String
  let origin: CallOrigin
  let caller: Caller?
  /// Its number on its connection; 0 without one.
  let stream: UInt32
  let metadata: Metadata
  /// Monotonic nanoseconds.
  let deadline: Int64?
  /// Wall-clock nanoseconds since 1970.
  let arrival: Int64
  let attempt: UInt32
  let trace: [UInt8]

  init(
    method: String, origin: CallOrigin, caller: Caller? = nil, stream: UInt32 = 0,
    metadata: Metadata, deadline: Int64?, arrival: Int64, attempt: UInt32 = 0, trace: [UInt8] = []
  ) {
    self.method = method
    self.origin = origin
    self.caller = caller
    self.stream = stream
    self.metadata = metadata
    self.deadline = deadline
    self.arrival = arrival
    self.attempt = attempt
    self.trace = trace
  }
}
