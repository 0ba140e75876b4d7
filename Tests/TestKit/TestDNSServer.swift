import Foundation
public import Runtime
import Synchronization

/// A name server on a loopback port, which answers what the test says.
public final class TestDNSServer: Sendable {
  /// What a record of a name says.
  public enum Record: Sendable, Hashable {
    /// `127.0.0.1`.
    case a(String)
    /// `::1`.
    case aaaa(String)
    /// An empty host is the root: the service is not available.
    case srv(priority: UInt16, weight: UInt16, port: UInt16, host: String)

    var type: UInt16 {
      switch self {
      case .a: 1
      case .aaaa: 28
      case .srv: 33
      }
    }
  }

  /// What becomes of a question.
  public enum Answer: Sendable {
    case records([Record], timeToLive: UInt32 = 60)
    /// NXDOMAIN, 3.
    case noSuchName
    /// SERVFAIL, 2, and the like.
    case failure(UInt8)
    /// None at all.
    case silence
    /// A header, and then what is no record.
    case malformed
  }

  private struct State {
    var answers: [String: Answer] = [:]
    var asked: [String: Int] = [:]
    var waiters: [(name: String, count: Int, waiter: CheckedContinuation<Void, Never>)] = []
    var held: [Reply]?
    var isStopped = false
  }

  private struct Reply {
    let bytes: [UInt8]
    var to: sockaddr_storage
    let size: socklen_t
  }

  public let address: SocketAddress
  private let socket: Int32
  private let state = Mutex(State())

  public init() throws {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    self.socket = socket
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port = try unsafe withUnsafeMutableBytes(of: &name) { bytes in
      let pointer = unsafe bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
      guard let pointer = unsafe pointer, unsafe bind(socket, pointer, size) == 0,
        unsafe getsockname(socket, pointer, &size) == 0
      else { throw POSIXError(.EADDRNOTAVAIL) }
      return unsafe UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
    }
    address = try SocketAddress(host: "127.0.0.1", port: port)
    Thread.detachNewThread { [self] in serve() }
  }

  /// From now on questions about `name` are answered so.
  public func set(_ name: String, _ answer: Answer) {
    state.withLock { $0.answers[name.lowercased()] = answer }
  }

  /// Returns once `name` has been asked about so often.
  public func asked(_ name: String, times count: Int) async {
    await withCheckedContinuation { waiter in
      let isOver = state.withLock { state in
        if state.asked[name, default: 0] >= count { return true }
        state.waiters.append((name, count, waiter))
        return false
      }
      if isOver { waiter.resume() }
    }
  }

  /// How often `name` has been asked about.
  public func count(_ name: String) -> Int { state.withLock { $0.asked[name, default: 0] } }

  /// Keeps answers back until `release`.
  public func hold() { state.withLock { $0.held = $0.held ?? [] } }

  public func release() {
    let held = state.withLock { state in
      defer { state.held = nil }
      return state.held ?? []
    }
    for reply in held { send(reply) }
  }

  public func stop() {
    state.withLock { $0.isStopped = true }
    // Shut down for reading, the thread's wait ends, even though there is no connection.
    _ = shutdown(socket, Int32(SHUT_RDWR))
  }

  private func serve() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !state.withLock({ $0.isStopped }) {
      var sender = sockaddr_storage()
      var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
      let count = unsafe withUnsafeMutableBytes(of: &sender) { bytes in
        unsafe recvfrom(
          socket, &buffer, buffer.count, 0,
          bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, &size)
      }
      guard count > 12 else { continue }
      if let question = DNSQuestion(Array(buffer[..<count])) { answer(question, sender, size) }
    }
    _ = close(socket)
  }

  private func send(_ reply: Reply) {
    var reply = reply
    _ = unsafe withUnsafeMutableBytes(of: &reply.to) { bytes in
      unsafe sendto(
        socket, reply.bytes, reply.bytes.count, 0,
        bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, reply.size)
    }
  }

  private func answer(_ question: DNSQuestion, _ sender: sockaddr_storage, _ size: socklen_t) {
    let reply = state.withLock { state -> Reply? in
      let bytes = question.reply(state.answers[question.name] ?? .noSuchName)
      guard let bytes else { return nil }
      let reply = Reply(bytes: bytes, to: sender, size: size)
      guard state.held != nil else { return reply }
      state.held?.append(reply)
      return nil
    }
    if let reply { send(reply) }
    let waiters = state.withLock { state in
      state.asked[question.name, default: 0] += 1
      let asked = state.asked
      defer { state.waiters.removeAll { asked[$0.name, default: 0] >= $0.count } }
      return state.waiters.filter { asked[$0.name, default: 0] >= $0.count }.map(\.waiter)
    }
    for waiter in waiters { waiter.resume() }
  }
}

/// A question as it arrived, and what answers look like (RFC 1035, section 4).
private struct DNSQuestion {
  let name: String
  private let type: UInt16
  private let identifier: ArraySlice<UInt8>
  private let bytes: ArraySlice<UInt8>

  init?(_ message: [UInt8]) {
    var offset = 12
    var labels: [String] = []
    while offset < message.count, message[offset] > 0 {
      let end = offset + 1 + Int(message[offset])
      guard end < message.count else { return nil }
      labels.append(String(decoding: message[offset + 1..<end], as: UTF8.self))
      offset = end
    }
    guard offset + 5 <= message.count else { return nil }
    name = labels.joined(separator: ".").lowercased()
    type = UInt16(message[offset + 1]) << 8 | UInt16(message[offset + 2])
    identifier = message[..<2]
    bytes = message[12..<offset + 5]
  }

  func reply(_ answer: TestDNSServer.Answer) -> [UInt8]? {
    switch answer {
    case .silence: return nil
    case .noSuchName: return message(code: 3)
    case .failure(let code): return message(code: code)
    case .malformed: return message(code: 0, count: 1) + [0xC0, 0x0C, 0, UInt8(type)]
    case .records(let records, let time):
      let mine = records.filter { $0.type == type }
      return mine.reduce(message(code: 0, count: UInt8(mine.count))) { $0 + Self.record($1, time) }
    }
  }

  private func message(code: UInt8, count: UInt8 = 0) -> [UInt8] {
    identifier + [0x81, 0x80 | code, 0, 1, 0, count, 0, 0, 0, 0] + bytes
  }

  private static func record(_ record: TestDNSServer.Record, _ time: UInt32) -> [UInt8] {
    let data = data(record)
    return [0xC0, 0x0C] + big(record.type) + [0, 1] + big(UInt16(time >> 16))
      + big(UInt16(truncatingIfNeeded: time)) + big(UInt16(data.count)) + data
  }

  private static func data(_ record: TestDNSServer.Record) -> [UInt8] {
    switch record {
    case .a(let text): return numeric(text, AF_INET, 4)
    case .aaaa(let text): return numeric(text, AF_INET6, 16)
    case .srv(let priority, let weight, let port, let host):
      let labels = host.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
      return big(priority) + big(weight) + big(port) + labels + [0]
    }
  }

  private static func numeric(_ text: String, _ family: Int32, _ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    _ = unsafe inet_pton(family, text, &bytes)
    return bytes
  }

  private static func big(_ number: UInt16) -> [UInt8] {
    [UInt8(number >> 8), UInt8(number & 0xFF)]
  }
}
