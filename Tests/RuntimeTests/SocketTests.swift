import Glibc
import Testing

@testable import Runtime

@Suite struct SocketTests {
  @Test func `a connection carries bytes both ways and ends in order`() async throws {
    try await withLoop { loop in
      let listener = try Socket.listen(at: SocketAddress(host: "127.0.0.1", port: 0))
      let bound = listener.localAddress
      let address = try #require(bound)
      #expect(address.port != 0)
      let isEarly = try listener.accept() == nil
      #expect(isEarly)
      let client = try Socket.connect(to: address)
      await loop.ready(client.fd, .write)
      let failure = client.finishConnect()
      #expect(failure == nil)
      await loop.ready(listener.fd, .read)
      let accepted = try listener.accept()
      guard let server = accepted else {
        Issue.record("nobody was accepted")
        return
      }
      let (peer, own) = (server.peerAddress, client.localAddress)
      #expect(peer == own)
      let early = server.receive()
      #expect(early.outcome == .wouldBlock)
      let sent = client.send([1, 2, 3])
      #expect(sent == .bytes(3))
      await loop.ready(server.fd, .read)
      let received = server.receive()
      #expect(received.bytes == [1, 2, 3])
      server.shutDownWriting()
      await loop.ready(client.fd, .read)
      let end = client.receive()
      #expect(end.outcome == .closed)
    }
  }

  @Test(arguments: ["127.0.0.1", "::1"])
  func `both families listen`(host: String) throws {
    let listener = try Socket.listen(at: SocketAddress(host: host, port: 0))
    let bound = listener.localAddress
    #expect(bound?.host == host)
  }

  @Test func `a refused connect says so`() async throws {
    try await withLoop { loop in
      let address = try freeAddress()
      // Non-blocking on loopback: the refusal may come at once or by the loop.
      let client: Socket
      do throws(RuntimeError) {
        client = try Socket.connect(to: address)
      } catch {
        #expect(error.code == .socket)
        return
      }
      await loop.ready(client.fd, .write)
      let error = client.finishConnect()
      #expect(error?.description.contains("refused") == true)
    }
  }

  @Test func `an address in use is named`() throws {
    let first = try Socket.listen(at: SocketAddress(host: "127.0.0.1", port: 0))
    let bound = first.localAddress
    let address = try #require(bound)
    do {
      _ = try Socket.listen(at: address)
      Issue.record("two sockets listen at \(address)")
    } catch {
      #expect(error.description.contains("\(address)"))
    }
  }

  @Test func `a reset is reported as a hang-up with readiness`() async throws {
    try await withLoop { loop in
      let ends = rawPair()
      let near = Socket(owning: ends[0])
      close(ends[1])
      let readiness = await loop.ready(near.fd, .read)
      #expect(readiness.isSuperset(of: [.read, .write, .hangUp]))
    }
  }

  @Test func `a write to a closed peer is an outcome, not a signal`() throws {
    let ends = rawPair()
    let near = Socket(owning: ends[0])
    close(ends[1])
    let outcome = near.send([1])
    #expect(outcome == .closed)
  }

  /// One that was just free.
  private func freeAddress() throws -> SocketAddress {
    let listener = try Socket.listen(at: SocketAddress(host: "127.0.0.1", port: 0))
    let bound = listener.localAddress
    return try #require(bound)
  }
}

/// Two connected descriptors that belong to the caller.
func rawPair() -> [Int32] {
  var ends: [Int32] = [-1, -1]
  unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
  return ends
}

extension EventLoop {
  /// Waits until `fd` is ready.
  @discardableResult
  func ready(_ fd: Int32, _ interest: Interest) async -> Interest {
    await withCheckedContinuation { waiter in
      execute {
        let handler = ClosureHandler { readiness in
          self.unwatch(fd)
          waiter.resume(returning: readiness)
        }
        do {
          try self.watch(fd, interest, handler)
        } catch {
          Issue.record(error)
          waiter.resume(returning: [])
        }
      }
    }
  }
}

extension Socket {
  borrowing func send(_ bytes: [UInt8]) -> SocketOutcome {
    unsafe bytes.withUnsafeBytes { unsafe write($0) }
  }

  borrowing func receive(_ count: Int = 1_024) -> (outcome: SocketOutcome, bytes: [UInt8]) {
    var bytes = [UInt8](repeating: 0, count: count)
    let outcome = unsafe bytes.withUnsafeMutableBytes { unsafe read(into: $0) }
    guard case .bytes(let count) = outcome else { return (outcome, []) }
    return (outcome, Array(bytes.prefix(count)))
  }
}
