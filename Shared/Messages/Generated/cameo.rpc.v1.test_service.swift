// Generated from cameo/rpc/v1/test_service.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension RPCV1 {
  public struct Empty: Message, @unsafe GeneratedMessage {
    public init() {}

    public static var fullName: String { "cameo.rpc.v1.Empty" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__Empty
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__empty__init)

    init(copying c: UnsafePointer<CStruct>) {
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__empty__init(c)
    }
  }
}

extension RPCV1 {
  /// A status for the server to end the call with.
  public struct EchoStatus: Message, @unsafe GeneratedMessage {
    public var code: Int32 = 0
    public var message: String = ""

    public init() {}

    public init(code: Int32 = 0, message: String = "") {
      self.code = code
      self.message = message
    }

    public static var fullName: String { "cameo.rpc.v1.EchoStatus" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__EchoStatus
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__echo_status__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.code = unsafe c.pointee.code
      self.message = unsafe CopyOut.text(c.pointee.message)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__echo_status__init(c)
      unsafe c.pointee.code = self.code
      if !self.message.isEmpty {
        unsafe c.pointee.message = arena.text(self.message)
      }
    }
  }
}

extension RPCV1 {
  public struct SimpleRequest: Message, @unsafe GeneratedMessage {
    /// How many zero bytes to answer with; 0 echoes the payload.
    public var responseSize: UInt32 = 0
    public var payload: [UInt8] = []
    /// The status to end with; absent means OK.
    public var responseStatus: RPCV1.EchoStatus? = nil
    /// How long the server waits before it answers.
    public var delayUs: UInt32 = 0
    /// Sends the request's metadata back as initial and trailing metadata.
    public var echoMetadata: Bool = false

    public init() {}

    public init(
      responseSize: UInt32 = 0,
      payload: [UInt8] = [],
      responseStatus: RPCV1.EchoStatus? = nil,
      delayUs: UInt32 = 0,
      echoMetadata: Bool = false
    ) {
      self.responseSize = responseSize
      self.payload = payload
      self.responseStatus = responseStatus
      self.delayUs = delayUs
      self.echoMetadata = echoMetadata
    }

    public static var fullName: String { "cameo.rpc.v1.SimpleRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__SimpleRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__simple_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.responseSize = unsafe c.pointee.response_size
      self.payload = unsafe CopyOut.bytes(c.pointee.payload)
      if let value = unsafe c.pointee.response_status {
        self.responseStatus = unsafe RPCV1.EchoStatus(copying: value)
      }
      self.delayUs = unsafe c.pointee.delay_us
      self.echoMetadata = unsafe c.pointee.echo_metadata != 0
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__simple_request__init(c)
      unsafe c.pointee.response_size = self.responseSize
      if !self.payload.isEmpty {
        unsafe c.pointee.payload = arena.bytes(self.payload)
      }
      if let value = self.responseStatus {
        unsafe c.pointee.response_status = arena.make(value)
      }
      unsafe c.pointee.delay_us = self.delayUs
      unsafe c.pointee.echo_metadata = self.echoMetadata ? 1 : 0
    }
  }
}

extension RPCV1 {
  public struct SimpleResponse: Message, @unsafe GeneratedMessage {
    public var payload: [UInt8] = []
    /// The caller's identity as the server saw it.
    public var peer: String = ""
    /// The attempt that the request named.
    public var attempt: UInt32 = 0
    /// Time that the call had left on arrival; 0 means no deadline.
    public var deadlineUs: UInt64 = 0

    public init() {}

    public init(
      payload: [UInt8] = [],
      peer: String = "",
      attempt: UInt32 = 0,
      deadlineUs: UInt64 = 0
    ) {
      self.payload = payload
      self.peer = peer
      self.attempt = attempt
      self.deadlineUs = deadlineUs
    }

    public static var fullName: String { "cameo.rpc.v1.SimpleResponse" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__SimpleResponse
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__simple_response__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.payload = unsafe CopyOut.bytes(c.pointee.payload)
      self.peer = unsafe CopyOut.text(c.pointee.peer)
      self.attempt = unsafe c.pointee.attempt
      self.deadlineUs = unsafe c.pointee.deadline_us
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__simple_response__init(c)
      if !self.payload.isEmpty {
        unsafe c.pointee.payload = arena.bytes(self.payload)
      }
      if !self.peer.isEmpty {
        unsafe c.pointee.peer = arena.text(self.peer)
      }
      unsafe c.pointee.attempt = self.attempt
      unsafe c.pointee.deadline_us = self.deadlineUs
    }
  }
}

extension RPCV1 {
  public struct StreamingOutputRequest: Message, @unsafe GeneratedMessage {
    public var responseParameters: [RPCV1.ResponseParameters] = []
    public var payload: [UInt8] = []
    public var responseStatus: RPCV1.EchoStatus? = nil

