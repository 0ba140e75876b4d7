import Dispatch
import Messages
import RPC
import Runtime
import Synchronization
import TLS
import TestKit

/// Calls made frame by frame.
extension RawPeer {
  static let unaryCall = "cameo.rpc.v1.TestService/UnaryCall"
  static let emptyCall = "cameo.rpc.v1.TestService/EmptyCall"
  static let streamingInput = "cameo.rpc.v1.TestService/StreamingInputCall"

  /// Says HELLO, with the default limits or others.
  func greet(_ settings: Settings = Settings()) throws {
    try send(.hello, head: Hello(settings).encoded())
  }

  /// Sends a REQUEST.
  func call(
    _ stream: UInt32, _ method: String, _ flags: FrameFlags = .end, aux: UInt32 = 0,
    body: [UInt8] = []
  ) throws {
    try send(
      .request, flags, stream: stream, aux: aux, head: RequestHead(method: method).encoded(),
      body: body)
  }

  /// The frame that ends a call: its RESPONSE or its RESET.
  func outcome(of stream: UInt32) throws -> Frame {
    while true {
      let frame = try receive()
      let type = frame.header.type
      if frame.header.stream == stream, type == .response || type == .reset { return frame }
    }
  }

  /// Answers PINGs and reads on until the connection is closed.
  func readToTheEnd() throws {
    do {
      while true { _ = try receive() }
    } catch is Closed {}
  }
}

extension RawPeer.Frame {
  /// RESET of a call that no handler saw.
  var isRefusal: Bool {
    header.type == .reset && header.flags.contains(.unprocessed)
      && header.aux == StatusCode.resourceExhausted.rawValue
  }

  var text: String { String(decoding: body, as: UTF8.self) }
}

/// Notes what a server tells of itself, and lets a test wait for it.
final class ServerLog: ServerObserver, MethodRecorder {
  private struct State {
    var refusals: [Refusal] = []
    var turnedAway: [ConnectionRefusal] = []
    var ended: [StatusCode] = []
    var limits: [Int] = []
  }

  private let state = Mutex(State())
  /// Sent at the first of each.
  let refusal = Signal()
  let rejection = Signal()
  let disconnection = Signal()
  private let disconnections = DispatchSemaphore(value: 0)

  /// Blocks the calling thread until a connection has ended.
  func waitForDisconnectionOnThread() throws {
    guard disconnections.wait(timeout: .now() + 60) == .success else { throw RawPeer.TimedOut() }
  }

  var refusals: [Refusal] { state.withLock { $0.refusals } }
  var turnedAway: [ConnectionRefusal] { state.withLock { $0.turnedAway } }
  var ended: [StatusCode] { state.withLock { $0.ended } }
  var limits: [Int] { state.withLock { $0.limits } }

  func recorder(forMethod path: String) -> any MethodRecorder { self }
  func connected(_ peer: PeerIdentity) {}
  func disconnected(_ peer: PeerIdentity?, reason: String, isFault: Bool) {
    disconnection.send()
    disconnections.signal()
  }
  func handlerFailed(method: String, error: any Error) {}
  func started() {}
  func ended(_ code: StatusCode, nanoseconds: Int64) { state.withLock { $0.ended.append(code) } }

  func refused(method: String, _ reason: Refusal) {
    state.withLock { $0.refusals.append(reason) }
    refusal.send()
  }

  func turnedAway(_ peer: PeerIdentity?, _ reason: ConnectionRefusal) {
    state.withLock { $0.turnedAway.append(reason) }
    rejection.send()
  }

  func limitChanged(method: String, limit: Int) { state.withLock { $0.limits.append(limit) } }
}
