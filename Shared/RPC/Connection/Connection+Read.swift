internal import Runtime
internal import TLS
internal import Wire

/// From socket to frames. Bytes are read into the loop's shared buffer and handled in place; only
/// the beginning of a frame that has not arrived whole is kept.
extension Connection {
  /// Buffers of the loop's that one connection may fill before the others have their turn.
  private static let buffersPerTurn = 4

  final func read() {
    for _ in 0..<Self.buffersPerTurn where phase == .open && !isReadingPaused {
      let mayHoldMore = unsafe loop.withScratch { unsafe receive(into: $0) }
      if !mayHoldMore { return }
    }
    guard phase == .open, !isReadingPaused else { return }
    readLater()
  }

  /// Comes back by itself, for the TLS session may hold bytes that epoll knows nothing of; yet not in
  /// this turn, which a peer that sends as fast as it is read could else make as long as it likes.
  private final func readLater() {
    guard !readsNextTurn else { return }
    readsNextTurn = true
    loop.executeNextTurn {
      self.readsNextTurn = false
      if self.phase == .open { self.read() } else { self.discard() }
    }
  }

  /// Reads what nobody will handle, until the peer closes.
  final func discard() {
    for _ in 0..<Self.buffersPerTurn where phase == .closing || phase == .lingering {
      let ending = unsafe loop.withScratch { scratch in
        var filled = 0
        return unsafe fill(scratch, &filled)
      }
      if case .failure(let error) = ending { close(error) }
      if ending != nil { return }
    }
    if phase == .closing || phase == .lingering { readLater() }
  }

  /// Reads as much as fits and handles it. True when more may wait.
  private final func receive(into scratch: UnsafeMutableRawBufferPointer) -> Bool {
    unsafe unread.withUnsafeBytes { unsafe scratch.copyMemory(from: $0) }
    var filled = unread.count
    // What was held of a frame may be held no more.
    if filled > 0 { scheduleFlush() }
    unread = []
    let ending = unsafe fill(scratch, &filled)
    let used = unsafe handleFrames(in: UnsafeRawBufferPointer(rebasing: scratch[..<filled]))
    if phase == .open, used < filled {
      unsafe unread.append(contentsOf: scratch[used..<filled])
      if used > 0 || unreadSince == nil { unreadSince = loop.now }
      // It counts as held, from the end of the turn on.
      scheduleFlush()
    } else {
      unreadSince = nil
    }
    guard let ending else { return true }
    if case .failure(let error) = ending { close(error) }
    return false
  }

  /// Nil: the buffer is full. Success: nothing more for now. Failure: the connection has ended.
  private final func fill(
    _ scratch: UnsafeMutableRawBufferPointer, _ filled: inout Int
  ) -> Result<Void, RPCError>? {
    while filled < scratch.count {
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch[filled...])
      switch unsafe tls.read(into: room) {
      case .bytes(let count):
        filled += count
        lastReceived = loop.now
      case .wantRead: return .success(())
      case .wantWrite:
        setInterest(interest.union(.write))
        return .success(())
      case .closed:
        return .failure(RPCError(.unavailable, "the peer closed the connection"))
      case .failed(let error):
        return .failure(RPCError(.unavailable, "\(error)"))
      }
    }
    return nil
  }

  /// Handles every whole frame; returns how many bytes they took.
  private final func handleFrames(in bytes: UnsafeRawBufferPointer) -> Int {
    var offset = 0
    while phase == .open, bytes.count - offset >= FrameHeader.byteCount {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset...])
      let header = unsafe FrameHeader(parsing: RawSpan(_unsafeBytes: rest))
      if let failure = machine.check(header) {
        fail(failure.code, failure.text)
        break
      }
      let payload = FrameHeader.byteCount
      let end = payload + Int(header.length)
      guard rest.count >= end else { break }
      let split = payload + Int(header.head)
      unsafe handle(
        Frame(
          header: header, head: UnsafeRawBufferPointer(rebasing: rest[payload..<split]),
          body: UnsafeRawBufferPointer(rebasing: rest[split..<end])))
      offset += end
    }
    return offset
  }

  private final func handle(_ frame: Frame) {
    // Before the machine, which ends the connection where the budget is used up.
    if frame.header.type == .reset, streams[frame.header.stream]?.isResetInOrder == true {
      machine.forgiveReset()
    }
    let event = unsafe machine.receive(
      frame.header, head: RawSpan(_unsafeBytes: frame.head),
      body: RawSpan(_unsafeBytes: frame.body), now: loop.now)
    handle(event, frame)
  }

  /// Stops reading while the peer does not take what is sent to it, and goes on afterwards.
  ///
  /// Messages alone never come to that, because they wait in their streams before: two sides that both
  /// have much to say would else stop reading both, and wait for each other for ever. What does is
  /// answers without a body, which cost whoever provokes them next to nothing.
  final func adjustReading() {
    let mostOfMessages = settings.maximumUnsentBytes + Int(machine.peer.maxFrame)
    let shouldPause = phase == .open && output.count > mostOfMessages + settings.maximumUnsentBytes
    guard shouldPause != isReadingPaused else { return }
    isReadingPaused = shouldPause
    setInterest(shouldPause ? interest.subtracting(.read) : interest.union(.read))
    guard !shouldPause else { return }
    // The pause was ours: the peer's time for the rest of its frame begins now.
    if unreadSince != nil { unreadSince = loop.now }
    readLater()
  }
}