    public init() {}

    public init(
      responseParameters: [RPCV1.ResponseParameters] = [],
      payload: [UInt8] = [],
      responseStatus: RPCV1.EchoStatus? = nil
    ) {
      self.responseParameters = responseParameters
      self.payload = payload
      self.responseStatus = responseStatus
    }

    public static var fullName: String { "cameo.rpc.v1.StreamingOutputRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__StreamingOutputRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__streaming_output_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.responseParameters = unsafe CopyOut.messages(c.pointee.n_response_parameters, c.pointee.response_parameters)
      self.payload = unsafe CopyOut.bytes(c.pointee.payload)
      if let value = unsafe c.pointee.response_status {
        self.responseStatus = unsafe RPCV1.EchoStatus(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__streaming_output_request__init(c)
      if !self.responseParameters.isEmpty {
        unsafe c.pointee.n_response_parameters = self.responseParameters.count
        unsafe c.pointee.response_parameters = arena.messages(self.responseParameters)
      }
      if !self.payload.isEmpty {
        unsafe c.pointee.payload = arena.bytes(self.payload)
      }
      if let value = self.responseStatus {
        unsafe c.pointee.response_status = arena.make(value)
      }
    }
  }
}

extension RPCV1 {
  public struct ResponseParameters: Message, @unsafe GeneratedMessage {
    /// Bytes of the response's payload.
    public var size: UInt32 = 0
    /// How long the server waits before this response.
    public var intervalUs: UInt32 = 0

    public init() {}

    public init(size: UInt32 = 0, intervalUs: UInt32 = 0) {
      self.size = size
      self.intervalUs = intervalUs
    }

    public static var fullName: String { "cameo.rpc.v1.ResponseParameters" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__ResponseParameters
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__response_parameters__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.size = unsafe c.pointee.size
      self.intervalUs = unsafe c.pointee.interval_us
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__response_parameters__init(c)
      unsafe c.pointee.size = self.size
      unsafe c.pointee.interval_us = self.intervalUs
    }
  }
}

extension RPCV1 {
  public struct StreamingOutputResponse: Message, @unsafe GeneratedMessage {
    public var payload: [UInt8] = []

    public init() {}

    public init(payload: [UInt8] = []) {
      self.payload = payload
    }

    public static var fullName: String { "cameo.rpc.v1.StreamingOutputResponse" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__StreamingOutputResponse
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__streaming_output_response__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.payload = unsafe CopyOut.bytes(c.pointee.payload)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__streaming_output_response__init(c)
      if !self.payload.isEmpty {
        unsafe c.pointee.payload = arena.bytes(self.payload)
      }
    }
  }
}

extension RPCV1 {
  public struct StreamingInputRequest: Message, @unsafe GeneratedMessage {
    public var payload: [UInt8] = []

    public init() {}

    public init(payload: [UInt8] = []) {
      self.payload = payload
    }

    public static var fullName: String { "cameo.rpc.v1.StreamingInputRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__StreamingInputRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__streaming_input_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.payload = unsafe CopyOut.bytes(c.pointee.payload)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__streaming_input_request__init(c)
      if !self.payload.isEmpty {
        unsafe c.pointee.payload = arena.bytes(self.payload)
      }
    }
  }
}

extension RPCV1 {
  public struct StreamingInputResponse: Message, @unsafe GeneratedMessage {
    public var aggregatedPayloadSize: UInt32 = 0

    public init() {}

    public init(aggregatedPayloadSize: UInt32 = 0) {
      self.aggregatedPayloadSize = aggregatedPayloadSize
    }

    public static var fullName: String { "cameo.rpc.v1.StreamingInputResponse" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__StreamingInputResponse
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__streaming_input_response__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.aggregatedPayloadSize = unsafe c.pointee.aggregated_payload_size
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__streaming_input_response__init(c)
      unsafe c.pointee.aggregated_payload_size = self.aggregatedPayloadSize
    }
  }
}

extension SubmessageField where Whole == RPCV1.SimpleRequest, Part == RPCV1.EchoStatus {
  /// ``RPCV1.SimpleRequest/responseStatus``
  public static var responseStatus: Self { Self(number: 3) }
}

extension SubmessageField where Whole == RPCV1.StreamingOutputRequest, Part == RPCV1.ResponseParameters {
  /// ``RPCV1.StreamingOutputRequest/responseParameters``
  public static var responseParameters: Self { Self(number: 1) }
}

extension SubmessageField where Whole == RPCV1.StreamingOutputRequest, Part == RPCV1.EchoStatus {
  /// ``RPCV1.StreamingOutputRequest/responseStatus``
  public static var responseStatus: Self { Self(number: 3) }
}
