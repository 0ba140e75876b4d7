internal import CZstd
internal import Messages

/// Compresses and expands whole messages with zstd (RFC 8878), by way of libzstd. Its two contexts take
/// memory when first used, and are used again for every message of a loop.
///
/// Loop-confined: not Sendable.
@safe final class Zstd {
  /// As HELLO names it.
  static let codec = "zstd"
  /// Powers of two of the window that a frame may ask for: 4 MiB, the largest message.
  private static let largestWindow: Int32 = 22
  /// Room that expansion begins with, as a multiple of the input.
  private static let firstGuess = 4
  /// Frames that a message may be made of. Each costs a step whatever it holds, and an empty one is 9
  /// bytes.
  private static let mostFrames = 64

  private var compressor: OpaquePointer?
  private var expander: OpaquePointer?

  deinit {
    unsafe ZSTD_freeCCtx(compressor)
    unsafe ZSTD_freeDCtx(expander)
  }

  /// The bytes compressed; nil where that makes them no smaller, or there is no memory.
  func compress(_ bytes: UnsafeRawBufferPointer, level: Int32) -> [UInt8]? {
    if unsafe compressor == nil { unsafe compressor = ZSTD_createCCtx() }
    guard let compressor = unsafe compressor, bytes.count > 1 else { return nil }
    let room = bytes.count - 1
    let compressed = unsafe [UInt8](unsafeUninitializedCapacity: room) { output, count in
      let result = unsafe ZSTD_compressCCtx(
        compressor, output.baseAddress, room, bytes.baseAddress, bytes.count, level)
      count = ZSTD_isError(result) == 0 ? result : 0
    }
    return compressed.isEmpty ? nil : compressed
  }

  /// The message that `bytes` were made from: one or more whole zstd frames and nothing behind them.
  ///
  /// - Parameter limit: the most bytes it may have. No more memory than that is taken, whatever the
  ///   frames say of themselves.
  func expand(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(RPCError) -> [UInt8] {
    let context = try unsafe freshExpander()
    var message: [UInt8] = []
    var input = unsafe ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
    let announced = unsafe Self.size(of: bytes)
    // One that says so itself: the library would find fault with the window it asks for.
    if let announced, announced > limit { throw Self.tooLarge(limit) }
    var room = min(limit, announced ?? bytes.count * Self.firstGuess)
    // 0 when a frame is whole, else that it goes on.
    var left = 1
    var frames = 0
    while unsafe input.pos < input.size || left > 0 {
      let before = unsafe (input: input.pos, output: message.count)
      left = try unsafe Self.step(context, &input, &message, room: room)
      if message.count == limit, left > 0 { throw Self.tooLarge(limit) }
      if left == 0 { frames += 1 }
      guard frames <= Self.mostFrames else {
        throw RPCError(.internal, "a compressed message has too many zstd frames")
      }
      let isStuck = unsafe before == (input.pos, message.count)
      if isStuck, message.count < room {
        throw RPCError(.internal, "a compressed message ends in the middle of a zstd frame")
      }
      if message.count == room { room = min(limit, room * 2 + 1024) }
    }
    return message
  }

  private static func tooLarge(_ limit: Int) -> RPCError {
    RPCError(.resourceExhausted, "a compressed message expands to more than \(limit) bytes")
  }

  private func freshExpander() throws(RPCError) -> OpaquePointer {
    if unsafe expander == nil {
      unsafe expander = ZSTD_createDCtx()
      unsafe ZSTD_DCtx_setParameter(expander, ZSTD_d_windowLogMax, Self.largestWindow)
    }
    guard let expander = unsafe expander else {
      throw RPCError(.resourceExhausted, "no memory to expand a message in")
    }
    unsafe ZSTD_DCtx_reset(expander, ZSTD_reset_session_only)
    return unsafe expander
  }

  /// Expands into what room there is behind what `message` holds.
  private static func step(
    _ context: OpaquePointer, _ input: inout ZSTD_inBuffer, _ message: inout [UInt8], room: Int
  ) throws(RPCError) -> Int {
    let start = message.count
    var result = 0
    // At least 1: an array of none is one object of the whole process, and its count is written here.
    let capacity = max(room - start, 1)
    let piece = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
      var buffer = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: room - start, pos: 0)
      result = unsafe ZSTD_decompressStream(context, &buffer, &input)
      count = unsafe buffer.pos
    }
    guard ZSTD_isError(result) == 0 else {
      throw RPCError(.internal, "a compressed message is not zstd: \(text(result))")
    }
    if start == 0 { message = piece } else if !piece.isEmpty { message += piece }
    return result
  }

  private static func text(_ result: Int) -> String {
    unsafe String(cString: ZSTD_getErrorName(result))
  }

  /// What the first frame says it expands to, which may be wrong.
  private static func size(of bytes: UnsafeRawBufferPointer) -> Int? {
    let size = unsafe ZSTD_getFrameContentSize(bytes.baseAddress, bytes.count)
    // The two largest values say that it is not known, and that this is no frame.
    return size < UInt64.max - 1 ? Int(clamping: size) : nil
  }
}
