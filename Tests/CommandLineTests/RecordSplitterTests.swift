import Testing

@testable import cameo

@Suite struct RecordSplitterTests {
  private typealias Record = RecordSplitter.Record

  private func records(_ text: String) -> [RecordSplitter.Record] {
    var splitter = RecordSplitter(text)
    var records: [RecordSplitter.Record] = []
    while let record = splitter.next() { records.append(record) }
    return records
  }

  private func cells(_ line: UInt32, _ cells: String...) -> RecordSplitter.Record {
    Record(line: line, content: .cells(cells))
  }

  private func broken(_ line: UInt32, cell: Int, _ why: String) -> RecordSplitter.Record {
    Record(line: line, content: .broken(cell: cell, why: why))
  }

  @Test func `a quoted cell may hold line breaks, commas and doubled quotes`() {
    #expect(
      records("a,\"x\ny\r\nz\"\n\"1,2\",\"said \"\"no\"\"\"\n")
        == [cells(1, "a", "x\ny\r\nz"), cells(4, "1,2", "said \"no\"")])
  }

  @Test(arguments: ["a,b\nc,d\n", "a,b\r\nc,d\r\n", "a,b\rc,d\r", "\u{FEFF}a,b\r\nc,d"])
  func `lines end with LF, CRLF, CR or the text, and a byte order mark is none of it`(
    text: String
  ) {
    #expect(records(text) == [cells(1, "a", "b"), cells(2, "c", "d")])
  }

  @Test func `empty cells and empty lines count`() {
    #expect(records("") == [])
    #expect(records("\n") == [cells(1, "")])
    #expect(records(",\n\n\"\",x") == [cells(1, "", ""), cells(2, ""), cells(3, "", "x")])
  }

  @Test(arguments: ["b\"b", "\"b\"b", "b\""])
  func `a stray quote breaks its own row only`(cell: String) {
    #expect(
      records("1,2\na,\(cell),c\n3,4\n") == [
        cells(1, "1", "2"), broken(2, cell: 1, "a quote stands in the middle of a cell"),
        cells(3, "3", "4"),
      ])
  }

  @Test func `a quote that is never closed is told at its line, and the rows behind it are read`() {
    #expect(
      records("1,2\r\n\"x\r\ny\",\"3,4\r\n5,6\r\n")
        == [cells(1, "1", "2"), broken(3, cell: 1, "a quote is never closed"), cells(4, "5", "6")])
  }

  @Test func `rows that an open quote has swallowed up to the next quote are read`() {
    #expect(
      records("\"1,2\n3,4\n\"5,5\",6\n") == [
        broken(1, cell: 0, "a quote is not closed before the next one, in line 3"),
        cells(2, "3", "4"), cells(3, "5,5", "6"),
      ])
  }
}
