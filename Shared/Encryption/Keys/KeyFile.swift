import Glibc

extension KeyEncryptionKeys {
  /// Reads a file of key-encryption keys (``init(text:)``).
  ///
  /// The file must be the process's own or root's, and nobody else's to read: mode 0600 or 0400; one of
  /// root's may let a group read, as Kubernetes mounts secrets (0440). It blocks: read it before
  /// serving.
  ///
  /// - Throws: `source` with the path and what is wrong with it.
  public static func read(file path: String) throws(EncryptionError) -> KeyEncryptionKeys {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw EncryptionError(
        .source,
        "the key file \(path) cannot be opened (\(reason(errno))): check encryption.key, or make one"
          + " with: \(recipe)")
    }
    defer { close(descriptor) }
    try checkPrivate(descriptor, path)
    var text = try KeyText.read(descriptor, from: path)
    defer { text.zero() }
    do {
      return try KeyEncryptionKeys(text: text)
    } catch {
      throw EncryptionError(.source, "the key file \(path): \(error.message)")
    }
  }

  private static func checkPrivate(_ descriptor: Int32, _ path: String) throws(EncryptionError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw EncryptionError(.source, "the key file \(path) is no ordinary file")
    }
    guard status.st_uid == geteuid() || status.st_uid == 0 else {
      throw EncryptionError(
        .source,
        "the key file \(path) belongs to user \(status.st_uid): it must be this process's or"
          + " root's")
    }
    let mayGroupRead = status.st_uid == 0
    guard status.st_mode & (mayGroupRead ? 0o037 : 0o077) == 0 else {
      let mode = String(status.st_mode & 0o777, radix: 8)
      throw EncryptionError(
        .source, "the key file \(path) has mode 0\(mode), so others may use it: chmod 600 \(path)")
    }
  }

  static func reason(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
}

/// Reads the text of keys from a descriptor.
enum KeyText {
  /// Room for hundreds of keys.
  static let mostBytes = 64 * 1024

  static func read(_ descriptor: Int32, from source: String) throws(EncryptionError) -> [UInt8] {
    var text = [UInt8](repeating: 0, count: mostBytes + 1)
    var count = 0
    while count < text.count {
      let read = unsafe text.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(
          descriptor, bytes.baseAddress.map { unsafe $0 + count }, bytes.count - count)
      }
      if read < 0, errno == EINTR { continue }
      guard read >= 0 else {
        text.zero()
        throw EncryptionError(
          .source, "\(source) cannot be read (\(KeyEncryptionKeys.reason(errno)))")
      }
      if read == 0 { break }
      count += read
    }
    guard count <= mostBytes else {
      text.zero()
      throw EncryptionError(.source, "\(source) gives more than \(mostBytes) bytes: no key file")
    }
    defer { text.zero() }
    return Array(text[..<count])
  }
}
