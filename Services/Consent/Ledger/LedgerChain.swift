internal import Crypto

/// Where a subject's ledger stands.
struct LedgerHead: Equatable, Sendable {
  /// The number of the last entry; 0: there is none.
  var version: UInt64
  /// Of the last entry: 32 bytes; none with version 0.
  var hash: [UInt8]
  /// Of the last entry.
  var recordedAt: Instant

  static let empty = LedgerHead(version: 0, hash: [], recordedAt: Instant(microseconds: .min))
}

/// One line of the ledger as it is stored: an entry, sealed into the chain.
///
/// The chain is over salted commitments, not over the entries themselves, so that an erasure can
/// destroy salt and payload and leave a chain that still verifies and says nothing.
struct LedgerLine: Equatable, Sendable {
  var number: UInt64
  /// 32 random bytes.
  var salt: [UInt8]
  /// The entry's canonical encoding.
  var payload: [UInt8]
  var hash: [UInt8]

  /// What the chain runs over, and what an erasure leaves.
  var commitment: [UInt8] { LedgerChain.commitment(salt: salt, payload: payload) }
}

/// What an erasure leaves of a line: enough for the chain, and nothing of what the line said.
struct ErasedLine: Equatable, Sendable {
  var number: UInt64
  var commitment: [UInt8]
  var hash: [UInt8]
  var recordedAt: Instant
}

/// The hash chain over one subject's ledger. LEDGER.md specifies every byte.
enum LedgerChain {
  static let saltByteCount = 32

  /// What stands before the first entry.
  private static let genesis = [UInt8](repeating: 0, count: 32)

  /// SHA-256 of a tag, the salt and the canonical encoding.
  static func commitment(salt: [UInt8], payload: [UInt8]) -> [UInt8] {
    digest("cameo-ledger-1 commitment\n", [salt, payload])
  }

  /// SHA-256 of a tag, the hash before, the number and the commitment.
  static func hash(after previous: [UInt8], number: UInt64, commitment: [UInt8]) -> [UInt8] {
    var writer = CanonicalWriter()
    writer.integer(number)
    let before = previous.isEmpty ? genesis : previous
    return digest("cameo-ledger-1 entry\n", [before, writer.bytes, commitment])
  }

  /// Seals the next entry behind `head`.
  static func seal(_ payload: [UInt8], salt: [UInt8], after head: LedgerHead) -> LedgerLine {
    let number = head.version + 1
    let hash = hash(
      after: head.hash, number: number, commitment: commitment(salt: salt, payload: payload))
    return LedgerLine(number: number, salt: salt, payload: payload, hash: hash)
  }

  static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

  private static func digest(_ tag: StaticString, _ parts: [[UInt8]]) -> [UInt8] {
    var hasher = SHA256()
    hasher.update(data: Array("\(tag)".utf8))
    for part in parts { hasher.update(data: part) }
    return Array(hasher.finalize())
  }
}

extension LedgerChain {
  /// What a verification found.
  enum Finding: Equatable, Sendable {
    case intact(LedgerHead)
    /// The first line that does not fit; `head` is what was recomputed before it.
    case broken(number: UInt64, text: String, head: LedgerHead)
  }

  /// Recomputes a chain from its first line.
  ///
  /// - Parameters:
  ///   - customer: whose ledger it claims to be.
  ///   - head: what the service says the end is; an end that was cut off shows against it.
  static func verify(_ lines: [LedgerLine], of customer: String, against head: LedgerHead)
    -> Finding
  {
    var reached = LedgerHead.empty
    for line in lines {
      let number = reached.version + 1
      do throws(LedgerFormatError) {
        reached = try step(line, of: customer, from: reached)
      } catch {
        return .broken(number: number, text: error.text, head: reached)
      }
    }
    return finding(reached, against: head)
  }

  /// The same for the ledger of somebody who was erased.
  static func verify(erased lines: [ErasedLine], against head: LedgerHead) -> Finding {
    var reached = LedgerHead.empty
    for line in lines {
      let number = reached.version + 1
      guard line.number == number,
        line.hash == hash(after: reached.hash, number: number, commitment: line.commitment),
        line.recordedAt >= reached.recordedAt
      else {
        return .broken(
          number: number, text: "the hash is not that of its commitment", head: reached)
      }
      reached = LedgerHead(version: number, hash: line.hash, recordedAt: line.recordedAt)
    }
    return finding(reached, against: head)
  }

  private static func finding(_ reached: LedgerHead, against head: LedgerHead) -> Finding {
    guard reached == head else {
      return .broken(
        number: min(reached.version, head.version) + 1,
        text: "the ledger's end is not where it was left", head: reached)
    }
    return .intact(reached)
  }

  private static func step(
    _ line: LedgerLine, of customer: String, from head: LedgerHead
  ) throws(LedgerFormatError) -> LedgerHead {
    guard line.number == head.version + 1 else {
      throw LedgerFormatError(text: "entry \(line.number) stands in its place")
    }
    guard line.salt.count == saltByteCount,
      line == seal(line.payload, salt: line.salt, after: head)
    else { throw LedgerFormatError(text: "the hash is not that of its content") }
    let entry = try LedgerEntry(canonical: line.payload)
    guard entry.customer == customer else {
      throw LedgerFormatError(text: "the entry is another customer's")
    }
    guard entry.recordedAt >= head.recordedAt else {
      throw LedgerFormatError(text: "recorded before the entry in front of it")
    }
    return LedgerHead(version: line.number, hash: line.hash, recordedAt: entry.recordedAt)
  }
}
