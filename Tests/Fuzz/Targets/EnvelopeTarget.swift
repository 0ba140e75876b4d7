internal import Decoding
internal import Messages
internal import Wire

extension FuzzTarget {
  /// The first byte says which envelope the others are.
  func checkEnvelope(_ input: inout ByteSource) throws(Finding) {
    let kind = input.byte()
    let bytes = input.remaining
    switch kind % 6 {
    case 0: try compare(bytes, Hello.self, RPCV1.Hello.self)
    case 1: try compare(bytes, RequestHead.self, RPCV1.RequestHead.self)
    case 2: try compare(bytes, ResponseHead.self, RPCV1.ResponseHead.self)
    case 3: try compare(bytes, GoAway.self, RPCV1.GoAway.self)
    case 4: try compare(bytes, Metadata.Entry.self, RPCV1.Metadata.self)
    default: try compare(bytes, ErrorDetail.self, RPCV1.ErrorDetail.self)
    }
  }

  /// Reads the bytes with both codecs. They may differ in what they refuse, in these ways only:
  /// Wire refuses a number that its field has no room for, where protobuf-c drops the upper bits, and
  /// keys of metadata that are none, which are mere text to protobuf-c;
  /// the pre-scan refuses tags and lengths of more than five bytes, and what would cost too much memory.
  private func compare<E: Envelope, M: Message & Mirroring>(
    _ bytes: [UInt8], _: E.Type, _: M.Type
  ) throws(Finding) where M.Original == E {
    let ours = Result { () throws(EnvelopeError) in
      try unsafe E(decoding: bytes.span.bytes)
    }
    let theirs = Result { () throws(DecodingError) in try M(decoding: bytes) }
    switch (ours, theirs) {
    case (.success(let envelope), .success(let message)):
      try expect(envelope == message.original, "\(E.self): \(envelope) is \(message) elsewhere")
      try expect(
        envelope.encoded() == message.encoded(), "\(E.self): \(envelope) encodes otherwise")
      try roundTrip(envelope)
    case (.success(let envelope), .failure(let error)):
      try expect(error.isOfBounds, "\(E.self): only Wire reads it: \(error)")
      try roundTrip(envelope)
    case (.failure(let error), .success):
      try expect(error.isOfWireAlone, "\(E.self): only Messages reads it: \(error)")
    case (.failure, .failure): break
    }
  }

  private func roundTrip<E: Envelope>(_ envelope: E) throws(Finding) {
    let encoded = envelope.encoded()
    try expect(encoded.count == envelope.encodedSize, "\(E.self): the size is that of the bytes")
    let again = try? unsafe E(decoding: encoded.span.bytes)
    try expect(
      again == envelope, "\(E.self): \(envelope) comes back as \(String(describing: again))")
  }
}

extension EnvelopeError {
  fileprivate var isOfWireAlone: Bool {
    switch self {
    case .outOfRange, .malformedVarint, .metadataKey: true
    default: false
    }
  }
}

extension DecodingError {
  fileprivate var isOfBounds: Bool {
    [.tag, .length, .allocation, .elements, .unknownFields].contains(rule)
  }
}

/// A generated message that `Wire` has a codec of its own for.
protocol Mirroring {
  associatedtype Original: Envelope
  var original: Original { get }
}

extension RPCV1.Hello: Mirroring {
  var original: Hello {
    var hello = Hello()
    hello.maxFrame = maxFrame
    hello.maxMessage = maxMessage
    hello.maxStreams = maxStreams
    hello.streamWindow = streamWindow
    hello.connectionWindow = connectionWindow
    hello.codecs = codecs
    hello.software = software
    return hello
  }
}

extension RPCV1.RequestHead: Mirroring {
  var original: RequestHead {
    RequestHead(
      method: method, metadata: Metadata(metadata.map(\.original)), trace: trace, attempt: attempt)
  }
}

extension RPCV1.ResponseHead: Mirroring {
  var original: ResponseHead {
    ResponseHead(
      metadata: Metadata(metadata.map(\.original)), message: message,
      details: details.map(\.original), retryAfterMilliseconds: retryAfterMs)
  }
}

extension RPCV1.GoAway: Mirroring {
  var original: GoAway { GoAway(lastStream: lastStream, reason: reason) }
}

extension RPCV1.Metadata: Mirroring {
  var original: Metadata.Entry { Metadata.Entry(key: key, value: value) }
}

extension RPCV1.ErrorDetail: Mirroring {
  var original: ErrorDetail { ErrorDetail(type: type, value: value) }
}
