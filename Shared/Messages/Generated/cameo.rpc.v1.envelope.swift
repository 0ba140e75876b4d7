// Generated from cameo/rpc/v1/envelope.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension RPCV1 {
  /// The first frame's envelope, each way. A number left 0 means the default.
  public struct Hello: Message, @unsafe GeneratedMessage {
    /// Payload bytes that this side accepts in one frame.
    public var maxFrame: UInt32 = 0
    /// Bytes of one whole message.
    public var maxMessage: UInt32 = 0
    /// Calls that the peer may have open at once.
    public var maxStreams: UInt32 = 0
    /// Initial credit of a stream, in bytes.
    public var streamWindow: UInt32 = 0
    /// Initial credit of the connection, in bytes.
    public var connectionWindow: UInt32 = 0
    /// Compression, best first; may be empty.
    public var codecs: [String] = []
    /// "cameo-profile/0.1.0", for logs.
    public var software: String = ""

    public init() {}

    public init(
      maxFrame: UInt32 = 0,
      maxMessage: UInt32 = 0,
      maxStreams: UInt32 = 0,
      streamWindow: UInt32 = 0,
      connectionWindow: UInt32 = 0,
      codecs: [String] = [],
      software: String = ""
    ) {
      self.maxFrame = maxFrame
      self.maxMessage = maxMessage
      self.maxStreams = maxStreams
      self.streamWindow = streamWindow
      self.connectionWindow = connectionWindow
      self.codecs = codecs
      self.software = software
    }

    public static var fullName: String { "cameo.rpc.v1.Hello" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__Hello
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__hello__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.maxFrame = unsafe c.pointee.max_frame
      self.maxMessage = unsafe c.pointee.max_message
      self.maxStreams = unsafe c.pointee.max_streams
      self.streamWindow = unsafe c.pointee.stream_window
      self.connectionWindow = unsafe c.pointee.connection_window
      self.codecs = unsafe CopyOut.list(c.pointee.n_codecs, c.pointee.codecs) { unsafe CopyOut.text($0) }
      self.software = unsafe CopyOut.text(c.pointee.software)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__hello__init(c)
      unsafe c.pointee.max_frame = self.maxFrame
      unsafe c.pointee.max_message = self.maxMessage
      unsafe c.pointee.max_streams = self.maxStreams
      unsafe c.pointee.stream_window = self.streamWindow
      unsafe c.pointee.connection_window = self.connectionWindow
      if !self.codecs.isEmpty {
        unsafe c.pointee.n_codecs = self.codecs.count
        unsafe c.pointee.codecs = arena.list(self.codecs) { unsafe arena.text($0) }
      }
      if !self.software.isEmpty {
        unsafe c.pointee.software = arena.text(self.software)
      }
    }
  }
}

extension RPCV1 {
  public struct Metadata: Message, @unsafe GeneratedMessage {
    /// Lower case; "cameo-" is reserved.
    public var key: String = ""
    public var value: [UInt8] = []

    public init() {}

    public init(key: String = "", value: [UInt8] = []) {
      self.key = key
      self.value = value
    }

    public static var fullName: String { "cameo.rpc.v1.Metadata" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__Metadata
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__metadata__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.key = unsafe CopyOut.text(c.pointee.key)
      self.value = unsafe CopyOut.bytes(c.pointee.value)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__metadata__init(c)
      if !self.key.isEmpty {
        unsafe c.pointee.key = arena.text(self.key)
      }
      if !self.value.isEmpty {
        unsafe c.pointee.value = arena.bytes(self.value)
      }
    }
  }
}

extension RPCV1 {
  public struct RequestHead: Message, @unsafe GeneratedMessage {
    /// "cameo.profile.v1.ProfileService/GetProfile"
    public var method: String = ""
    public var metadata: [RPCV1.Metadata] = []
    /// W3C trace context, binary: 16 trace id, 8 span id, 1 flags; may be empty.
    public var trace: [UInt8] = []
    /// 0 first, then 1, 2 ... on a retry.
    public var attempt: UInt32 = 0

    public init() {}

    public init(
      method: String = "",
      metadata: [RPCV1.Metadata] = [],
      trace: [UInt8] = [],
      attempt: UInt32 = 0
    ) {
      self.method = method
      self.metadata = metadata
      self.trace = trace
      self.attempt = attempt
    }

