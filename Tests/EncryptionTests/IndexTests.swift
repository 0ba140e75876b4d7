import Testing

@testable import Encryption

@Suite struct IndexTests {
  @Test func `equal values have equal hashes, in one domain and under one key`() throws {
    let key = try IndexKey.random()
    let (one, same) = (try key.hash(for: "a"), try key.hash(for: "a"))
    #expect(try one.hash("email", "x@y.cz") == same.hash("email", "x@y.cz"))
    #expect(try one.hash("email", "x@y.cz").count == KeyedHash.count)
    #expect(try one.hash("email", "x@y.cz") != one.hash("email", "x@y.de"))
    #expect(try one.hash("email", "x@y.cz") != key.hash(for: "b").hash("email", "x@y.cz"))
    #expect(
      try one.hash("email", "x@y.cz")
        != IndexKey.random().hash(for: "a").hash("email", "x@y.cz"))
  }

  @Test func `parts keep their borders`() throws {
    let hash = try IndexKey.random().hash(for: "a")
    #expect(try hash.hash("a", "bc") != hash.hash("ab", "c"))
    #expect(try hash.hash("a", "") != hash.hash("a"))
    #expect(try hash.hash("", "a") != hash.hash("a", ""))
  }

  @Test func `a name is found by the beginnings of its words`() {
    let stored = SearchTerms.prefixes(ofFolded: "jan van novak x")
    #expect(
      stored == ["ja", "jan", "va", "van", "no", "nov", "nova", "novak", "x"])
    for asked in ["jan", "nov", "va no", "novak jan"] {
      #expect(stored.isSuperset(of: SearchTerms.query(forFolded: asked)), "\(asked)")
    }
    #expect(!stored.isSuperset(of: SearchTerms.query(forFolded: "novy")))
    #expect(SearchTerms.query(forFolded: "j").isEmpty)
  }

  @Test func `long words are cut on both sides alike`() {
    let word = "wolfeschlegelsteinhausenbergerdorff"
    let stored = SearchTerms.prefixes(ofFolded: word)
    #expect(stored.count == SearchTerms.longestPrefix - SearchTerms.shortestPrefix + 1)
    #expect(stored.isSuperset(of: SearchTerms.query(forFolded: word)))
  }

  @Test func `a text has a bounded number of terms, some of every word before more of one`() {
    let words = (0..<60).map { "word\($0)suffix" }.joined(separator: " ")
    let terms = SearchTerms.prefixes(ofFolded: words)
    #expect(terms.count == SearchTerms.mostTerms)
    #expect(terms.contains("wo") && terms.contains("word59"))
    #expect(SearchTerms.trigrams(ofFolded: words).count <= SearchTerms.mostTerms)
  }

  @Test func `trigrams of texts that differ a little are mostly shared`() {
    #expect(SearchTerms.trigrams(ofFolded: "jan") == [" ja", "jan", "an "])
    #expect(SearchTerms.trigrams(ofFolded: "j") == [" j "])
    let (one, other) = (
      SearchTerms.trigrams(ofFolded: "katerina"), SearchTerms.trigrams(ofFolded: "katharina")
    )
    #expect(one.intersection(other).count >= 4)
    #expect(one.intersection(SearchTerms.trigrams(ofFolded: "petr")).isEmpty)
  }
}
