internal import Messages
internal import Runtime

/// One call as its connection sees it: where arriving pieces become messages, and where outgoing
/// messages wait for credit. `ServerCall` and `ClientCall` say what the messages mean.
///
/// `@unchecked Sendable`: it is read and written on its connection's loop only; other threads pass
/// it along, or reach it through `EventLoop.execute`.
class Stream: TimerEntry, @unchecked Sendable {
  final let loop: EventLoop
  /// Nil before the call is sent, and once it is over.
  final var connection: Connection?
  final var id: UInt32 = 0
  /// Messages that wait for credit, in order.
  final var outbox: [OutgoingMessage] = []
  /// What has gone over it so far.
  final var totals = CallTotals()

  /// The pieces of a message that has not arrived whole.
  private final var partial: [UInt8] = []
  /// Bytes of `partial` that their sender has no credit back for.
  private final var heldBytes = 0
  /// Bytes of every body received whose credit has not been given back: those of `partial`, and
  /// those of messages that nobody has read.
  private final var owedBytes = 0
  /// Those of them that the connection has its credit back for: they wait in memory, and the other
  /// calls need not wait with them.
  private final var creditedBytes = 0
  /// Bytes of memory that are taken up here: pieces, messages that nobody has read, and the outbox.
  final private(set) var storedBytes = 0
  /// Whether the message that is arriving is compressed, as its first piece says.
  private final var isCompressed = false
  /// Whether messages from here may be compressed, where the connection does that.
  final var mayCompress = true
  /// Whether a message has begun and not ended, and when its last piece came.
  final private(set) var isAssembling = false
  final private(set) var lastPieceArrived: Int64 = 0
  /// When the outbox last moved, or began to fill.
  final var lastPieceSent: Int64 = 0

  init(loop: EventLoop) {
    self.loop = loop
    super.init()
  }

  /// Joins the pieces of a message. The last, or only, one hands the whole message on, with the bytes
  /// of credit that are still owed for it.
  ///
  /// A message may be larger than its stream's window, so while nothing else waits for the reader
  /// (`isReaderReady`), pieces are credited as they arrive: their number is bounded by max_message.
  final func assemble(
    _ body: UnsafeRawBufferPointer, _ piece: Piece, isReaderReady: Bool,
    deliver: (UnsafeRawBufferPointer, _ owedBytes: Int) -> Void
  ) {
    switch piece {
    case .none: break
    case .whole:
      totals.receivedMessages += 1
      unsafe hand(body, body.count, to: deliver)
    case .first, .middle:
      unsafe partial.append(contentsOf: body)
      heldBytes += body.count
      isAssembling = true
      lastPieceArrived = loop.now
      store(body.count)
      if isReaderReady { releaseHeldBytes() }
    case .last:
      unsafe partial.append(contentsOf: body)
      let message = partial
      isAssembling = false
      store(body.count - message.count)
      let owed = heldBytes + body.count
      partial = []
      heldBytes = 0
      totals.receivedMessages += 1
      unsafe message.withUnsafeBytes { unsafe hand($0, owed, to: deliver) }
    }
  }

  /// A piece is about to come: if it is a message's first, it says how that is to be read.
  final func note(_ header: FrameHeader, _ piece: Piece) {
    if piece == .whole || piece == .first { isCompressed = header.flags.contains(.compressed) }
  }

  /// Hands a whole message on, expanded where it is compressed.
  private final func hand(
    _ message: UnsafeRawBufferPointer, _ owed: Int,
    to deliver: (UnsafeRawBufferPointer, _ owedBytes: Int) -> Void
  ) {
    guard isCompressed else { return unsafe deliver(message, owed) }
    guard let connection else { return }
    do throws(RPCError) {
      let limit = Int(connection.machine.local.maxMessage)
      let expanded = try unsafe connection.share.zstd.expand(message, limit: limit)
      unsafe expanded.withUnsafeBytes { unsafe deliver($0, owed) }
    } catch {
      unreadable(error)
    }
  }

  /// A message of the peer's cannot be expanded. Overridden.
  func unreadable(_ error: RPCError) {}

