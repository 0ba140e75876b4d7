import Testing

/// What counts as a rule.
@Suite struct ProtocolRuleTests {
  private static let page = """
    What stands before the first section is no rule.

    ## 1. First

    A paragraph is one.
    Shown by `a/b`.

    This one says what comes:

    - an item
      on two lines. Shown by `c/*`, `ThisTests.does that`.
    - another. And more. And more. And more.

    **Something**: is what these are about.

    **Another thing**: is what these are about. A rule behind it is one.

    | name | shown by |
    |---|---|
    | `x/not_this` | `d/e`, `f/g` |
    | nothing | |

        Shown by `no/code`

    ## 11. Examples

    Nothing here is. Shown by `h/i`.
    """

  @Test
  func `items, rows and paragraphs are, with the names behind Shown by or in the last column`() {
    let rules = ProtocolRule.all(in: Self.page)
    #expect(
      rules.map(\.names) == [["a/b"], ["c/*", "ThisTests.does that"], [], [], ["d/e", "f/g"], []])
    #expect(rules.map(\.sentences) == [1, 1, 4, 2, 0, 0])
    #expect(rules.allSatisfy { $0.section == "1. First" })
  }
}
