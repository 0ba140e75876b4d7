/// Which side of a connection a machine is.
public enum Role: Equatable, Hashable, Sendable {
  case client
  case server
}

/// Which part of a message a frame's body is.
public enum Piece: Equatable, Hashable, Sendable {
  /// A message in one frame.
  case whole
  case first
  case middle
  case last
  /// No message at all (NO_MESSAGE).
  case none
}

/// What a received frame means to the owner of the connection.
///
/// The bodies of REQUEST, DATA and RESPONSE frames spend the credit that this side gave. The owner
/// gives it back with ``ConnectionMachine/didConsume(_:stream:)``, exactly once, for every body that
/// came with ``request(stream:piece:end:)``, ``data(stream:piece:end:)``,
/// ``response(stream:piece:end:)`` or ``dropped(bytes:)``. A body that came with
/// ``refuse(stream:code:text:unprocessed:)`` has been given back already.
public enum Event: Equatable, Sendable {
  /// Nothing to do: the frame was skipped, or came too late to matter.
  case none
  /// A frame for a stream that is over. Give the connection its credit back:
  /// `didConsume(bytes, stream: 0)`.
  case dropped(bytes: Int)
  /// The peer's HELLO was accepted and its settings are in force.
  indirect case ready(Hello)
  /// A new call, on a server. The head is a ``RequestHead``, `aux` the time left in microseconds.
  case request(stream: UInt32, piece: Piece, end: Bool)
  /// A message or a piece of one. `end`: the peer says no more on this stream.
  case data(stream: UInt32, piece: Piece, end: Bool)
  /// The answer, on a client. On its first piece the head is a ``ResponseHead`` and `aux` the status;
  /// with `end` the stream is over.
  case response(stream: UInt32, piece: Piece, end: Bool)
  /// The peer ended the stream at once.
  case reset(stream: UInt32, code: StatusCode, unprocessed: Bool)
  /// A window rose (0 is the connection's): try blocked sends again.
  case credit(stream: UInt32)
  /// Send the same eight bytes back in a PING with ACK.
  case ping(UInt64)
  /// A PING with ACK: an answer, if it is these eight bytes that this side sent.
  case pong(UInt64)
  /// The peer takes no further calls. A code other than 0 is an error.
  indirect case goAway(GoAway, code: UInt32, unprocessed: Bool)
  /// The stream is over: send RESET with this code, and end the call if it was known.
  case refuse(stream: UInt32, code: StatusCode, text: String, unprocessed: Bool)
  /// The connection is over: send GOAWAY with this code and close.
  case fail(code: StatusCode, text: String)
}

/// Why a connection has to end.
public struct ConnectionFailure: Error, Equatable, Sendable {
  public var code: StatusCode
  /// For a log and the peer's GOAWAY.
  public var text: String

  public init(code: StatusCode, text: String) {
    self.code = code
    self.text = text
  }
}

/// Credit to send in WINDOW frames now; 0 is none.
public struct Credit: Equatable, Sendable {
  /// For the stream.
  public var stream: UInt32
  /// For the connection, in a WINDOW on stream 0.
  public var connection: UInt32

  public init(stream: UInt32 = 0, connection: UInt32 = 0) {
    self.stream = stream
    self.connection = connection
  }
}
