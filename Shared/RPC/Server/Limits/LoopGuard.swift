internal import Runtime

/// What bounds the connections of a server on one loop. Touched on that loop only.
final class LoopGuard {
  let memory: MemoryBudget
  let methods: MethodTable
  let stalls: StallWatch
  let census: ConnectionCensus
  var handshakes: HandshakeQueue<ServerConnection>

  init(_ server: ServerContext, loop: EventLoop, tasks: HandlerTasks) {
    memory = server.limits.memory
    methods = MethodTable(server, loop: loop, tasks: tasks)
    stalls = StallWatch(loop: loop, limit: server.limits.stallTimeout)
    census = server.census
    handshakes = HandshakeQueue(maximum: server.limits.maximumHandshakes)
  }
}
