internal import Messages
internal import Runtime
internal import TLS
internal import Wire

/// What can stand before the body in a frame: an envelope, encoded already or not, or nothing.
protocol EncodableHead {
  var encodedSize: Int { get }
  func encode(into bytes: inout MutableRawSpan)
}

extension Hello: EncodableHead {}
extension RequestHead: EncodableHead {}
extension ResponseHead: EncodableHead {}
extension GoAway: EncodableHead {}

/// A frame that needs no envelope.
struct NoHead: EncodableHead {
  var encodedSize: Int { 0 }
  func encode(into bytes: inout MutableRawSpan) {}
}

/// From messages to frames to the socket. Everything written in a turn of the loop leaves together.
extension Connection {
  /// What became of a message that was to be sent.
  enum Sent { case now, queued, tooLarge(Int), noRoom(Int) }

  /// Sends a message on a stream: at once where credit and the output's bound allow, else by way of
  /// the stream's outbox, in order. `sent` is called only for a message that had to wait.
  final func send<Body: Message>(
    _ message: Body, _ type: FrameType, isEnd: Bool, aux: UInt32, head: some EncodableHead,
    on stream: Stream, sent: ((RPCError?) -> Void)? = nil
  ) -> Sent {
    let headSize = head.encodedSize
    var waiting = unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0)
    var result = Sent.now
    var byteCount = 0
    unsafe message.encode(arena: share.arena) { size in
      byteCount = size
      if !compresses(size, on: stream),
        canSendNow(type, stream, headSize: headSize, bodySize: size)
      {
        return unsafe beginFrame(
          type, isEnd ? .end : [], stream: stream.id, aux: aux, head, bodySize: size)
      }
      // Before the peer's HELLO nobody knows what it accepts; it says so itself if this is too much.
      let isTooLarge = machine.isReady && size > Int(machine.peer.maxMessage)
      let mayWait = isTooLarge || makeRoom(for: size + MessageCost.overhead, on: stream)
      result = isTooLarge ? .tooLarge(size) : mayWait ? .queued : .noRoom(size)
      unsafe waiting = .allocate(byteCount: max(size, 1), alignment: 16)
      unsafe waiting = UnsafeMutableRawBufferPointer(rebasing: waiting[..<size])
      guard let base = waiting.baseAddress else { preconditionFailure("memory has a base") }
      return unsafe base
    }
    share.arena.reset()
    if case .now = result { stream.countSent(byteCount) }
    if case .queued = result {
      let compressed = unsafe compressed(UnsafeRawBufferPointer(waiting), on: stream)
      stream.countSent(compressed?.count ?? byteCount)
      enqueue(
        OutgoingMessage(
          type: type, isEnd: isEnd, aux: aux, head: encoded(head),
          body: unsafe compressed ?? [UInt8](waiting), isCompressed: compressed != nil, sent: sent),
        on: stream)
    }
    unsafe waiting.deallocate()
    return result
  }

  /// Whether a message of so many bytes is worth compressing here.
  private final func compresses(_ size: Int, on stream: Stream) -> Bool {
    guard let compression = settings.compression else { return false }
    return machine.codec != nil && size >= compression.minimumBytes && stream.mayCompress
  }

  /// Nil: the message goes as it is.
  private final func compressed(_ bytes: UnsafeRawBufferPointer, on stream: Stream) -> [UInt8]? {
    guard let compression = settings.compression, compresses(bytes.count, on: stream) else {
      return nil
    }
    return unsafe share.zstd.compress(bytes, level: Int32(compression.level))
  }

  private final func canSendNow(
    _ type: FrameType, _ stream: Stream, headSize: Int, bodySize: Int
  ) -> Bool {
    stream.outbox.isEmpty && (type != .request || mayOpen(stream.id))
      && output.count <= settings.maximumUnsentBytes
      && headSize + bodySize <= Int(machine.peer.maxFrame)
      && bodySize <= machine.sendableBytes(stream.id)
  }

  /// Sends a frame that carries no message: it needs no credit, but keeps its place in the stream.
  final func sendEmpty(
    _ type: FrameType, isEnd: Bool, aux: UInt32, head: some EncodableHead, on stream: Stream
  ) {
    guard stream.outbox.isEmpty, type != .request || mayOpen(stream.id) else {
      return enqueue(
        OutgoingMessage(
          type: type, isEnd: isEnd, hasMessage: false, aux: aux, head: encoded(head), body: []),
        on: stream)
    }
    _ = unsafe beginFrame(
      type, isEnd ? [.end, .noMessage] : .noMessage, stream: stream.id, aux: aux, head, bodySize: 0)
  }

  /// Writes a frame's header and envelope to the output, and returns where its body goes.
  @discardableResult
  final func beginFrame(
    _ type: FrameType, _ flags: FrameFlags, stream: UInt32, aux: UInt32, _ head: some EncodableHead,
    bodySize: Int
  ) -> UnsafeMutableRawPointer {
    let headSize = head.encodedSize
    let header = FrameHeader(
      length: UInt32(headSize + bodySize), stream: stream, type: type, flags: flags,
      head: UInt16(headSize), aux: aux)
    let start = unsafe output.reserve(FrameHeader.byteCount + headSize + bodySize)
    var bytes = unsafe MutableRawSpan(
      _unsafeStart: start, byteCount: FrameHeader.byteCount)
    header.write(into: &bytes)
    if headSize > 0 {
      var headBytes = unsafe MutableRawSpan(
        _unsafeStart: start + FrameHeader.byteCount, byteCount: headSize)
      head.encode(into: &headBytes)
    }
    if type == .request || type == .data || type == .response {
      machine.didSend(type, flags, stream: stream, bodyBytes: bodySize)
    }
    scheduleFlush()
    return unsafe start + FrameHeader.byteCount + headSize
  }

  /// An array of capacity 0 is one object of the whole process, and filling it writes its count:
  /// loops would fight for that cache line, and it is a race by the book.
  private final func encoded(_ head: some EncodableHead) -> [UInt8] {
    let size = head.encodedSize
    guard size > 0 else { return [] }
    return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = size
      guard let base = buffer.baseAddress else { return }
      var bytes = unsafe MutableRawSpan(_unsafeStart: base, byteCount: count)
      head.encode(into: &bytes)
    }
  }
}
