import Testing

@testable import cameo

@Suite struct TableTests {
  private func table(_ text: String) throws -> Table { try Table(text: text, name: "x.csv") }

  @Test func `a row of another length is refused alone`() throws {
    let table = try table("a,b\n1\n1,2\n1,2,3\n")
    #expect(table.rows.map(\.line) == [3])
    #expect(table.problems.map(\.line) == [2, 4])
    #expect(table.problems.map(\.rule) == ["row.cells", "row.cells"])
    #expect(table.problems[1].message == "3 cells, but the header names 2 columns")
  }

  @Test(arguments: ["a,b\n1,", "a,b\n1,\n", "a,b\r\n1,\r\n", "a,b\n\n1,"])
  func `an empty last cell is a cell, whether or not a line ends behind it`(text: String) throws {
    let table = try table(text)
    #expect(table.rows.map(\.cells) == [["1", ""]])
    #expect(table.problems.isEmpty)
  }

  @Test func `rows are counted by the lines that their cells hold`() throws {
    let table = try table("a,b\n\"x\ny\",2\n3,4\n")
    #expect(table.rows.map(\.line) == [2, 4])
    #expect(table.rows[0].cells == ["x\ny", "2"])
  }

  @Test(arguments: [
    "a,b\n1,2\n\"3,4\n5,6\n", "a,b\n1,2\n\"3\"x,4\n5,6\n", "a,b\n1,2\n3,\"4",
  ])
  func `a broken quote costs its row and those behind it, not those before`(text: String) throws {
    let table = try table(text)
    #expect(table.rows.map(\.cells) == [["1", "2"]])
    #expect(table.problems.map(\.line) == [3])
    #expect(table.problems.map(\.rule) == ["row.quotes"])
  }
}
