internal import CPostgres

/// Parameters as libpq wants them: pointers to values in binary, their lengths and their types.
///
/// Types are said and not left to the server to guess, because what is sent is not text; only NULL
/// takes the type of its place.
enum PostgreSQLBinding {
  @unsafe struct Values {
    var pointers: UnsafePointer<UnsafePointer<CChar>?>?
    var lengths: UnsafePointer<Int32>?
    var formats: UnsafePointer<Int32>?
  }

  /// The number of pg_type; 0: the server's choice.
  static func type(_ value: SQLValue) -> UInt32 {
    switch value {
    case .null: 0
    case .integer: PostgreSQLType.int8.rawValue
    case .real: PostgreSQLType.float8.rawValue
    case .text: PostgreSQLType.text.rawValue
    case .blob: PostgreSQLType.bytea.rawValue
    }
  }

  static func withTypes<R>(
    _ parameters: [SQLValue], _ body: (Int32, UnsafePointer<UInt32>?) -> R
  ) -> R {
    let types = parameters.map(type)
    return unsafe types.withUnsafeBufferPointer { unsafe body(Int32($0.count), $0.baseAddress) }
  }

  /// All values stand behind each other in one buffer for the time of `body`; libpq copies them.
  static func withParameters<R>(
    _ parameters: [SQLValue],
    _ body: (Int32, UnsafePointer<UInt32>?, Values) -> R
  ) -> R {
    var bytes: [CChar] = []
    var starts: [Int?] = []
    var lengths: [Int32] = []
    for parameter in parameters {
      let start = bytes.count
      append(parameter, to: &bytes)
      lengths.append(Int32(truncatingIfNeeded: bytes.count - start))
      starts.append(parameter == .null ? nil : start)
    }
    // A pointer to an empty value must not be nil, which is NULL.
    bytes.append(0)
    let formats = [Int32](repeating: 1, count: parameters.count)
    return unsafe withTypes(parameters) { count, types in
      unsafe bytes.withUnsafeBufferPointer { bytes in
        let pointers = unsafe starts.map { start in
          unsafe start.flatMap { start in unsafe bytes.baseAddress.map { unsafe $0 + start } }
        }
        return unsafe pointers.withUnsafeBufferPointer { pointers in
          unsafe lengths.withUnsafeBufferPointer { lengths in
            unsafe formats.withUnsafeBufferPointer { formats in
              unsafe body(
                count, types,
                Values(
                  pointers: pointers.baseAddress, lengths: lengths.baseAddress,
                  formats: formats.baseAddress))
            }
          }
        }
      }
    }
  }

  private static func append(_ value: SQLValue, to bytes: inout [CChar]) {
    switch value {
    case .null: break
    case .integer(let integer): append(UInt64(bitPattern: integer), to: &bytes)
    case .real(let real): append(real.bitPattern, to: &bytes)
    case .text(let text): for byte in text.utf8 { bytes.append(CChar(bitPattern: byte)) }
    case .blob(let blob): for byte in blob { bytes.append(CChar(bitPattern: byte)) }
    }
  }

  private static func append(_ number: UInt64, to bytes: inout [CChar]) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(CChar(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }
}
