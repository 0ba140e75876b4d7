internal import Wire

extension ResponseHead {
  /// Where the envelope would be larger than a frame allows, the text is cut; where that is not
  /// enough, metadata and details are left out.
  init(bounded error: RPCError) {
    self.init(
      metadata: error.metadata, message: error.message, details: error.details,
      retryAfterMilliseconds: error.retryAfterMilliseconds)
    guard encodedSize > FrameHeader.maxHead else { return }
    message = error.message.prefix(utf8: FrameHeader.maxHead / 2)
    guard encodedSize > FrameHeader.maxHead else { return }
    metadata = Metadata()
    details = []
  }
}
