import Testing

@testable import Encryption

/// Bytes that others agree on, and bytes that stored data depend on.
@Suite struct Vectors {
  @Test func `AES-256-GCM gives the bytes of its authors' test case 16`() throws {
    let key = try SecretBytes.copy(
      hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"))
    let nonce = hex("cafebabefacedbaddecaf888")
    let plain = hex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
    let associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    let sealed = try unsafe GCM.seal(plain.span.bytes, key, nonce: nonce, associated: associated)
    let cipher = hex(
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662")
    #expect(sealed == [1] + nonce + cipher + hex("76fc6ece0f4e1768cddf8853bb2d551b"))
    #expect(try unsafe GCM.open(sealed.span.bytes, key, associated: associated) == plain)
  }

  @Test func `HMAC-SHA-256 gives the bytes of RFC 4231, case 1`() throws {
    // A key shorter than the hash's block is filled up with zeros, so these 32 bytes are its 20.
    let key = try SecretBytes.copy(
      [UInt8](repeating: 0x0b, count: 20) + [UInt8](repeating: 0, count: 12))
    #expect(
      try HMAC.sha256(Array("Hi There".utf8), key: key)
        == hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"))
  }

  @Test func `the associated data of a place are these bytes`() {
    let place = Place(customer: "01A", table: "t", column: "body", row: [9, 8])
    #expect(
      place.associatedData
        == hex("01" + "00000003303141" + "0000000174" + "00000004626f6479" + "000000020908"))
  }

  @Test func `hashes, tokens and wrappings of a known key are these bytes`() throws {
    let index = IndexKey(secret: try kek("a").secret)
    let hash = try index.hash(for: "profile.identifiers")
    // HMAC(HMAC(key, 03 | len | domain), 04 | len | part | len | part), by Python's hmac.
    #expect(try hash.hash("email", "anna@example.com") == hex("e2da9acd9a6cb3fd33b4e936dba9c474"))
    #expect(try hash.token("ann") == hex("fc1fa82dd68c4a8d"))
    let wrapped = try kek("a").wrap(index.secret, for: .subject, "01A")
    #expect(wrapped.count == 61 && wrapped[0] == 1)
    #expect(try kek("a").unwrap(wrapped, for: .subject, "01A").equals(index.secret))
  }
}
