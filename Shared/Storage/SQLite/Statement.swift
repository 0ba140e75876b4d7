internal import CSQLite

/// A prepared statement with its `$n` placeholders resolved once.
///
/// SQLite counts named parameters in the order they appear, so `$2` may well be its number 1.
@safe final class Statement {
  let handle: OpaquePointer
  let sql: String
  /// SQLite's number of `$1`, `$2`, ...
  private let slots: [Int32]
  /// When it was last used, in uses of the connection's cache.
  var lastUse = 0

  init(_ sql: String, on database: OpaquePointer) throws(StorageError) {
    var handle: OpaquePointer?
    var sql = sql
    let result = sql.withUTF8 { text in
      unsafe text.withMemoryRebound(to: CChar.self) { text in
        unsafe sqlite3_prepare_v3(
          database, text.baseAddress, Int32(text.count), UInt32(SQLITE_PREPARE_PERSISTENT),
          &handle, nil)
      }
    }
    self.sql = sql
    guard let handle = unsafe handle else {
      let message =
        unsafe result == SQLITE_OK
        ? "there is no statement" : String(cString: sqlite3_errmsg(database))
      throw StorageError(
        result: result == SQLITE_OK ? SQLITE_ERROR : result, message: message,
        doing: "preparing \"\(sql)\"")
    }
    unsafe self.handle = unsafe handle
    do {
      slots = unsafe try Statement.slots(of: handle, sql)
    } catch {
      unsafe sqlite3_finalize(handle)
      throw error
    }
  }

  deinit {
    unsafe sqlite3_finalize(handle)
  }

  private static func slots(of handle: OpaquePointer, _ sql: String) throws(StorageError)
    -> [Int32]
  {
    let count = unsafe sqlite3_bind_parameter_count(handle)
    var slots = [Int32](repeating: 0, count: Int(count))
    for index in 0..<count {
      guard let name = unsafe sqlite3_bind_parameter_name(handle, index + 1),
        let number = unsafe Int(String(cString: name).dropFirst()),
        slots.indices.contains(number - 1)
      else {
        throw StorageError(.sql, "placeholders of \"\(sql)\" are not $1 to $\(count)")
      }
      slots[number - 1] = index + 1
    }
    return slots
  }

  /// Binds all placeholders; the values are copied.
  func bind(_ parameters: [SQLValue]) throws(StorageError) {
    guard parameters.count == slots.count else {
      throw StorageError(
        .sql, "\"\(sql)\" has \(slots.count) placeholders but got \(parameters.count) values")
    }
    for (slot, value) in zip(slots, parameters) {
      let result = bind(value, at: slot)
      guard result == SQLITE_OK else {
        throw StorageError(
          result: result, message: unsafe String(cString: sqlite3_errstr(result)),
          doing: "binding a value of \"\(sql)\"")
      }
    }
  }

  private func bind(_ value: SQLValue, at slot: Int32) -> Int32 {
    switch value {
    case .null: return unsafe sqlite3_bind_null(handle, slot)
    case .integer(let integer): return unsafe sqlite3_bind_int64(handle, slot, integer)
    case .real(let real): return unsafe sqlite3_bind_double(handle, slot, real)
    case .text(var text):
      return text.withUTF8 { bytes in
        unsafe cameo_sqlite3_bind_text(handle, slot, bytes.baseAddress, UInt64(bytes.count))
      }
    case .blob(let blob):
      return unsafe blob.withUnsafeBytes { bytes in
        unsafe cameo_sqlite3_bind_blob(handle, slot, bytes.baseAddress, UInt64(bytes.count))
      }
    }
  }

  /// Steps once: true if there is a row.
  func step() -> Int32 {
    unsafe sqlite3_step(handle)
  }

  /// Ends the statement's hold on the database and forgets the values.
  func reset() {
    unsafe sqlite3_reset(handle)
    if !slots.isEmpty { unsafe sqlite3_clear_bindings(handle) }
  }
}
