/// Splits CSV text into records by RFC 4180, telling of each the line that it begins at.
///
/// A library (SwiftCSV) was tried: it stops at the first bad quote and keeps no lines, so that one
/// slip of a hand lost a whole file. Here such a slip costs its own line: reading goes on at the next
/// one, also where the quote has swallowed what follows.
struct RecordSplitter {
  struct Record: Equatable {
    /// From 1, as editors count; of a broken record, the line of the broken cell.
    let line: UInt32
    let content: Content
  }

  enum Content: Equatable {
    case cells([String])
    /// - Parameter cell: its place in the record, from 0.
    case broken(cell: Int, why: String)
  }

  private struct Broken: Error {
    let why: String
  }

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private let text: [UInt8]
  private var position = 0
  private var line: UInt32 = 1

  init(_ text: String) {
    self.text = Array((text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]).utf8)
  }

  /// The next record; an empty line is one of a single empty cell. Nil at the end.
  mutating func next() -> Record? {
    guard position < text.count else { return nil }
    let first = line
    var cells: [String] = []
    repeat {
      let (start, startLine) = (position, line)
      do throws(Broken) {
        cells.append(try cell())
      } catch {
        (position, line) = (start, startLine)
        while let byte = peek, !Self.endsLine(byte) { position += 1 }
        endLine()
        return Record(line: startLine, content: .broken(cell: cells.count, why: error.why))
      }
    } while take(Self.comma)
    endLine()
    return Record(line: first, content: .cells(cells))
  }

  private mutating func cell() throws(Broken) -> String {
    if take(Self.quote) { return try quotedCell() }
    let start = position
    while let byte = peek, byte != Self.comma, !Self.endsLine(byte) {
      if byte == Self.quote { throw Broken(why: "a quote stands in the middle of a cell") }
      position += 1
    }
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  /// Behind its first quote: up to the one that stands alone, and no further.
  private mutating func quotedCell() throws(Broken) -> String {
    let startLine = line
    var content: [UInt8] = []
    while let byte = peek {
      if byte == Self.quote {
        position += 1
        guard take(Self.quote) else { return try closed(content, since: startLine) }
      } else if Self.endsLine(byte) {
        content += lineEnd()
        continue
      } else {
        position += 1
      }
      content.append(byte)
    }
    throw Broken(why: "a quote is never closed")
  }

  private func closed(_ content: [UInt8], since start: UInt32) throws(Broken) -> String {
    guard let byte = peek, byte != Self.comma, !Self.endsLine(byte) else {
      return String(decoding: content, as: UTF8.self)
    }
    throw Broken(
      why: start == line
        ? "a quote stands in the middle of a cell"
        : "a quote is not closed before the next one, in line \(line)")
  }

  // MARK: text

  private var peek: UInt8? { position < text.count ? text[position] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private static func endsLine(_ byte: UInt8) -> Bool {
    byte == lineFeed || byte == carriageReturn
  }

  private mutating func endLine() {
    if peek != nil { _ = lineEnd() }
  }

  /// Takes LF, CRLF or CR, which are one line's end each, and returns what it took.
  private mutating func lineEnd() -> ArraySlice<UInt8> {
    let start = position
    if !take(Self.carriageReturn) || peek == Self.lineFeed { position += 1 }
    line += 1
    return text[start..<position]
  }
}
