public import Wire

/// What a handler and its interceptors have to say beside the replies.
struct CallAdditions {
  /// Metadata that goes before the first reply; empty once it is gone.
  var initial = Metadata()
  /// What was sent of it.
  var sentInitial = Metadata()
  var isInitialSent = false
  /// Metadata that goes with the status.
  var trailing = Metadata()
  /// Where the call stands in a trace, if it is no longer where the client said.
  var trace: TraceContext?
}

extension CallContext {
  /// Metadata for the client to have before the first reply: it goes with that, or with the status
  /// where there is none, unless ``sendInitialMetadata(_:)`` sends it earlier. What is set after it has
  /// gone is not sent.
  public var initialMetadata: Metadata {
    get { added { $0.isInitialSent ? $0.sentInitial : $0.initial } ?? Metadata() }
    nonmutating set { call.withAdditions { $0.initial = newValue } }
  }

  /// Metadata for the client to have with the status, be it OK or not. That of an `RPCError` goes before
  /// it. Set before the handler is done.
  public var trailingMetadata: Metadata {
    get { added { $0.trailing } ?? Metadata() }
    nonmutating set { call.withAdditions { $0.trailing = newValue } }
  }

  /// Where the call stands in a trace: as the client said, unless an interceptor knows better; nil where
  /// what came is empty or malformed. Calls made on this one's behalf take it along.
  public var trace: TraceContext? {
    get { added { $0.trace } ?? TraceContext(bytes: call.trace) }
    nonmutating set { call.withAdditions { $0.trace = newValue } }
  }

  /// Sends initial metadata now, in front of any reply: ``initialMetadata``, then `metadata`.
  ///
  /// Throws FAILED_PRECONDITION where it has been sent or a reply has gone before it,
  /// RESOURCE_EXHAUSTED where it is too large for an envelope, CANCELLED where the call is over.
  public func sendInitialMetadata(_ metadata: Metadata = Metadata()) async throws {
    call.withAdditions { additions in
      if !additions.isInitialSent { additions.initial.entries += metadata.entries }
    }
    try await call.origin.sendInitialMetadata(of: call)
  }

  private func added<Value>(_ value: (CallAdditions) -> Value?) -> Value? {
    guard call.hasAdditions else { return nil }
    return call.withAdditions { value($0) }
  }

  /// The trace in its binary form, for calls made on this one's behalf; empty where there is none.
  var traceBytes: [UInt8] {
    if call.hasAdditions, let trace = call.withAdditions({ $0.trace }) { return trace.bytes }
    return call.trace.count == TraceContext.byteCount ? call.trace : []
  }
}

extension CallState {
  static var initialMetadataSent: RPCError {
    RPCError(.failedPrecondition, "initial metadata goes once, and before the first reply")
  }

  /// The initial metadata, once; nil when it has been taken.
  func takeInitialMetadata() -> Metadata? {
    withAdditions { additions in
      guard !additions.isInitialSent else { return nil }
      additions.isInitialSent = true
      additions.sentInitial = additions.initial
      additions.initial = Metadata()
      return additions.sentInitial
    }
  }
}