    public static var fullName: String { "cameo.rpc.v1.RequestHead" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__RequestHead
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__request_head__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.method = unsafe CopyOut.text(c.pointee.method)
      self.metadata = unsafe CopyOut.messages(c.pointee.n_metadata, c.pointee.metadata)
      self.trace = unsafe CopyOut.bytes(c.pointee.trace)
      self.attempt = unsafe c.pointee.attempt
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__request_head__init(c)
      if !self.method.isEmpty {
        unsafe c.pointee.method = arena.text(self.method)
      }
      if !self.metadata.isEmpty {
        unsafe c.pointee.n_metadata = self.metadata.count
        unsafe c.pointee.metadata = arena.messages(self.metadata)
      }
      if !self.trace.isEmpty {
        unsafe c.pointee.trace = arena.bytes(self.trace)
      }
      unsafe c.pointee.attempt = self.attempt
    }
  }
}

extension RPCV1 {
  public struct ResponseHead: Message, @unsafe GeneratedMessage {
    /// Initial metadata on a first DATA frame, trailing metadata on a RESPONSE.
    public var metadata: [RPCV1.Metadata] = []
    /// Human text of a status other than OK.
    public var message: String = ""
    public var details: [RPCV1.ErrorDetail] = []
    /// The server's push-back; 0 means none.
    public var retryAfterMs: UInt32 = 0

    public init() {}

    public init(
      metadata: [RPCV1.Metadata] = [],
      message: String = "",
      details: [RPCV1.ErrorDetail] = [],
      retryAfterMs: UInt32 = 0
    ) {
      self.metadata = metadata
      self.message = message
      self.details = details
      self.retryAfterMs = retryAfterMs
    }

    public static var fullName: String { "cameo.rpc.v1.ResponseHead" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__ResponseHead
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__response_head__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.metadata = unsafe CopyOut.messages(c.pointee.n_metadata, c.pointee.metadata)
      self.message = unsafe CopyOut.text(c.pointee.message)
      self.details = unsafe CopyOut.messages(c.pointee.n_details, c.pointee.details)
      self.retryAfterMs = unsafe c.pointee.retry_after_ms
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__response_head__init(c)
      if !self.metadata.isEmpty {
        unsafe c.pointee.n_metadata = self.metadata.count
        unsafe c.pointee.metadata = arena.messages(self.metadata)
      }
      if !self.message.isEmpty {
        unsafe c.pointee.message = arena.text(self.message)
      }
      if !self.details.isEmpty {
        unsafe c.pointee.n_details = self.details.count
        unsafe c.pointee.details = arena.messages(self.details)
      }
      unsafe c.pointee.retry_after_ms = self.retryAfterMs
    }
  }
}

extension RPCV1 {
  public struct ErrorDetail: Message, @unsafe GeneratedMessage {
    /// Full name of the message in value, as in "cameo.rpc.v1.FieldViolation".
    public var type: String = ""
    public var value: [UInt8] = []

    public init() {}

    public init(type: String = "", value: [UInt8] = []) {
      self.type = type
      self.value = value
    }

    public static var fullName: String { "cameo.rpc.v1.ErrorDetail" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__ErrorDetail
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__error_detail__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.type = unsafe CopyOut.text(c.pointee.type)
      self.value = unsafe CopyOut.bytes(c.pointee.value)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__error_detail__init(c)
      if !self.type.isEmpty {
        unsafe c.pointee.type = arena.text(self.type)
      }
      if !self.value.isEmpty {
        unsafe c.pointee.value = arena.bytes(self.value)
      }
    }
  }
}

extension RPCV1 {
  public struct GoAway: Message, @unsafe GeneratedMessage {
    /// The last stream that will be answered.
    public var lastStream: UInt32 = 0
    public var reason: String = ""

    public init() {}

    public init(lastStream: UInt32 = 0, reason: String = "") {
      self.lastStream = lastStream
      self.reason = reason
    }

    public static var fullName: String { "cameo.rpc.v1.GoAway" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__GoAway
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__go_away__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.lastStream = unsafe c.pointee.last_stream
      self.reason = unsafe CopyOut.text(c.pointee.reason)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__go_away__init(c)
      unsafe c.pointee.last_stream = self.lastStream
      if !self.reason.isEmpty {
        unsafe c.pointee.reason = arena.text(self.reason)
      }
    }
  }
}

extension SubmessageField where Whole == RPCV1.RequestHead, Part == RPCV1.Metadata {
  /// ``RPCV1.RequestHead/metadata``
  public static var metadata: Self { Self(number: 2) }
}

extension SubmessageField where Whole == RPCV1.ResponseHead, Part == RPCV1.Metadata {
  /// ``RPCV1.ResponseHead/metadata``
  public static var metadata: Self { Self(number: 1) }
}

extension SubmessageField where Whole == RPCV1.ResponseHead, Part == RPCV1.ErrorDetail {
  /// ``RPCV1.ResponseHead/details``
  public static var details: Self { Self(number: 3) }
}
