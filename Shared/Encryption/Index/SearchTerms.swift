/// The terms by which a text is found: what is asked for is cut as what was stored was, and both are
/// compared as tokens (``KeyedHash/token(_:)``).
///
/// Texts come folded: lower case, marks removed, words with single spaces between. The service that
/// owns them knows how. Lengths count Unicode scalars.
public enum SearchTerms {
  /// Shorter prefixes would name half of all people, and tell of everybody how their name begins.
  public static let shortestPrefix = 2
  /// Longer ones are cut: the rest is left to the last look at the text itself.
  public static let longestPrefix = 12
  /// Most terms of a text; those beyond are left out, the shortest of each word kept.
  public static let mostTerms = 96

  /// What a text is stored under: every beginning of every word, from two letters to twelve, and words
  /// of one letter whole.
  ///
  ///     "jan novak" -> ja, jan, no, nov, nova, novak
  public static func prefixes(ofFolded text: String) -> Set<String> {
    var terms: Set<String> = []
    for length in shortestPrefix...longestPrefix {
      for word in words(text) {
        guard terms.count < mostTerms else { return terms }
        if word.count >= length || (length == shortestPrefix && !word.isEmpty) {
          terms.insert(text: word.prefix(length))
        }
      }
    }
    return terms
  }

  /// What is asked for: the beginnings that all have to be there, one for each word. Nothing where no
  /// word has two letters and is not alone.
  public static func query(forFolded text: String) -> Set<String> {
    var terms: Set<String> = []
    for word in words(text) where word.count >= shortestPrefix {
      terms.insert(text: word.prefix(longestPrefix))
    }
    return terms
  }

  /// Groups of three letters, for texts written a little differently: each word with a space before
  /// and after it. How many of them two texts share tells how alike they are.
  ///
  ///     "jan" -> " ja", "jan", "an "
  public static func trigrams(ofFolded text: String) -> Set<String> {
    var terms: Set<String> = []
    for word in words(text) {
      let padded = [" "] + Array(word) + [" "]
      for start in 0..<max(0, padded.count - 2) where terms.count < mostTerms {
        terms.insert(text: padded[start..<(start + 3)])
      }
    }
    return terms
  }

  private static func words(_ text: String) -> [Substring.UnicodeScalarView] {
    text.unicodeScalars.split(separator: " ")
  }
}

extension Set<String> {
  fileprivate mutating func insert(text: some Sequence<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text)
    insert(String(view))
  }
}
