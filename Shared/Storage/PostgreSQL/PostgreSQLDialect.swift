/// The one place that knows how PostgreSQL's SQL differs from the SQL that stores are written in,
/// which is SQLite's.
///
/// - Placeholders are `$1`, `$2`, ... in both.
/// - In `CREATE TABLE` and `ALTER TABLE` types have SQLite's names: `INTEGER` (64 bits there), `BLOB`,
///   `REAL`, and `TEXT`, which is compared byte by byte. `STRICT` and `WITHOUT ROWID` go. No column has
///   a type's name.
/// - Not to be used, because one of the two lacks it: `min`/`max` of bytes, `INSERT OR`, `PRAGMA`,
///   `rowid`, `RETURNING` without need, an aggregate beside a bare column.
enum PostgreSQLDialect {
  /// A migration's statements in PostgreSQL's words.
  static func translated(_ script: String) -> String {
    var answer = ""
    var isTable = false
    var words: [String] = []
    var tokens = SQLTokens(script)
    var held: [SQLTokens.Token] = []
    while let token = tokens.next() { held.append(token) }
    var index = 0
    while index < held.count {
      let token = held[index]
      index += 1
      guard case .word(let word) = token else {
        if case .other(";") = token { (isTable, words) = (false, []) }
        answer += token.text
        continue
      }
      words.append(word.uppercased())
      if words.count == 2 {
        isTable = ["CREATE", "ALTER"].contains(words[0]) && words[1] == "TABLE"
      }
      guard isTable else {
        answer += word
        continue
      }
      switch word.uppercased() {
      case "INTEGER": answer += "BIGINT"
      case "BLOB": answer += "BYTEA"
      case "REAL": answer += "DOUBLE PRECISION"
      case "TEXT": answer += isCollated(held, after: index) ? word : "TEXT COLLATE \"C\""
      case "STRICT":
        answer = withoutComma(answer)
        index = skippingComma(held, from: index)
      case "WITHOUT":
        guard let rowid = nextWord(held, from: index), rowid.word == "ROWID" else {
          answer += word
          continue
        }
        answer = withoutComma(answer)
        index = rowid.end
      default: answer += word
      }
    }
    return answer
  }

  /// How many placeholders a statement has: the highest number of `$1`, `$2`, ...
  static func placeholders(of sql: String) -> Int {
    var tokens = SQLTokens(sql)
    var highest = 0
    while let token = tokens.next() {
      if case .placeholder(let number) = token { highest = max(highest, number) }
    }
    return highest
  }

  private static func isCollated(_ tokens: [SQLTokens.Token], after index: Int) -> Bool {
    nextWord(tokens, from: index)?.word == "COLLATE"
  }

  private static func nextWord(_ tokens: [SQLTokens.Token], from index: Int)
    -> (word: String, end: Int)?
  {
    var index = index
    while index < tokens.count {
      switch tokens[index] {
      case .word(let word): return (word.uppercased(), index + 1)
      case .space: index += 1
      default: return nil
      }
    }
    return nil
  }

  /// Table options are a list: what goes takes one comma along, the one behind it or the one before.
  private static func skippingComma(_ tokens: [SQLTokens.Token], from index: Int) -> Int {
    var next = index
    while next < tokens.count {
      switch tokens[next] {
      case .space: next += 1
      case .other(","): return next + 1
      default: return index
      }
    }
    return index
  }

  private static func withoutComma(_ text: String) -> String {
    var trimmed = Substring(text)
    while let last = trimmed.last, last.isWhitespace { trimmed.removeLast() }
    return trimmed.last == "," ? String(trimmed.dropLast()) : text
  }
}

/// SQL cut into what matters to a translation: words, placeholders, and everything that only looks
/// like them because it stands in quotes or comments.
struct SQLTokens {
  enum Token: Equatable {
    case word(String)
    case placeholder(Int)
    case space(String)
    /// A quoted text, a quoted name or a comment, whole; or any other single character.
    case other(String)

    var text: String {
      switch self {
      case .word(let text), .space(let text), .other(let text): text
      case .placeholder(let number): "$\(number)"
      }
    }
  }

  private var rest: Substring

  init(_ sql: String) { rest = Substring(sql) }

  mutating func next() -> Token? {
    guard let first = rest.first else { return nil }
    if first.isWhitespace { return .space(take { $0.isWhitespace }) }
    if first.isLetter || first == "_" {
      return .word(take { $0.isLetter || $0.isNumber || $0 == "_" })
    }
    if first == "'" || first == "\"" { return .other(quoted(by: first)) }
    if rest.hasPrefix("--") { return .other(take { !$0.isNewline }) }
    if rest.hasPrefix("/*") { return .other(comment()) }
    rest.removeFirst()
    guard first == "$", rest.first?.isNumber == true else { return .other(String(first)) }
    return .placeholder(Int(take { $0.isNumber }) ?? 0)
  }

  private mutating func take(while belongs: (Character) -> Bool) -> String {
    let taken = rest.prefix(while: belongs)
    rest = rest.dropFirst(taken.count)
    return String(taken)
  }

  /// To the closing quote; a doubled one ends a token and begins the next, which comes to the same.
  private mutating func quoted(by quote: Character) -> String {
    let body = rest.dropFirst().prefix { $0 != quote }
    let text = rest.prefix(body.count + 2)
    rest = rest.dropFirst(text.count)
    return String(text)
  }

  private mutating func comment() -> String {
    var text = ""
    while let character = rest.popFirst() {
      text.append(character)
      if text.count >= 4, text.hasSuffix("*/") { break }
    }
    return text
  }
}
