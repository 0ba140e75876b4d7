internal import CLinux

/// One epoll set with its wake-up eventfd. Owns both and closes them.
@safe
struct Poller: ~Copyable {
  /// A token no descriptor has: fd -1.
  private static let wakeToken = UInt64(UInt32.max)
  private static let capacity: Int32 = 256

  private let epoll: Descriptor
  private let wakeUp: Descriptor
  private let events: UnsafeMutablePointer<epoll_event>

  init() throws(RuntimeError) {
    let epoll = Descriptor(
      owning: try check(cameo_epoll_create(), .resources, "cannot create an epoll set"))
    let wakeUp = Descriptor(
      owning: try check(cameo_eventfd(), .resources, "cannot create an eventfd"))
    try check(
      cameo_epoll_control(epoll.fd, cameo_epoll_add, wakeUp.fd, cameo_epoll_in, Self.wakeToken),
      .resources, "cannot watch the wake-up eventfd")
    self.epoll = epoll
    self.wakeUp = wakeUp
    unsafe events = .allocate(capacity: Int(Self.capacity))
    unsafe events.initialize(repeating: epoll_event(), count: Int(Self.capacity))
  }

  deinit { unsafe events.deallocate() }

  /// 0 or -errno.
  func add(_ fd: Int32, _ interest: Interest, token: UInt64) -> Int32 {
    cameo_epoll_control(epoll.fd, cameo_epoll_add, fd, interest.epollEvents, token)
  }

  func modify(_ fd: Int32, _ interest: Interest, token: UInt64) -> Int32 {
    cameo_epoll_control(epoll.fd, cameo_epoll_modify, fd, interest.epollEvents, token)
  }

  func remove(_ fd: Int32) { _ = cameo_epoll_control(epoll.fd, cameo_epoll_delete, fd, 0, 0) }

  /// Ends the sleep of whoever waits, now or at the next wait. From any thread.
  func wake() { cameo_eventfd_signal(wakeUp.fd) }

  /// Sleeps until something is ready, or `timeoutMilliseconds` (-1: for ever; 0: only looks). The
  /// number of events; an interrupted sleep is 0.
  func wait(timeoutMilliseconds: Int32) -> Int {
    Int(max(0, unsafe cameo_epoll_wait(epoll.fd, events, Self.capacity, timeoutMilliseconds)))
  }

  /// What the last wait found, by index; nil is the wake-up, which is thereby spent.
  func event(_ index: Int) -> (token: UInt64, readiness: Interest)? {
    let event = unsafe events + index
    let token = unsafe cameo_event_data(event)
    guard token != Self.wakeToken else {
      cameo_eventfd_clear(wakeUp.fd)
      return nil
    }
    return (token, unsafe Interest(epollEvents: cameo_event_bits(event)))
  }
}
