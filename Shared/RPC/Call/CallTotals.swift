/// What has gone over a call so far, both ways, as this side counts it.
public struct CallTotals: Sendable, Hashable {
  /// Messages handed to the connection.
  public var sentMessages = 0
  /// Their bytes as they travel: compressed, without frames and envelopes.
  public var sentBytes = 0
  /// Whole messages that have arrived.
  public var receivedMessages = 0
  /// Bytes of messages and of pieces of messages that have arrived.
  public var receivedBytes = 0

  public init() {}

  static func += (totals: inout CallTotals, more: CallTotals) {
    totals.sentMessages += more.sentMessages
    totals.sentBytes += more.sentBytes
    totals.receivedMessages += more.receivedMessages
    totals.receivedBytes += more.receivedBytes
  }
}

/// How a call, or one attempt at it, has ended.
public struct CallOutcome: Sendable {
  public var code: StatusCode
  /// The text of a status other than OK.
  public var message: String
  /// From the call's beginning to its status on this side.
  public var nanoseconds: Int64
  public var totals: CallTotals
  /// Metadata that went, or came, before the first reply.
  public var initialMetadata: Metadata
  /// Metadata that went, or came, with the status.
  public var trailingMetadata: Metadata

  /// An outcome, for tests of interceptors too.
  public init(
    _ code: StatusCode, message: String = "", nanoseconds: Int64 = 0,
    totals: CallTotals = CallTotals(), initialMetadata: Metadata = Metadata(),
    trailingMetadata: Metadata = Metadata()
  ) {
    self.code = code
    self.message = message
    self.nanoseconds = nanoseconds
    self.totals = totals
    self.initialMetadata = initialMetadata
    self.trailingMetadata = trailingMetadata
  }
}
