internal import CPostgres

/// What the server answered to one statement.
///
/// `@unchecked Sendable`: libpq does not change a result once it has handed it out, and this is its
/// one owner.
@safe final class PostgreSQLResult: @unchecked Sendable {
  let handle: OpaquePointer

  init(owning handle: OpaquePointer) {
    unsafe self.handle = unsafe handle
  }

  deinit {
    unsafe PQclear(handle)
  }

  var rowCount: Int { unsafe Int(PQntuples(handle)) }

  /// Rows that were inserted, updated or deleted; 0 for a question.
  var changedRows: Int {
    guard unsafe PQnfields(handle) == 0 || !command.hasPrefix("SELECT") else { return 0 }
    return unsafe Int(String(cString: PQcmdTuples(handle))) ?? 0
  }

  /// The tag of what was done: `COMMIT`, `INSERT 0 1`.
  var command: String { unsafe String(cString: PQcmdStatus(handle)) }

  /// The columns' types; nil for one that is none of ours.
  var types: [PostgreSQLType?] {
    let count = unsafe PQnfields(handle)
    return (0..<count).map { unsafe PostgreSQLType(rawValue: PQftype(handle, $0)) }
  }

  /// Maps every row.
  func map<R>(_ row: (any Row) throws -> R) rethrows -> [R] {
    var answer: [R] = []
    answer.reserveCapacity(rowCount)
    for number in 0..<rowCount { answer.append(try row(PostgreSQLRow(self, number))) }
    return answer
  }
}

/// One row of a result, in PostgreSQL's binary formats: big-endian integers and doubles, text and
/// bytes as they are. Bytes are read where libpq holds them.
@safe struct PostgreSQLRow: Row {
  private let result: PostgreSQLResult
  private let number: Int32

  init(_ result: PostgreSQLResult, _ number: Int) {
    self.result = result
    self.number = Int32(truncatingIfNeeded: number)
  }

  func integer(_ column: Int) -> Int64 {
    switch type(column) {
    case .int8, .int4, .int2, .bool: signed(column)
    case .float8: Int64(exactly: real(column).rounded(.towardZero)) ?? 0
    case .numeric: unsafe NumericFormat.integer(bytes(column))
    default: Int64(text(column)) ?? 0
    }
  }

  func real(_ column: Int) -> Double {
    switch type(column) {
    case .float8: Double(bitPattern: UInt64(bitPattern: signed(column)))
    case .int8, .int4, .int2, .bool: Double(signed(column))
    case .numeric: unsafe NumericFormat.double(bytes(column))
    default: Double(text(column)) ?? 0
    }
  }

  func text(_ column: Int) -> String {
    switch type(column) {
    case .int8, .int4, .int2, .bool: isNull(column) ? "" : "\(signed(column))"
    case .float8, .numeric: isNull(column) ? "" : "\(real(column))"
    default: unsafe String(decoding: bytes(column), as: UTF8.self)
    }
  }

  func blob(_ column: Int) -> [UInt8] {
    unsafe Array(bytes(column))
  }

  func isNull(_ column: Int) -> Bool {
    unsafe !has(column) || PQgetisnull(result.handle, number, Int32(column)) == 1
  }

  func value(_ column: Int) -> SQLValue {
    guard !isNull(column) else { return .null }
    return switch type(column) {
    case .int8, .int4, .int2, .bool: .integer(integer(column))
    case .float8, .numeric: .real(real(column))
    case .bytea: .blob(blob(column))
    default: .text(text(column))
    }
  }

  func withBlob<R>(_ column: Int, _ body: (RawSpan) throws -> R) rethrows -> R {
    unsafe try body(bytes(column).bytes)
  }

  private func has(_ column: Int) -> Bool {
    unsafe column >= 0 && column < Int(PQnfields(result.handle))
  }

  private func type(_ column: Int) -> PostgreSQLType? {
    unsafe has(column) ? PostgreSQLType(rawValue: PQftype(result.handle, Int32(column))) : nil
  }

  /// A big-endian two's complement number of 1 to 8 bytes.
  private func signed(_ column: Int) -> Int64 {
    let bytes = unsafe bytes(column)
    guard unsafe !bytes.isEmpty && bytes.count <= 8 else { return 0 }
    var value: Int64 = unsafe Int64(Int8(bitPattern: bytes[0]))
    for index in 1..<bytes.count { value = unsafe value << 8 | Int64(bytes[index]) }
    return value
  }

  private func bytes(_ column: Int) -> UnsafeRawBufferPointer {
    guard has(column) else { return unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
    let count = unsafe Int(PQgetlength(result.handle, number, Int32(column)))
    return unsafe UnsafeRawBufferPointer(
      start: PQgetvalue(result.handle, number, Int32(column)), count: count)
  }
}

/// The types that statements of ours bind and read, by the numbers of pg_type.
enum PostgreSQLType: UInt32 {
  case bool = 16
  case bytea = 17
  case int8 = 20
  case int2 = 21
  case int4 = 23
  case text = 25
  case float8 = 701
  case numeric = 1700
}

/// The binary format of `numeric`, which sums of integers have: how many digits of base 10 000, the
/// weight of the first, a sign, and the digits (PostgreSQL source, `numeric_send`).
enum NumericFormat {
  /// The whole part; what 64 bits cannot hold wraps around, as a sum of SQLite would have failed.
  static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64 {
    guard bytes.count >= 8 else { return 0 }
    func word(_ index: Int) -> UInt16 {
      unsafe UInt16(bytes[index * 2]) << 8 | UInt16(bytes[index * 2 + 1])
    }
    let count = min(Int(word(0)), (bytes.count - 8) / 2)
    let weight = Int(Int16(bitPattern: word(1)))
    guard weight >= 0 else { return 0 }
    var value: Int64 = 0
    // 64 bits have five digits of base 10 000 at most.
    for index in 0...min(weight, 8) {
      value = value &* 10_000 &+ (index < count ? Int64(word(4 + index)) : 0)
    }
    return word(2) == 0x4000 ? -value : value
  }

  static func double(_ bytes: UnsafeRawBufferPointer) -> Double {
    guard bytes.count >= 8 else { return 0 }
    func word(_ index: Int) -> UInt16 {
      unsafe UInt16(bytes[index * 2]) << 8 | UInt16(bytes[index * 2 + 1])
    }
    let count = min(Int(word(0)), (bytes.count - 8) / 2)
    var value = 0.0
    for index in 0..<count { value = value * 10_000 + Double(word(4 + index)) }
    var places = Int(Int16(bitPattern: word(1))) - (count - 1)
    while places > 0 { value *= 10_000; places -= 1 }
    while places < 0 { value /= 10_000; places += 1 }
    return word(2) == 0x4000 ? -value : value
  }
}
