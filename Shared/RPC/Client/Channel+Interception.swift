public import Messages
internal import Runtime

extension ClientInterceptors {
  /// Begins a call whose caller has its stream already, once the interceptors have seen it.
  func begin<Request, Reply>(
    _ call: StreamingCall<Request, Reply>, _ method: Method<Request, Reply>,
    by worker: ChannelWorker
  ) -> Task<Void, Never> {
    Task(executorPreference: worker.loop) {
      do {
        call.options = try await self.begin(method, call.options)
        call.mayCompress = call.options.mayCompress
        guard !call.isOver else {
          call.options.watch?.ended(.failure(RPCError(.cancelled, "the call was cancelled")))
          return
        }
        worker.begin(call)
      } catch {
        call.conclude(.failure(RPCError(handlerError: error)))
      }
    }
  }
}

/// Calls whose caller wants to know what came around the reply.
extension Channel {
  /// As ``unary(_:_:_:)``, with the metadata around the reply. Where the call fails, the `RPCError` has
  /// that which came with its status.
  @concurrent public func unaryWithMetadata<Request: Message, Reply: Message>(
    _ method: Method<Request, Reply>, _ request: Request, _ options: CallOptions = CallOptions()
  ) async throws -> CallReply<Reply> {
    var options = options
    let box = ReplyMetadataBox()
    options.replyMetadata = box
    let reply = try await unary(method, request, options)
    let metadata = box.metadata
    return CallReply(
      message: reply, initialMetadata: metadata.initial, trailingMetadata: metadata.trailing)
  }

  /// As ``clientStreaming(_:_:_:)``, with the metadata around the reply.
  @concurrent public func clientStreamingWithMetadata<Request: Message, Reply: Message>(
    _ method: Method<Request, Reply>, _ options: CallOptions = CallOptions(),
    _ produce: @Sendable (RequestWriter<Request>) async throws -> Void
  ) async throws -> CallReply<Reply> {
    var options = options
    let box = ReplyMetadataBox()
    options.replyMetadata = box
    let reply: Reply = try await clientStreaming(method, options, produce)
    let metadata = box.metadata
    return CallReply(
      message: reply, initialMetadata: metadata.initial, trailingMetadata: metadata.trailing)
  }
}