  /// Gives the sender its credit back for the pieces at hand, so that it can finish the message.
  final func releaseHeldBytes() {
    guard heldBytes > 0 else { return }
    giveBack(heldBytes)
    heldBytes = 0
  }

  /// A body has arrived; what becomes of it comes next.
  final func owe(_ byteCount: Int) {
    owedBytes += byteCount
    totals.receivedBytes += byteCount
  }

  /// A message has been handed on to the connection.
  final func countSent(_ byteCount: Int) {
    totals.sentMessages += 1
    totals.sentBytes += byteCount
  }

  /// The application has taken bytes in: their sender may send as many more.
  final func giveBack(_ byteCount: Int) {
    guard let connection else { return }
    let before = min(byteCount, creditedBytes)
    owedBytes -= byteCount
    creditedBytes -= before
    connection.credit(byteCount, stream: id, creditedBefore: before)
  }

  /// Takes up memory, or with a negative count gives it back.
  final func store(_ byteCount: Int) {
    guard let connection else { return }
    storedBytes += byteCount
    connection.hold(byteCount)
  }

  /// What arrived and waits here for its reader takes up this stream's window, and memory that is
  /// counted. It need not take up the connection's window too: that is for the other calls.
  final func creditArrivals() {
    let arrived = owedBytes - creditedBytes
    guard arrived > 0, let connection, connection.hasRoomForArrivals else { return }
    creditedBytes += arrived
    connection.credit(arrived, stream: 0)
  }

  /// Leaves the connection, which has forgotten the stream. What the application has not taken by now
  /// it may still take, or never: the connection's other calls need that credit, so it goes back here
  /// and not again later.
  final func detach() {
    guard let connection else { return }
    self.connection = nil
    if owedBytes > creditedBytes { connection.credit(owedBytes - creditedBytes, stream: 0) }
    connection.hold(-storedBytes)
    storedBytes = 0
    owedBytes = 0
    creditedBytes = 0
    heldBytes = 0
    partial = []
    detached()
  }

  /// The stream has left its connection. Overridden.
  func detached() {}

  /// DATA has arrived. Overridden.
  func receiveData(_ body: UnsafeRawBufferPointer, _ piece: Piece, isEnd: Bool) {}

  /// The envelope of a DATA has arrived, before what else is in the frame. Overridden.
  func receiveEnvelope(_ head: UnsafeRawBufferPointer, _ piece: Piece) {}

  /// RESPONSE has arrived; only a client's call gets one. Overridden.
  func receiveResponse(_ frame: Frame, _ piece: Piece) {}

  /// The call is over before its time: reset by the peer, refused, or its connection is gone.
  /// Overridden; the connection has forgotten the stream already.
  func terminate(_ error: RPCError) {}

  /// Whether the peer's RESET comes late enough to be none of a flood. Overridden by a server's calls.
  var isResetInOrder: Bool { false }

  /// What its REQUEST says at the moment of leaving, which may be long after the call was made: the
  /// time left. Overridden.
  var requestAux: UInt32 { 0 }

  /// Gives up what waits to be sent, on a call that goes on.
  final func dropOutbox(_ error: RPCError) {
    for message in outbox { store(-message.memory) }
    failOutbox(error)
  }

  /// Wakes whoever waits for an outgoing message to leave, with the reason why it never will.
  final func failOutbox(_ error: RPCError) {
    let abandoned = outbox
    outbox = []
    for message in abandoned { message.sent?(error) }
  }
}

/// A frame within the read buffer: good until the handler of its event returns.
@safe struct Frame {
  let header: FrameHeader
  let head: UnsafeRawBufferPointer
  let body: UnsafeRawBufferPointer
}

/// A message, or what is left of it, that waits in its stream's outbox.
struct OutgoingMessage {
  let type: FrameType
  let isEnd: Bool
  /// False: an envelope alone, as a status without a reply is.
  var hasMessage = true
  let aux: UInt32
  let head: [UInt8]
  let body: [UInt8]
  var isCompressed = false
  /// Bytes of the body that have left.
  var offset = 0
  /// Called once, when the last byte is in the connection's output, or with why it never will be.
  var sent: ((RPCError?) -> Void)?
}
