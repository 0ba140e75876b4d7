public import Messages

/// Which sides of a call are streams of messages rather than one.
public enum MethodKind: Sendable, Hashable {
  case unary, serverStreaming, clientStreaming, bidirectional

  /// The client sends any number of messages.
  var hasRequestStream: Bool { self == .clientStreaming || self == .bidirectional }
}

/// What sending a call twice does, as its `idempotency_level` option declares.
public enum Idempotency: Sendable, Hashable {
  /// Nothing is known: a second send may have a second effect.
  case unknown
  /// May be retried and hedged.
  case noSideEffects
  /// May be retried.
  case idempotent
}

/// One method of one service, with the types of its messages: what a stub calls and a router serves.
public struct Method<Request: Message, Reply: Message>: Sendable {
  /// As it travels: `cameo.profile.v1.ProfileService/GetProfile`.
  public let path: String
  public let kind: MethodKind
  public let idempotency: Idempotency

  public init(service: String, name: String, kind: MethodKind, idempotency: Idempotency) {
    self.init(path: "\(service)/\(name)", kind: kind, idempotency: idempotency)
  }

  private init(path: String, kind: MethodKind, idempotency: Idempotency) {
    self.path = path
    self.kind = kind
    self.idempotency = idempotency
  }

  /// The same method with its reply left encoded: for passing on what need not be read.
  public var encodedReply: Method<Request, Encoded<Reply>> {
    .init(path: path, kind: kind, idempotency: idempotency)
  }
}
