import Foundation
import Glibc

/// A request to a service's admin port: HTTP/1.1, one request a connection.
enum AdminRequest {
  /// Posts, and hands over each line of the answer as it comes.
  static func post(_ path: String, to address: String, _ line: (String) -> Void) throws {
    let descriptor = try connect(address)
    defer { close(descriptor) }
    let request = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    let head = "POST \(path) HTTP/1.1\r\nHost: \(address)\r\nContent-Length: 0\r\n"
    try request.write(contentsOf: Data("\(head)Connection: close\r\n\r\n".utf8))
    var answer = AdminAnswer()
    while let bytes = try request.read(upToCount: 65_536), !bytes.isEmpty {
      for text in answer.add(Array(bytes)) { line(text) }
    }
    guard let status = answer.status, status == 200 else {
      throw ExitError(
        code: .refused,
        message: "\(address) answered \(answer.status.map(String.init) ?? "no HTTP"): "
          + printable(answer.rest),
        hint: answer.status == 404
          ? "The service makes backups where its setting storage.backups names a folder." : "")
    }
  }

  private static func connect(_ address: String) throws -> Int32 {
    guard let colon = address.lastIndex(of: ":"), let port = UInt16(address[colon...].dropFirst())
    else {
      throw ExitError(code: .dataError, message: "\(address): write HOST:PORT as in 127.0.0.1:7201")
    }
    let host = address[..<colon].filter { $0 != "[" && $0 != "]" }
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, "\(port)", &hints, &list) == 0 else {
      throw ExitError(code: .unavailable, message: "\(host) is not known")
    }
    defer { unsafe freeaddrinfo(list) }
    // A name may have several addresses, and the port be open at one of them.
    var next = unsafe list
    while let entry = unsafe next?.pointee {
      let descriptor = unsafe socket(entry.ai_family, entry.ai_socktype, 0)
      if unsafe Glibc.connect(descriptor, entry.ai_addr, entry.ai_addrlen) == 0 {
        return descriptor
      }
      let failure = errno
      close(descriptor)
      errno = failure
      unsafe next = entry.ai_next
    }
    throw ExitError(
      code: .unavailable,
      message: "\(address) cannot be reached: \(unsafe String(cString: strerror(errno)))",
      hint: "The admin port is 100 above the service's own, unless --admin says otherwise.")
  }
}

/// The lines of an answer over HTTP/1.1 as its bytes come, chunked or not: a chunk's length is a line that
/// is passed over. Pure.
struct AdminAnswer {
  /// The status, once the first line is there.
  private(set) var status: Int?
  /// What came after the last whole line.
  var rest: String { String(decoding: buffer, as: UTF8.self) }
  private var buffer: [UInt8] = []
  private var isInBody = false
  private var isChunked = false

  /// The whole lines of the body that these bytes complete.
  mutating func add(_ bytes: [UInt8]) -> [String] {
    buffer += bytes
    var lines: [String] = []
    while let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
      let ends = end > 0 && buffer[end - 1] == UInt8(ascii: "\r")
      let text = String(decoding: buffer[..<(ends ? end - 1 : end)], as: UTF8.self)
      buffer.removeFirst(end + 1)
      if isInBody {
        // Lines of ours end with a bare line feed, those of the framing with both.
        if !(isChunked && ends) { lines.append(text) }
      } else {
        head(text)
      }
    }
    return lines
  }

  private mutating func head(_ line: String) {
    if status == nil {
      let words = line.split(separator: " ")
      status = words.count > 1 ? Int(words[1]) : 0
    }
    if line.lowercased().hasPrefix("transfer-encoding:") { isChunked = true }
    if line.isEmpty { isInBody = true }
  }
}
