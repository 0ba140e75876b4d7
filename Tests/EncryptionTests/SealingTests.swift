import Randomness
import Testing

@testable import Encryption

@Suite struct SealingTests {
  private let place = Place(customer: "01A", table: "profiles", column: "body", row: [1])

  @Test func `what was sealed opens at its place, whatever its length`() throws {
    var random = SeededRandom(seed: 7)
    let key = try SubjectKey.random()
    for count in [0, 1, 15, 16, 17, 200, 4096, 70_000] {
      let payload = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let sealed = try key.seal(payload, at: place)
      #expect(sealed.count == count + SealedPayload.overhead)
      #expect(try key.open(sealed, at: place) == payload)
    }
  }

  @Test func `no bit can be changed, no byte taken away or added`() throws {
    let key = try SubjectKey.random()
    let sealed = try key.seal(Array("anna@example.com".utf8), at: place)
    for byte in sealed.indices {
      for bit in 0..<8 {
        var changed = sealed
        changed[byte] ^= 1 << bit
        let error = #expect(throws: EncryptionError.self) { try key.open(changed, at: place) }
        #expect(error?.code == (byte == 0 ? .format : .notAuthentic))
      }
    }
    for count in 0..<sealed.count {
      let error = #expect(throws: EncryptionError.self) {
        try key.open(Array(sealed[..<count]), at: place)
      }
      #expect(error?.code == (count < SealedPayload.overhead ? .format : .notAuthentic))
    }
    #expect(throws: EncryptionError.self) { try key.open(sealed + [0], at: place) }
  }

  @Test func `a payload opens nowhere but at its place, and under no other key`() async throws {
    let key = try SubjectKey.random()
    let sealed = try key.seal([1, 2, 3], at: place)
    var others = [place, place, place, place, place]
    others[0].customer = "01B"
    others[1].table = "events"
    others[2].column = "bodies"
    others[3].row = [2]
    // The same bytes one after the other, with another border between them.
    (others[4].table, others[4].column) = ("profile", "sbody")
    for other in others {
      #expect(try await code { _ = try key.open(sealed, at: other) } == .notAuthentic)
    }
    let another = try SubjectKey.random()
    #expect(try await code { _ = try another.open(sealed, at: place) } == .notAuthentic)
  }

  @Test func `the same payload never looks the same`() throws {
    let key = try SubjectKey.random()
    let nonces = try (0..<1_000).map { _ in Array(try key.seal([], at: place)[1..<13]) }
    #expect(Set(nonces).count == nonces.count)
  }

  @Test func `keys are equal by their bytes`() throws {
    let key = try SubjectKey.random()
    #expect(key == SubjectKey(secret: try SecretBytes.copy(key.secret.copied)))
    #expect(try SubjectKey.random() != key)
    #expect(try kek("a") != kek("b"))
    #expect([UInt8].constantTimeEquals([1, 2], [1, 2]))
    #expect(![UInt8].constantTimeEquals([1, 2], [1, 3]))
    #expect(![UInt8].constantTimeEquals([1, 2], [1]))
    #expect([UInt8].constantTimeEquals([], []))
  }

  @Test func `sealed payloads are told from messages`() throws {
    let sealed = try SubjectKey.random().seal([], at: place)
    #expect(SealedPayload.isSealed(sealed))
    #expect(!SealedPayload.isSealed([]))
    // Field 1, length-delimited: how a message with a text begins.
    #expect(!SealedPayload.isSealed([0x0A] + sealed))
  }

  @Test func `a wrapped key unwraps for its purpose, its owner and its key-encryption key only`()
    async throws
  {
    let (one, other) = (try kek("one", 1), try kek("other", 2))
    let key = try SecretBytes.random(count: 32)
    let wrapped = try one.wrap(key, for: .subject, "01A")
    #expect(try one.unwrap(wrapped, for: .subject, "01A").equals(key))
    #expect(try await code { _ = try one.unwrap(wrapped, for: .subject, "01B") } == .wrongKey)
    #expect(try await code { _ = try one.unwrap(wrapped, for: .service, "01A") } == .wrongKey)
    #expect(try await code { _ = try other.unwrap(wrapped, for: .subject, "01A") } == .wrongKey)
    let namesake = KeyEncryptionKey(id: "renamed", secret: one.secret)
    #expect(try await code { _ = try namesake.unwrap(wrapped, for: .subject, "01A") } == .wrongKey)
  }
}
