internal import Runtime

/// What a caller says about one call, beside the request.
public struct CallOptions: Sendable {
  /// Absolute, in nanoseconds of the monotonic clock; nil waits for ever.
  var deadline: Int64?
  /// What goes along with the call. A key that is none (`Metadata.isKey`) fails it with INTERNAL, unsent.
  public var metadata: Metadata
  /// Wait through failed connection attempts until the deadline, rather than failing with
  /// UNAVAILABLE while the peer cannot be reached.
  public var waitsForReady: Bool
  /// Whether the requests may be compressed, where the channel compresses at all.
  public var mayCompress = true
  /// Where the call stands in a trace; nil when it is not traced.
  public var trace: TraceContext? {
    get { TraceContext(bytes: traceBytes) }
    set { traceBytes = newValue?.bytes ?? [] }
  }
  /// The same in its 25-byte binary form; empty when the call is not traced.
  var traceBytes: [UInt8]
  /// What it says about retries and hedging; nil leaves both to the channel.
  var attempts: AttemptOptions?
  /// Who is told how the call goes on, once the channel's interceptors have seen it.
  var watch: ClientCallWatch?
  /// Where the metadata around a single reply goes, for a caller who wants it.
  var replyMetadata: ReplyMetadataBox?

  /// Options for a call of one's own, or, with `inheriting`, for a call made on behalf of another:
  /// that one's deadline bounds this one, and its metadata and trace go along. Who its caller is does
  /// not, unless `onBehalfOf` says so: a server believes that of its policy's delegates alone.
  /// Cancellation needs no option: it follows the task.
  ///
  /// - Parameter timeout: counts from here and not from the call: options with one are made anew for
  ///   each call.
  public init(
    inheriting call: CallContext? = nil, onBehalfOf caller: Caller? = nil,
    timeout: Duration? = nil, metadata: Metadata = Metadata(), waitsForReady: Bool = false
  ) {
    self.metadata = call?.metadata ?? Metadata()
    self.metadata.entries += metadata.entries
    if let caller { self.metadata.entries += caller.metadata }
    self.waitsForReady = waitsForReady
    self.traceBytes = call?.traceBytes ?? []
    self.deadline = call?.deadline
    if let timeout {
      let own = MonotonicClock.now + timeout.nanoseconds
      deadline = min(deadline ?? own, own)
    }
  }
}
