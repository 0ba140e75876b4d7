internal import Wire

/// The metadata around a call's replies.
extension ClientCall {
  /// The envelope of the server's first DATA; the machine lets no other through.
  final func receiveInitialMetadata(_ head: UnsafeRawBufferPointer) {
    do {
      let metadata = try unsafe ResponseHead(decoding: RawSpan(_unsafeBytes: head)).metadata
      replyMetadata = ReplyMetadata(initial: metadata)
      heardInitial(metadata)
    } catch {
      cancel(
        RPCError(.internal, "the server's initial metadata is malformed: \(error)"),
        telling: .internal)
    }
  }

  /// The status has come with metadata.
  final func heardTrailing(_ metadata: Metadata) {
    var all = replyMetadata ?? ReplyMetadata()
    all.trailing = metadata
    replyMetadata = all
  }

  /// Leaves the metadata of the attempt that counts where the caller looks for it.
  final func giveMetadata() {
    if let box = options.replyMetadata, let replyMetadata { box.metadata = replyMetadata }
  }
}
