internal import Wire

/// The metadata around a call's replies.
extension ClientCall {
  /// The envelope of the server's first DATA; the machine lets no other through.
  final func receiveInitialMetadata(_ head: UnsafeRawBufferPointer, _ piece: Piece) {
    // Within a message an envelope has no meaning.
    guard piece != .middle, piece != .last else { return }
    do {
      let metadata = try unsafe ResponseHead(decoding: RawSpan(_unsafeBytes: head)).metadata
      replyMetadata = ReplyMetadata(initial: metadata)
      // Read, so that it does not count as an empty frame of a flood.
      if piece == .none { giveBack(0) }
      heardInitial(metadata)
    } catch {
      cancel(RPCError(.internal, "the server's initial metadata is malformed: \(error)"))
    }
  }

  /// The status has come with metadata.
  final func heardTrailing(_ metadata: Metadata) {
    var all = replyMetadata ?? ReplyMetadata()
    all.trailing = metadata
    replyMetadata = all
  }
}
