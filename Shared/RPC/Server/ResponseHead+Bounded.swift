internal import Wire

extension ResponseHead {
  /// The error as it can be sent. Metadata whose keys no client takes are left out, for the error says
  /// more. Where the envelope would be larger than a frame allows, the text is cut; where that is not
  /// enough, metadata and details are left out.
  init(bounded error: RPCError) {
    self.init(
      metadata: error.metadata.sendable, message: error.message, details: error.details,
      retryAfterMilliseconds: error.retryAfterMilliseconds)
    guard encodedSize > FrameHeader.maxHead else { return }
    message = error.message.prefix(utf8: FrameHeader.maxHead / 2)
    guard encodedSize > FrameHeader.maxHead else { return }
    metadata = Metadata()
    details = []
  }
}
