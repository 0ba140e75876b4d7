import Encryption
import Storage

/// One line of the ledger as the table has it: as it is, sealed, or erased.
struct LedgerRow: Sendable {
  static let columns = "entry, salt, payload, hash, commitment, recorded_at, request_digest"

  var number: UInt64
  /// 32 bytes; none where `payload` is sealed, and the salt with it, and where it is erased.
  var salt: [UInt8]
  /// None: erased.
  var payload: [UInt8]
  var hash: [UInt8]
  /// nil: stored before it was kept; it follows from salt and payload.
  var commitment: [UInt8]?
  var recordedAt: Instant
  var digest: [UInt8]

  init(_ row: any Row) {
    number = UInt64(bitPattern: row.integer(0))
    salt = row.blob(1)
    payload = row.blob(2)
    hash = row.blob(3)
    commitment = row.optionalBlob(4)
    recordedAt = Instant(microseconds: row.integer(5))
    digest = row.blob(6)
  }

  /// Whether it was stored before encryption was switched on.
  var isPlain: Bool { !salt.isEmpty }

  var head: LedgerHead { LedgerHead(version: number, hash: hash, recordedAt: recordedAt) }

  /// - Throws: ``EncryptionError`` where it does not open.
  func line(_ vault: CustomerVault) throws -> LedgerLine {
    guard vault.isSealing else {
      return LedgerLine(number: number, salt: salt, payload: payload, hash: hash)
    }
    let opened = try vault.open(payload, .entry, row: "\(number)")
    return LedgerLine(
      number: number, salt: Array(opened.prefix(LedgerChain.saltByteCount)),
      payload: Array(opened.dropFirst(LedgerChain.saltByteCount)), hash: hash)
  }

  /// The same, but what was changed or moved gives a line that fits no chain.
  func lineOrBroken(_ vault: CustomerVault) throws -> LedgerLine {
    do {
      return try line(vault)
    } catch let error as EncryptionError where [.notAuthentic, .format].contains(error.code) {
      return LedgerLine(number: number, salt: [], payload: [], hash: hash)
    }
  }

  /// What an erasure leaves of it.
  var erased: ErasedLine {
    ErasedLine(number: number, commitment: commitment ?? [], hash: hash, recordedAt: recordedAt)
  }
}

extension LedgerLine {
  /// Salt and payload as the table has them.
  func stored(_ vault: CustomerVault) throws -> (salt: [UInt8], payload: [UInt8]) {
    guard vault.isSealing else { return (salt, payload) }
    return ([], try vault.seal(salt + payload, .entry, row: "\(number)"))
  }
}
