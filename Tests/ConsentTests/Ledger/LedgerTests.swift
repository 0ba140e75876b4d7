import Testing

@testable import Consent

@Suite struct `The canonical encoding` {
  @Test(arguments: LedgerVector.all)
  func `is the one that the specification gives`(vector: LedgerVector) {
    #expect(vector.entry.canonical == vector.payload)
  }

  @Test(arguments: LedgerVector.all)
  func `reads back as what was written`(vector: LedgerVector) throws {
    #expect(try LedgerEntry(canonical: vector.payload) == vector.entry)
  }

  @Test(arguments: LedgerVector.all)
  func `is refused where it is cut or goes on`(vector: LedgerVector) {
    for count in 0..<vector.payload.count {
      #expect(throws: LedgerFormatError.self) {
        try LedgerEntry(canonical: Array(vector.payload.prefix(count)))
      }
    }
    #expect(throws: LedgerFormatError.self) { try LedgerEntry(canonical: vector.payload + [0]) }
  }

  @Test(arguments: LedgerVector.all)
  func `has no second form: what reads, writes the same bytes`(vector: LedgerVector) {
    for index in vector.payload.indices {
      for bit in 0..<8 {
        var changed = vector.payload
        changed[index] ^= 1 << UInt8(bit)
        if let entry = try? LedgerEntry(canonical: changed) { #expect(entry.canonical == changed) }
      }
    }
  }
}

@Suite struct `The hash chain` {
  static let lines = LedgerVector.all.map(\.line)
  static let head = LedgerHead(
    version: 3, hash: LedgerVector.withdrawal.hash, recordedAt: .utc("2025-06-06T12:02:00Z"))

  private func verify(_ lines: [LedgerLine], against head: LedgerHead = Self.head)
    -> LedgerChain.Finding
  {
    LedgerChain.verify(lines, of: LedgerVector.customer, against: head)
  }

  @Test func `has the hashes that the specification gives`() {
    var head = LedgerHead.empty
    for vector in LedgerVector.all {
      let commitment = LedgerChain.commitment(salt: vector.salt, payload: vector.payload)
      #expect(commitment == vector.commitment)
      let line = LedgerChain.seal(vector.entry.canonical, salt: vector.salt, after: head)
      #expect(line == vector.line)
      head = LedgerHead(
        version: line.number, hash: line.hash, recordedAt: vector.entry.recordedAt)
    }
  }

  @Test func `verifies`() {
    #expect(verify(Self.lines) == .intact(Self.head))
    #expect(verify([], against: .empty) == .intact(.empty))
  }

  @Test func `shows every single byte that was changed`() {
    for index in Self.lines.indices {
      for path in [\LedgerLine.payload, \LedgerLine.salt, \LedgerLine.hash] {
        for byte in Self.lines[index][keyPath: path].indices {
          var changed = Self.lines
          changed[index][keyPath: path][byte] ^= 0x01
          guard case .broken(let number, _, _) = verify(changed) else {
            Issue.record("byte \(byte) of entry \(index + 1) was changed unseen")
            return
          }
          #expect(number == UInt64(index) + 1)
        }
      }
    }
  }

  @Test func `shows an entry that was left out, doubled, moved or cut off`() {
    let (a, b, c) = (Self.lines[0], Self.lines[1], Self.lines[2])
    for changed in [[b, c], [a, c], [a, b], [a, a, b, c], [b, a, c], []] {
      #expect(verify(changed) != .intact(Self.head))
    }
  }

  @Test func `shows an end that was cut off where the head tells of it`() {
    guard case .broken(let number, _, _) = verify(Array(Self.lines.dropLast())) else {
      Issue.record("the end was cut off unseen")
      return
    }
    #expect(number == 3)
  }

  @Test func `is one customer's own`() {
    let finding = LedgerChain.verify(
      Self.lines, of: "01JD0000000000000000000001", against: Self.head)
    #expect(finding != .intact(Self.head))
  }
}

@Suite struct `A subject's record` {
  private func subject() -> Subject {
    var subject = Subject()
    for (index, vector) in LedgerVector.all.enumerated() {
      subject.apply(vector.entry, number: UInt64(index) + 1)
    }
    return subject
  }

  @Test func `reads back as what was written`() throws {
    let subject = subject()
    #expect(try Subject(status: .active, record: subject.record) == subject)
    #expect(try Subject(status: .erased, record: subject.record).status == .erased)
    #expect(try Subject(status: .active, record: Subject().record) == Subject())
  }

  @Test func `is refused where it is damaged`() {
    let record = subject().record
    for count in 0..<record.count {
      #expect(throws: LedgerFormatError.self) {
        try Subject(status: .active, record: Array(record.prefix(count)))
      }
    }
  }
}
