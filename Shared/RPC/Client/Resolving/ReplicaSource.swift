internal import Runtime

/// Where a channel's workers learn of replicas.
enum ReplicaSource {
  /// From the target itself, which names addresses.
  case fixed([SocketAddress])
  case directory(Directory)
  /// The target names nothing.
  case none(RPCError)

  init(_ channel: ChannelSettings, loop: EventLoop) {
    do throws(RPCError) {
      let target = try Target(channel.target)
      if let addresses = target.numeric {
        self = .fixed(addresses)
      } else {
        self = .directory(Directory(target, channel, loop: loop))
      }
    } catch {
      self = .none(error)
    }
  }

  /// A replica cannot be reached.
  func refresh() {
    if case .directory(let directory) = self { directory.refresh() }
  }

  func close() {
    if case .directory(let directory) = self { directory.close() }
  }
}
