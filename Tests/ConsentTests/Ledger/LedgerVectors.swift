@testable import Consent

/// Three entries of one ledger with their bytes and hashes, computed apart from this code.
struct LedgerVector: Sendable {
  var entry: LedgerEntry
  var salt: [UInt8]
  var payload: [UInt8]
  var commitment: [UInt8]
  var hash: [UInt8]

  init(_ entry: LedgerEntry, salt: UInt8, payload: String, commitment: String, hash: String) {
    self.entry = entry
    self.salt = [UInt8](repeating: salt, count: 32)
    self.payload = Self.bytes(payload)
    self.commitment = Self.bytes(commitment)
    self.hash = Self.bytes(hash)
  }

  var line: LedgerLine {
    LedgerLine(number: number, salt: salt, payload: payload, hash: hash)
  }

  private var number: UInt64 { UInt64(entry.request.suffix(1)) ?? 0 }

  private static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.utf8.filter { $0 != UInt8(ascii: "\n") }
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16)
    }
  }
}

extension LedgerVector {
  static let all = [grant, preferences, withdrawal]
  static let customer = "01JD0000000000000000000000"

  static let grant = LedgerVector(
    LedgerEntry(
      customer: customer, request: "req-1", recordedAt: .utc("2025-06-06T12:00:00Z"),
      effectiveAt: .utc("2025-06-06T12:00:00Z"), actor: .subject, recorder: "gateway",
      collection: LedgerEntry.Collection(
        method: "web_form", source: "https://example.com/join", noticeID: "join",
        noticeVersion: "3", noticeLanguage: "cs", evidence: Array(0..<32)),
      content: .consent(
        LedgerEntry.Consent(
          action: .grant, scope: .marketingByEmail, purposeVersion: 1, legalBasis: .consent,
          validUntil: .utc("2026-06-06T12:00:00Z")))),
    salt: 0x11,
    payload: """
      01010000001a30314a4430303030303030303030303030303030303030303030000000057265712d
      31000636e5f8369000000636e5f8369000010000000767617465776179000000087765625f666f72
      6d0000001868747470733a2f2f6578616d706c652e636f6d2f6a6f696e000000046a6f696e000000
      013300000002637300000020000102030405060708090a0b0c0d0e0f101112131415161718191a1b
      1c1d1e1f010000000563616d656f000000096d61726b6574696e6700000005656d61696c00000001
      010100065394844a7000
      """,
    commitment: "2e143d397a49eb91bd839d6989d9870e3feafb70d9b782e029b826e96f69512c",
    hash: "d021d700ffcd9ed802bbde83b2171fcf8949a408b03b3a431331452928a8cb6f")

  static let preferences = LedgerVector(
    LedgerEntry(
      customer: customer, request: "req-2", recordedAt: .utc("2025-06-06T12:01:00Z"),
      effectiveAt: .utc("2025-06-06T12:01:00Z"), actor: .agent, recorder: "operator",
      content: .preferences(
        Preferences(
          timeZone: "Europe/Prague", preferredChannels: ["email", "post"],
          refusedChannels: ["push"],
          topics: [
            TopicPreference(topic: "art", isWanted: true),
            TopicPreference(topic: "*", isWanted: false),
          ], quietHours: [DailyWindow("21:00", "08:00", channels: ["sms", "phone"])]))),
    salt: 0x22,
    payload: """
      01020000001a30314a4430303030303030303030303030303030303030303030000000057265712d
      32000636e5fbca1700000636e5fbca170003000000086f70657261746f7200000000000000000000
      00000000000000000000000000000000000d4575726f70652f507261677565000000020000000565
      6d61696c00000004706f737400000001000000047075736800000002000000036172740100000001
      2a00000000017f000004ec000001e00000000200000003736d730000000570686f6e650000000000
      """,
    commitment: "0861949faa81ba2ccfa7bfed8121914f78092a422057fce4b14fa2201479f6ea",
    hash: "6347f9693b1a1ef219bffca566ef2da1867200ba8ac2af68abba3da790b0572a")

  static let withdrawal = LedgerVector(
    LedgerEntry(
      customer: customer, request: "req-3", recordedAt: .utc("2025-06-06T12:02:00Z"),
      effectiveAt: .utc("2025-06-06T12:01:50Z"), actor: .subject, recorder: "gateway",
      content: .consent(
        LedgerEntry.Consent(
          action: .withdraw, scope: Scope("*", "*", controller: "*"), purposeVersion: 0,
          legalBasis: nil, validUntil: nil))),
    salt: 0x33,
    payload: """
      01010000001a30314a4430303030303030303030303030303030303030303030000000057265712d
      33000636e5ff5d9e00000636e5fec507800100000007676174657761790000000000000000000000
      0000000000000000000000000003000000012a000000012a000000012a000000000000
      """,
    commitment: "965164abd0297f143fa3f3a525445be0bbc8a0ceec1f60dde10202d2db7deb07",
    hash: "bc28738557a93cf6abe905d63657b04e0002c80d170c4c90abe4fb3b9d949a8b")
}
