extension EventLoop {
  /// Calls `handler` whenever `fd` is ready for what it is watched for, until `unwatch`. The loop
  /// keeps the handler, not the descriptor: unwatch before closing. Loop's thread.
  public func watch(
    _ fd: Int32, _ interest: Interest, _ handler: any SocketHandler
  ) throws(RuntimeError) {
    checkCurrent()
    guard fd >= 0 else { throw RuntimeError(.loop, "cannot watch descriptor \(fd): it is closed") }
    let token = watches.insert(fd, interest, handler)
    let result = poller.add(fd, interest, token: token)
    guard result < 0 else { return }
    _ = watches.remove(fd)
    throw RuntimeError(.resources, "cannot watch descriptor \(fd)", underlying: -result)
  }

  /// Changes what `fd` is watched for; the same again costs nothing. Loop's thread.
  public func update(_ fd: Int32, _ interest: Interest) {
    checkCurrent()
    guard let token = watches.update(fd, interest) else { return }
    _ = poller.modify(fd, interest, token: token)
  }

  /// No event of `fd` reaches its handler from here on, not even one already collected. Loop's
  /// thread.
  public func unwatch(_ fd: Int32) {
    checkCurrent()
    if watches.remove(fd) { poller.remove(fd) }
  }
}
