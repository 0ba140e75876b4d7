public import Messages
internal import Synchronization
public import Wire

/// A reply with the metadata that came around it.
public struct CallReply<Reply: Message>: Sendable {
  public let message: Reply
  /// What the server sent before its reply.
  public let initialMetadata: Metadata
  /// What came with its status.
  public let trailingMetadata: Metadata
}

/// Takes the metadata of the attempt that gives a call its outcome.
final class ReplyMetadataBox: Sendable {
  private let state = Mutex(ReplyMetadata())

  var metadata: ReplyMetadata {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}

/// What a server says around its replies.
struct ReplyMetadata {
  var initial = Metadata()
  var trailing = Metadata()
}
