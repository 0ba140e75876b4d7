internal import CAres
internal import Runtime

/// c-ares on an event loop of its own: it says which sockets to watch and when to come back, the loop
/// calls it, and it never blocks but to read /etc/hosts and /etc/resolv.conf.
///
/// `@unchecked Sendable`: everything but `submit` and `stop`, which go there first, is used on the
/// loop's thread only.
@safe final class DNSEngine: @unchecked Sendable {
  private let loop: EventLoop
  private let settings: DNSSettings
  private var channel: OpaquePointer?
  private var openedAt: Int64 = 0
  private var sockets: [Int32: AresSocket] = [:]
  private var wakeUp: AresTimer?
  /// Those that c-ares works on: it may go on with one that has timed out.
  private var working = 0
  private var waiting: [Lookup] = []
  private var isStopped = false

  init(_ loop: EventLoop, _ settings: DNSSettings) {
    self.loop = loop
    self.settings = settings
  }

  /// From any thread.
  func submit(_ lookup: Lookup) {
    loop.execute {
      lookup.engine = self
      self.loop.schedule(lookup, at: self.loop.now + self.settings.timeout.nanoseconds)
      self.waiting.append(lookup)
      self.beginWaiting()
    }
  }

  /// Ends the thread, and every look-up. From any thread.
  func stop() {
    loop.execute {
      self.isStopped = true
      self.close()
      for lookup in self.waiting { lookup.end(.failure(lookup.error(ARES_EDESTRUCTION))) }
      self.waiting = []
    }
    loop.stop()
  }

  /// A look-up has its outcome.
  func ended(_ lookup: Lookup) { loop.cancel(lookup) }

  /// c-ares has done with a look-up: the next may begin, once it has returned.
  func done(_ lookup: Lookup) {
    working -= 1
    if !waiting.isEmpty, !isStopped { loop.execute { self.beginWaiting() } }
  }

  private func beginWaiting() {
    while !isStopped, working < settings.maximumConcurrent, !waiting.isEmpty {
      let lookup = waiting.removeFirst()
      guard !lookup.isOver else { continue }
      begin(lookup)
    }
  }

  private func begin(_ lookup: Lookup) {
    if working == 0, loop.now - openedAt > settings.configurationLifetime.nanoseconds {
      close()
    }
    do {
      let channel = unsafe try open()
      working += 1
      lookup.begin(channel)
      scheduleWakeUp()
    } catch {
      lookup.end(.failure(error))
    }
  }

  // c-ares

  private func open() throws(DNSError) -> OpaquePointer {
    if let channel = unsafe channel { return unsafe channel }
    guard AresLibrary.isReady else { throw DNSError(.failed, "c-ares cannot be initialised") }
    var opened: OpaquePointer?
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    let attempt = Int32(clamping: settings.attemptTimeout.nanoseconds / 1_000_000)
    let status = unsafe cameo_ares_open(
      &opened, max(1, attempt), Int32(clamping: max(1, settings.attempts)),
      { context, fd, readable, writable in
        guard let context = unsafe context else { return }
        let engine = unsafe Unmanaged<DNSEngine>.fromOpaque(context).takeUnretainedValue()
        engine.watch(fd, readable: readable != 0, writable: writable != 0)
      }, context)
    guard status == ARES_SUCCESS, let opened = unsafe opened else {
      throw DNSError(.failed, "c-ares cannot be set up (status \(status))")
    }
    unsafe channel = opened
    openedAt = loop.now
    if !settings.servers.isEmpty {
      let list = settings.servers.map(\.description).joined(separator: ",")
      guard unsafe ares_set_servers_ports_csv(opened, list) == ARES_SUCCESS else {
        close()
        throw DNSError(.failed, "\(list) are no name servers")
      }
    }
    return unsafe opened
  }

  private func close() {
    guard let channel = unsafe channel else { return }
    unsafe self.channel = nil
    unsafe ares_destroy(channel)
    if let wakeUp { loop.cancel(wakeUp) }
  }

  /// c-ares has opened, closed or changed its mind about a socket.
  private func watch(_ fd: Int32, readable: Bool, writable: Bool) {
    guard readable || writable else {
      if sockets.removeValue(forKey: fd) != nil { loop.unwatch(fd) }
      return
    }
    var interest: Interest = []
    if readable { interest.insert(.read) }
    if writable { interest.insert(.write) }
    guard sockets[fd] == nil else { return loop.update(fd, interest) }
    let socket = AresSocket(fd, self)
    // Unwatched, its answer is missed, and the look-up times out.
    guard (try? loop.watch(fd, interest, socket)) != nil else { return }
    sockets[fd] = socket
  }

  fileprivate func process(_ fd: Int32, _ readiness: Interest) {
    guard let channel = unsafe channel else { return }
    let none: Int32 = -1
    unsafe ares_process_fd(
      channel, readiness.contains(.read) ? fd : none, readiness.contains(.write) ? fd : none)
    scheduleWakeUp()
  }

  fileprivate func processTimeouts() { process(-1, []) }

  private func scheduleWakeUp() {
    guard let channel = unsafe channel else { return }
    let timer = wakeUp ?? AresTimer(self)
    wakeUp = timer
    let milliseconds = unsafe cameo_ares_timeout_ms(channel)
    if milliseconds < 0 { return loop.cancel(timer) }
    loop.schedule(timer, at: loop.now + milliseconds * 1_000_000)
  }
}

/// One of c-ares' sockets, as the loop watches it.
private final class AresSocket: SocketHandler {
  private let fd: Int32
  private weak var engine: DNSEngine?

  init(_ fd: Int32, _ engine: DNSEngine) {
    self.fd = fd
    self.engine = engine
  }

  func socketReady(_ readiness: Interest) { engine?.process(fd, readiness) }
}

/// When c-ares has given an answer up.
private final class AresTimer: TimerEntry {
  private weak var engine: DNSEngine?

  init(_ engine: DNSEngine) {
    self.engine = engine
    super.init()
  }

  override func fire() { engine?.processTimeouts() }
}

/// c-ares' set-up for the process, which must come once and before anything else.
private enum AresLibrary {
  static let isReady = ares_library_init(ARES_LIB_INIT_NONE) == ARES_SUCCESS
}
