/// One statement of a script, cut into tokens: what the rules of partitioning ask of SQL. Pure.
struct SQLStatement: Sendable {
  let tokens: [SQLTokens.Token]

  /// The statements of a script, without their semicolons; empty ones and comments alone are left out.
  static func all(in script: String) -> [SQLStatement] {
    var statements: [SQLStatement] = []
    var tokens: [SQLTokens.Token] = []
    var cutter = SQLTokens(script)
    while let token = cutter.next() {
      guard token != .other(";") else {
        statements.append(SQLStatement(tokens: tokens))
        tokens = []
        continue
      }
      tokens.append(token)
    }
    statements.append(SQLStatement(tokens: tokens))
    return statements.filter { !$0.significant.isEmpty }
  }

  var text: String { tokens.map(\.text).joined() }

  /// Without white space and comments.
  var significant: [SQLTokens.Token] { tokens.filter(\.isSignificant) }

  /// Every name and keyword in it, in lower case; names in double quotes are not used in Cameo's SQL.
  var words: [String] { significant.compactMap(\.word) }
}

extension SQLTokens.Token {
  /// A word in lower case.
  var word: String? {
    if case .word(let text) = self { text.lowercased() } else { nil }
  }

  var isSignificant: Bool {
    switch self {
    case .space: false
    case .other(let text): !text.hasPrefix("--") && !text.hasPrefix("/*")
    case .word, .placeholder: true
    }
  }
}

/// Goes through a statement's significant tokens.
struct SQLCursor {
  private var rest: ArraySlice<SQLTokens.Token>

  init(_ statement: SQLStatement) { rest = statement.significant[...] }

  var next: SQLTokens.Token? { rest.first }
  var isAtEnd: Bool { rest.isEmpty }

  /// Passes over these words, where they come next.
  mutating func take(_ words: String...) -> Bool {
    guard rest.prefix(words.count).map(\.word) == words else { return false }
    rest = rest.dropFirst(words.count)
    return true
  }

  mutating func takeWord() -> String? {
    guard let word = rest.first?.word else { return nil }
    rest = rest.dropFirst()
    return word
  }

  /// The items of a list in parentheses, each with its tokens; nil where none comes next.
  mutating func takeList() -> [[SQLTokens.Token]]? {
    guard rest.first == .other("(") else { return nil }
    rest = rest.dropFirst()
    var (items, item, depth): ([[SQLTokens.Token]], [SQLTokens.Token], Int) = ([], [], 0)
    while let token = rest.popFirst() {
      if token == .other(")"), depth == 0 { return items + [item] }
      if token == .other("(") { depth += 1 }
      if token == .other(")") { depth -= 1 }
      guard token == .other(","), depth == 0 else {
        item.append(token)
        continue
      }
      items.append(item)
      item = []
    }
    return nil
  }

  /// Everything up to the end.
  mutating func takeRest() -> [SQLTokens.Token] {
    defer { rest = [] }
    return Array(rest)
  }
}
