import Testing

@testable import Encryption

private let one = String(repeating: "0123456789abcdef", count: 4)
private let two = String(repeating: "FEDCBA9876543210", count: 4)

@Suite struct SourceTests {
  @Test func `a text of keys gives them, the first in force`() throws {
    let text = "# ours\n\n  2026-11 \(one)\r\n2026-08\t\(two)"
    let keys = try KeyEncryptionKeys(text: Array(text.utf8))
    #expect(keys.current.id == "2026-11")
    #expect(keys.ids == ["2026-08", "2026-11"])
    #expect(keys["2026-11"]?.secret.copied == hex(one))
    #expect(keys["2026-08"]?.secret.copied == hex(two.lowercased()))
    #expect(keys["2026-07"] == nil)
  }

  @Test(
    arguments: [
      ("", "no key-encryption key was given"),
      ("# nothing\n", "no key-encryption key was given"),
      ("a \(one)\na \(two)\n", "two key-encryption keys have the id \"a\""),
      ("\n\(one)\n", "line 2 must be"),
      ("a \(one)0\n", "line 1 must be"),
      ("a \(one.dropLast())g\n", "line 1 must be"),
      ("a/b \(one)\n", "line 1 must be"),
      ("a \(String(repeating: "00", count: 32))\n", "line 1: a key of equal bytes is no key"),
    ])
  func `what is no text of keys says which line, and not what is in it`(
    text: String, expected: String
  ) throws {
    let error = try #require(throws: EncryptionError.self) {
      try KeyEncryptionKeys(text: Array(text.utf8))
    }
    #expect(error.code == .source)
    #expect(error.message.hasPrefix(expected), "\(error)")
    #expect(!error.message.contains(one.prefix(12)))
  }

  @Test func `a key file is its owner's alone`() throws {
    let scratch = try Scratch()
    for (mode, isFine) in [(0o600, true), (0o400, true), (0o644, false), (0o602, false)] {
      let path = try scratch.write("a \(one)\n", mode: mode, to: "key-\(mode)")
      if isFine {
        #expect(try KeyEncryptionKeys.read(file: path).current.id == "a")
      } else {
        let error = #expect(throws: EncryptionError.self) {
          try KeyEncryptionKeys.read(file: path)
        }
        #expect(error?.message.contains("chmod 600 \(path)") == true, "\(mode)")
      }
    }
  }

  @Test func `a key file that is not there, is no file or is too long says so`() throws {
    let scratch = try Scratch()
    let long = try scratch.write(String(repeating: "#\n", count: 40_000), to: "long")
    for (path, part) in [
      (scratch.folder + "/none", "cannot be opened"), (scratch.folder, "is no ordinary file"),
      (long, "more than 65536 bytes"),
      (try scratch.write("secret", to: "wrong"), "wrong: line 1 must be"),
    ] {
      let error = try #require(throws: EncryptionError.self) {
        try KeyEncryptionKeys.read(file: path)
      }
      #expect(error.code == .source && error.message.contains(part), "\(error)")
      #expect(!error.message.contains("secret"))
    }
  }

  @Test func `a command gives keys`() throws {
    let keys = try KeyEncryptionKeys.read(
      command: "echo '# kms'; echo a \(one)", timeout: .seconds(3_600))
    #expect(keys.current.id == "a")
  }

  @Test(
    arguments: [
      ("exit 3", "ended with status 3"),
      ("echo a \(one); exit 1", "ended with status 1"),
      ("kill -9 $$", "was ended by signal 9"),
      ("echo hello", "output: line 1 must be"),
      ("true", "output: no key-encryption key"),
      ("/nowhere/at/all 2>/dev/null", "ended with status 127"),
      ("yes '#'", "prints more than 65536 bytes"),
    ])
  func `a command that gives none says why`(command: String, part: String) throws {
    let error = try #require(throws: EncryptionError.self) {
      try KeyEncryptionKeys.read(command: command, timeout: .seconds(3_600))
    }
    #expect(error.code == .source && error.message.contains(part), "\(error)")
    #expect(!error.message.contains(one.prefix(12)))
  }

  /// Its output open or not, a command that does not end is ended.
  @Test(arguments: ["sleep 1000", "sleep 1000 | cat", "exec >&-; sleep 1000"])
  func `a command that takes too long is given up`(command: String) throws {
    let error = try #require(throws: EncryptionError.self) {
      try KeyEncryptionKeys.read(command: command, timeout: .milliseconds(20))
    }
    #expect(error.message.contains("takes too long, and was killed"))
  }
}
